import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '@quadhelix/access';
import type { ImportProblem } from '../problem.js';

export const IMPORT_STATES = ['QUEUED', 'RUNNING', 'WRITTEN', 'CHECKED', 'REFUSED', 'FAILED'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export type ImportMode = 'STRICT' | 'LENIENT';

/** A file that somebody asked to import: what became of it so far. */
@Entity('imports')
export class Import {
  /** A name of a file may be that of a person. */
  static readonly personal = ['fileName'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('text') fileName!: string;
  @Column('integer') byteSize!: number;
  @Column('text') sha256!: string;
  @Column('text') mode!: ImportMode;
  @Column('boolean') dryRun!: boolean;
  @Column('text') language!: Language;
  @Column('text') state!: ImportState;
  /** Records of the file; 0 until it was read. */
  @Column('integer') total!: number;
  @Column('integer') done!: number;
  @Column('integer') added!: number;
  @Column('integer') updated!: number;
  @Column('integer') unchanged!: number;
  @Column('integer') failed!: number;
  @Column('integer') problemCount!: number;
  @Column('jsonb') problems!: ImportProblem[];
  /** How often a worker has begun. */
  @Column('integer') attempts!: number;
  @Column('uuid') accountId!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') clientId!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('timestamptz') startedAt!: Date | null;
  @Column('timestamptz') finishedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { organization: string } {
    return { organization: this.organizationId };
  }
}
