import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '@quadhelix/access';
import { requestErrors } from './request.errors.js';
import { requestStates, type RequestKind, type RequestState } from './request.states.js';

/** How many rows of each kind of data were given out, changed or erased. */
export type RequestResults = Readonly<Record<string, number>>;

/** What a person asked for about his own data, and what became of it. */
@Entity('personal_data_requests')
export class PersonalDataRequest {
  static readonly personal = ['statement', 'wanted'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: RequestKind;
  @Column('text') state!: RequestState;
  /** About whom. */
  @Column('uuid') personId!: string;
  @Column('uuid') askedByPersonId!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') language!: Language;
  @Column('text') statement!: string | null;
  @Column('text') field!: string | null;
  @Column('text') wanted!: string | null;
  @Column('text') pseudonym!: string | null;
  @Column('date') dueOn!: string;
  @Column('timestamptz') decidedAt!: Date | null;
  @Column('uuid') decidedByPersonId!: string | null;
  @Column('text') decisionReason!: string | null;
  @Column('text') law!: string | null;
  @Column('jsonb') results!: RequestResults;
  @Column('integer') attempts!: number;
  @Column('text') sha256!: string | null;
  @Column('bigint') byteSize!: number | null;
  @Column('timestamptz') fileRemovedAt!: Date | null;
  @Column('timestamptz') doneAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { self: string; holder: string } {
    return { self: this.personId, holder: this.organizationId };
  }

  /** Throws OWN_REQUEST. `personId` is null for the product itself. */
  grant(personId: string | null, reason: string | null, at: Date): void {
    this.state = requestStates.next(this.state, 'grant');
    this.decide(personId, reason, at);
  }

  /** A refusal names the law that obliges to it. Throws OWN_REQUEST. */
  refuse(personId: string | null, reason: string, law: string, at: Date): void {
    this.state = requestStates.next(this.state, 'refuse');
    this.decide(personId, reason, at);
    this.law = law;
  }

  cancel(): void {
    this.state = requestStates.next(this.state, 'cancel');
  }

  finish(results: RequestResults, at: Date): void {
    this.state = requestStates.next(this.state, 'finish');
    this.results = results;
    this.doneAt = at;
  }

  fail(): void {
    this.state = requestStates.next(this.state, 'fail');
  }

  private decide(personId: string | null, reason: string | null, at: Date): void {
    if (personId === this.personId) throw requestErrors.OWN_REQUEST({ field: 'id' });
    this.decidedAt = at;
    this.decidedByPersonId = personId;
    this.decisionReason = reason;
  }
}
