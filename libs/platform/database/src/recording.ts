import type { Action } from '@quadhelix/access';
import { auditRows, type AuditRows, type Change, type DomainEvent } from './records.js';
import type { ScopeOptions } from './scope.js';

/** What an operation recorded. */
export interface Recorded {
  readonly eventIds: readonly string[];
  /** Ids of the subjects of its events and audit entries, by type. */
  readonly changed: Readonly<Record<string, readonly string[]>>;
}

/** Each subject once, by type. */
function changedSubjects(subjects: readonly Pick<DomainEvent, 'subjectType' | 'subjectId'>[]): Recorded['changed'] {
  const types = Map.groupBy(subjects, ({ subjectType }) => subjectType);
  return Object.fromEntries([...types].map(([type, of]) => [type, [...new Set(of.map(({ subjectId }) => subjectId))]]));
}

/** Collects the events and audit entries of one operation and writes them in its transaction, each kind in one statement. */
export class Recording {
  private audits: AuditRows[] = [];
  private readonly erased = new Set<string>();
  private events: { id: string; event: DomainEvent }[] = [];
  /** How many of each are in the tables already. */
  private written = { audits: 0, events: 0 };

  constructor(private readonly options: ScopeOptions, private readonly doing: () => { action: Action; reason: string | null }) {}

  change(change: Change): void {
    const { action, reason } = this.doing();
    const { actor, now, requestId, newId } = this.options;
    this.audits.push(auditRows(actor, action.name, { reason, ...change }, now, requestId, newId));
  }

  event(event: DomainEvent): void {
    this.events.push({ id: this.options.newId(), event });
  }

  /** Keeps no personal values beside the entries of this subject that this operation makes, also earlier ones. */
  erasePersonal(subjectType: string, subjectId: string): void {
    this.erased.add(`${subjectType} ${subjectId}`);
  }

  /** Forgets what work recorded when the work is undone. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const marks = [this.audits.length, this.events.length] as const;
    try {
      return await work();
    } catch (error) {
      this.audits.length = marks[0];
      this.events.length = marks[1];
      this.written = { audits: Math.min(this.written.audits, marks[0]), events: Math.min(this.written.events, marks[1]) };
      throw error;
    }
  }

  /** Writes what is not written yet. Answers the ids of all events of the operation, and all that it changed: whoever flushes last tells the whole. */
  async flush(): Promise<Recorded> {
    const { actor, now } = this.options;
    const audits = this.audits.slice(this.written.audits);
    await this.put('events', this.events.slice(this.written.events).map(({ id, event }) => ({
      tenant_id: actor.tenantId, id, at: now.toISOString(), type: event.type, subject_type: event.subjectType, subject_id: event.subjectId, payload: event.payload,
    })));
    await this.put('audit_entries', audits.map(({ entry }) => entry));
    await this.put('audit_personal_values', audits.flatMap(({ entry, personal }) => (this.erased.has(`${String(entry.subject_type)} ${String(entry.subject_id)}`) ? [] : personal)));
    this.written = { audits: this.audits.length, events: this.events.length };
    const changed = changedSubjects([...this.events.map(({ event }) => event), ...this.audits.map(({ entry }) => ({ subjectType: String(entry.subject_type), subjectId: String(entry.subject_id) }))]);
    return { eventIds: this.events.map(({ id }) => id), changed };
  }

  private async put(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    if (rows.length === 0) return;
    await this.options.transaction.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
  }
}
