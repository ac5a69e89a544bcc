import { createHmac } from 'node:crypto';
import DataLoader from 'dataloader';
import { platformErrors, reach, refusal, type Action, type Actor, type DomainError, type Relation, type Subject } from '@quadhelix/access';
import type { FormerParties } from './changed-objects.js';
import type { EntityClass } from './data-source.js';
import { localDate } from './local-date.js';
import { Reads, type OrderBy, type Where } from './reads.js';
import type { Change, DomainEvent } from './records.js';
import { Recording, type Recorded } from './recording.js';
import type { TableMaps } from './table-map.js';
import type { Row, Transaction } from './transaction.js';
import { Writes } from './writes.js';

export interface ScopeOptions {
  actor: Actor;
  transaction: Transaction;
  maps: TableMaps;
  now: Date;
  timeZone: string;
  /** Is the alliance a sandbox? Then `now` is what its own clock shows. */
  sandbox: boolean;
  newId: () => string;
  newRandomId: () => string;
  requestId: string | null;
  /** Key of `signature`. */
  secret: string;
}

/** A refused attempt, to be written to the security log outside the transaction. */
export interface Refusal {
  code: string;
  action: string;
}

/**
 * Who is asking, in which alliance, on which open transaction: the only way to the database and always the first argument.
 * It lives as long as one operation. Reads see the actor's alliance only; writes need an authorized action and leave an audit entry.
 */
export class Scope {
  readonly refusals: Refusal[] = [];
  /** Texts of the answer that are shown this once: nothing that is kept of it, for a request that is sent again, holds them. */
  readonly shownOnce = new Set<string>();
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown>>();
  private readonly reads: Reads;
  private readonly writes: Writes;
  private readonly recording: Recording;
  private action: Action | null = null;
  private reason: string | null = null;

  constructor(private readonly options: ScopeOptions) {
    this.recording = new Recording(options, () => ({ action: this.currentWrite(), reason: this.reason }));
    this.reads = new Reads(options.transaction, options.maps);
    this.writes = new Writes(options.transaction, options.maps, this.recording);
  }

  get actor(): Actor {
    return this.options.actor;
  }
  /** The instant at which the operation began, by the clock of the alliance (that of a sandbox is ahead); the same for everything in it. */
  get now(): Date {
    return this.options.now;
  }
  /** IANA zone of the alliance's local dates. */
  get timeZone(): string {
    return this.options.timeZone;
  }
  /** The alliance's local date, `yyyy-mm-dd`, at that instant. */
  get today(): string {
    return localDate(this.now, this.timeZone);
  }
  /** Is the alliance a sandbox: invented, of one developer, with a clock of its own? */
  get sandbox(): boolean {
    return this.options.sandbox;
  }
  /** The alliance; throws ALLIANCE_REQUIRED where none was named. */
  get tenantId(): string {
    const id = this.actor.tenantId;
    if (id === null) throw platformErrors.ALLIANCE_REQUIRED();
    return id;
  }
  get requestId(): string | null {
    return this.options.requestId;
  }
  get statements(): number {
    return this.options.transaction.statements;
  }
  /** Rows that the database answered so far. */
  get rowsRead(): number {
    return this.options.transaction.rows;
  }
  /** Has a statement failed that was not expected? Then everything will be rolled back. */
  get failed(): boolean {
    return this.options.transaction.failed;
  }
  newId(): string {
    return this.options.newId();
  }
  /** An id that tells nothing of when it was made: for what exists over the whole platform, where the minute would betray who was known before. */
  newRandomId(): string {
    return this.options.newRandomId();
  }
  /** HMAC-SHA-256 (base64url) of a text with the product's secret: for cursors and links. */
  signature(text: string): string {
    return createHmac('sha256', this.options.secret).update(text).digest('base64url');
  }

  /**
   * Demands that the actor may do the action (to the subject) and names it in the audit entries of the writes that follow.
   * Throws FORBIDDEN, SCOPE_MISSING, MEMBERSHIP_SUSPENDED …; NOT_FOUND where the subject may not even be read.
   */
  authorize(action: Action, subject?: Subject, reason?: string | null): void {
    const refused = this.refusal(action, subject);
    if (refused) {
      this.refusals.push({ code: refused.code, action: action.name });
      throw refused;
    }
    if (action.writes) {
      this.action = action;
      this.reason = reason ?? null;
    }
  }

  /** Notes a refusal that a rule of the domain made (not an access table), for the security log. Answers the error to throw. */
  refuse(error: DomainError, action: Action): DomainError {
    this.refusals.push({ code: error.code, action: action.name });
    return error;
  }

  /** Why not, or null: for showing what is possible. Does not count as an attempt. */
  refusal(action: Action, subject?: Subject): DomainError | null {
    const refused = refusal(this.actor, action, subject);
    if (refused && subject && action.read && refusal(this.actor, action.read, subject)) return platformErrors.NOT_FOUND({ field: 'id' });
    return refused;
  }

  /** Relations through which the actor sees subjects of a list; an empty list must show nothing. */
  reach(action: Action): readonly Relation[] {
    return refusal(this.actor, action) ? [] : reach(this.actor, action);
  }

  /** Reads one row with a lock, authorizes the action on it, and keeps what it was for the audit entry. Throws NOT_FOUND. */
  async forUpdate<T extends object & Subject>(entity: EntityClass<T>, id: string, action: Action, reason?: string | null): Promise<T> {
    const [found] = await this.manyForUpdate(entity, [id]);
    if (!found) throw platformErrors.NOT_FOUND({ field: 'id' });
    this.authorize(action, found, reason);
    return found;
  }

