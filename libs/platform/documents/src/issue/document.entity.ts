import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BilingualText, Language } from '@quadhelix/access';
import type { DocumentFormat } from '../content/content.js';
import type { MissingGlyph } from '../write/rendering.js';
import { documentStates, type DocumentState } from './document.states.js';

/** What stopped a document, in the language it was asked for in. */
export interface DocumentProblem {
  code: string;
  message: string;
}

/** What was issued. */
export interface IssuedBytes {
  sha256: string;
  byteSize: number;
  missing: readonly MissingGlyph[];
  rows: number;
}

/** A document that somebody asked for: what became of it, and how it is known again. */
@Entity('document_issues')
export class Document {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('jsonb') title!: BilingualText;
  @Column('jsonb') parameters!: object;
  @Column('text') language!: Language;
  @Column('text') format!: DocumentFormat;
  @Column('text') state!: DocumentState;
  @Column('text') code!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') issuerName!: string;
  @Column('uuid') accountId!: string;
  @Column('uuid') personId!: string;
  @Column('text') clientId!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('integer') done!: number;
  @Column('integer') attempts!: number;
  @Column('jsonb') problem!: DocumentProblem | null;
  @Column('text') sha256!: string | null;
  @Column('bigint') byteSize!: number | null;
  @Column('jsonb') missing!: readonly MissingGlyph[];
  @Column('timestamptz') issuedAt!: Date | null;
  @Column('timestamptz') removedAt!: Date | null;
  @Column('timestamptz') revokedAt!: Date | null;
  @Column('text') revokeReason!: string | null;
  @Column('uuid') replacesId!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { organization: string; self: string } {
    return { organization: this.organizationId, self: this.personId };
  }

  /** A worker begins, perhaps again. */
  begin(): void {
    this.state = documentStates.next(this.state, 'begin');
    this.attempts += 1;
  }

  issue({ sha256, byteSize, missing, rows }: IssuedBytes, at: Date): void {
    this.state = documentStates.next(this.state, 'issue');
    Object.assign(this, { sha256, byteSize, missing, done: rows, issuedAt: at });
  }

  fail(problem: DocumentProblem): void {
    this.state = documentStates.next(this.state, 'fail');
    this.problem = problem;
  }

  revoke(reason: string, at: Date): void {
    this.state = documentStates.next(this.state, 'revoke');
    this.revokedAt = at;
    this.revokeReason = reason;
  }

  supersede(): void {
    this.state = documentStates.next(this.state, 'supersede');
  }

  /** Its bytes are gone for good; that it was issued stays. */
  removeBytes(at: Date): void {
    this.removedAt = at;
  }
}
