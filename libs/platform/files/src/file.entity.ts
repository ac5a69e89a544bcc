import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FilePurpose } from './file.purposes.js';
import { fileStates, type FileRejection, type FileState } from './file.states.js';

/** What its uploader says about a file. */
export interface FileFacts {
  name: string;
  purpose: FilePurpose;
  contentType: string;
  byteSize: number;
  /** 64 hexadecimal digits, small letters. */
  sha256: string;
}

/** A file of an organization: what is known of it. Its bytes lie in a store. */
@Entity('files')
export class File {
  /** People call files by what is in them. */
  static readonly personal = ['name'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @Column('uuid') personId!: string;
  @Column('text') name!: string;
  @Column('text') purpose!: FilePurpose;
  @Column('text') contentType!: string;
  @Column('integer') byteSize!: number;
  @Column('text') sha256!: string;
  @Column('text') state!: FileState;
  @Column('text') detectedType!: string | null;
  @Column('text') rejection!: FileRejection | null;
  @Column('text') threat!: string | null;
  @Column('timestamptz') uploadedAt!: Date | null;
  @Column('timestamptz') completedAt!: Date | null;
  @Column('timestamptz') endedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  static announce(place: { tenantId: string; id: string; organizationId: string; personId: string }, facts: FileFacts, at: Date): File {
    return Object.assign(new File(), {
      ...place, ...facts, state: 'AWAITING_UPLOAD', detectedType: null, rejection: null, threat: null, uploadedAt: null, completedAt: null, endedAt: null, createdAt: at, version: 1,
    });
  }

  parties(): { owner: string; uploader: string } {
    return { owner: this.organizationId, uploader: this.personId };
  }

  /** May bytes still come? */
  get awaited(): boolean {
    return this.state === 'AWAITING_UPLOAD' && this.uploadedAt === null;
  }

  complete(at: Date): void {
    this.state = fileStates.next(this.state, 'complete');
    this.completedAt = at;
  }

  pass(detectedType: string, at: Date): void {
    this.state = fileStates.next(this.state, 'pass');
    this.detectedType = detectedType;
    this.endedAt = at;
  }

  reject(rejection: FileRejection, detectedType: string | null, at: Date): void {
    this.state = fileStates.next(this.state, 'reject');
    this.rejection = rejection;
    this.detectedType = detectedType;
    this.endedAt = at;
  }

  quarantine(threat: string, at: Date): void {
    this.state = fileStates.next(this.state, 'quarantine');
    this.threat = threat;
    this.endedAt = at;
  }

  expire(at: Date): void {
    this.state = fileStates.next(this.state, 'expire');
    this.endedAt = at;
  }

  /** Ends what somebody's erasure takes with it; false where it is being checked or has ended already. */
  discard(at: Date): boolean {
    if (!fileStates.transitions.discard.from.includes(this.state)) return false;
    this.state = fileStates.next(this.state, 'discard');
    this.endedAt = at;
    return true;
  }
}