  /** Reads rows with locks, in id order so that two callers can't block each other for ever. Authorize each before changing it. */
  async manyForUpdate<T extends object>(entity: EntityClass<T>, ids: readonly string[]): Promise<T[]> {
    const found = await this.reads.locked(entity, this.tenantId, ids);
    this.writes.remember(found);
    return found;
  }

  /** Rows that equal `where` (an array means any of), in an order. Only for short lists; long ones are connections. */
  find<T extends object>(entity: EntityClass<T>, where: Where<T>, order?: OrderBy<T>): Promise<T[]> {
    return this.reads.find(entity, where, this.actor.tenantId, order);
  }

  /** One row of the alliance (or of a global table) by id, batched with all others asked for in the same tick; null where absent or hidden. */
  byId<T extends object>(entity: EntityClass<T>, id: string | null): Promise<T | null> {
    if (id === null) return Promise.resolve(null);
    return this.loader<string, T | null>(entity, async (ids) => {
      const rows = await this.find(entity, { id: ids } as unknown as Where<T>);
      const byId = new Map(rows.map((row) => [(row as { id?: string }).id, row]));
      return ids.map((each) => byId.get(each) ?? null);
    }).load(id);
  }

  /** A DataLoader of this operation; made at the first call for its key. */
  loader<K, V>(key: unknown, batch: (keys: readonly K[]) => Promise<V[]>): DataLoader<K, V> {
    const made = this.loaders.get(key) ?? new DataLoader<unknown, unknown>((keys) => batch(keys as K[]), { maxBatchSize: 1000 });
    this.loaders.set(key, made);
    return made as unknown as DataLoader<K, V>;
  }

  /** Entities from `select <columns> from <table> <tail>`: for lists and joins in `*.queries.ts`. */
  select<T extends object>(entity: EntityClass<T>, tail: string, values: readonly unknown[]): Promise<T[]> {
    return this.reads.select(entity, tail, values);
  }

  /** How many rows `select 1 from <table> <tail>` has, counted up to `most`. */
  count(entity: EntityClass, tail: string, values: readonly unknown[], most: number): Promise<number> {
    return this.reads.count(entity, tail, values, most);
  }

  /** Any other statement. Rows come back with the names that the statement gives them. */
  sql<T extends Row = Row>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return this.options.transaction.query<T>(text, values);
  }

  /** Adds rows; one statement however many. Needs an authorized action. */
  insert<T extends object>(rows: T | readonly T[]): Promise<void> {
    this.forget(rows);
    return this.writes.insert(rows);
  }

  /** Writes the changed columns of rows read by `forUpdate`; throws STALE_VERSION where somebody was faster. */
  save<T extends object>(rows: T | readonly T[]): Promise<void> {
    this.forget(rows);
    return this.writes.save(rows);
  }

  /** Removes rows that are not facts yet (a draft's lines). Leaves an audit entry each. */
  remove<T extends object>(rows: readonly T[]): Promise<void> {
    this.forget(rows);
    return this.writes.remove(rows);
  }

  /** Runs work so that an SQL error or refusal inside undoes only this work: for refusals that a rule expects. */
  savepoint<T>(work: () => Promise<T>): Promise<T> {
    return this.recording.within(() => this.options.transaction.savepoint(work));
  }

  /** Records a fact in this transaction; handlers react after the commit. */
  record(event: DomainEvent): void {
    this.recording.event(event);
  }

  /**
   * Says that an object is shown otherwise now although no row of it was written here: what it shows, or who may read it, has changed. For the change feed.
   * `former`: who stood in which relation to it before, where somebody may have lost it.
   */
  touch(type: string, subjectId: string, former: FormerParties | null = null): void {
    this.recording.note({ type, subjectId, operation: 'UPDATED', former });
  }

  /** Adds an audit entry for a change that a database function made (global tables). Needs an authorized action. */
  audit(change: Change): void {
    this.recording.change(change);
  }

  /** Adds the audit entry of a row that a database function made (global tables). Needs an authorized action. */
  auditInsert(row: object): void {
    this.writes.auditInsert(row);
  }

  /**
   * Erases the personal values that the audit trail of this alliance holds beside the entries of some subjects, those of this operation too; answers how many there were.
   * The entries stay as they are and still match whoever can show value and salt. Needs an authorized action; leaves an entry of its own.
   */
  async erasePersonalValues(subjectType: string, subjectIds: readonly string[]): Promise<number> {
    const erased = await this.sql<{ subject_id: string }>(
      `delete from audit_personal_values v using audit_entries e
       where v.tenant_id = $1 and e.tenant_id = $1 and e.id = v.entry_id and e.subject_type = $2 and e.subject_id = any($3) returning e.subject_id`,
      [this.tenantId, subjectType, subjectIds],
    );
    for (const subjectId of subjectIds) {
      this.recording.erasePersonal(subjectType, subjectId);
      this.audit({ subjectType, subjectId, changes: { personalValues: [erased.filter((row) => row.subject_id === subjectId).length, 0] } });
    }
    return erased.length;
  }

  /** Writes the collected events and audit entries that are not written yet. Happens before the commit by itself. */
  flush(): Promise<Recorded> {
    return this.recording.flush();
  }

  /** What `byId` remembers of a class that is written is asked anew. */
  private forget(rows: object): void {
    for (const row of Array.isArray(rows) ? (rows as object[]) : [rows]) this.loaders.delete(row.constructor);
  }

  private currentWrite(): Action {
    if (!this.action) throw new Error('Nothing was authorized: a write needs scope.authorize first');
    return this.action;
  }
}
