import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { DomainError, platformErrors, systemActor, type Actor } from '@quadhelix/access';
import { assertSafeRole, openDataSource, openSmallPool, poolOf, type EntityClass } from './data-source.js';
import type { ChangedObject } from './changed-objects.js';
import { placeOf } from './alliance-place.js';
import { PointBuckets } from './point-buckets.js';
import type { Recorded } from './recording.js';
import { Scope, type ScopeOptions } from './scope.js';
import { SecurityLog } from './security-log.js';
import { standings, type Standing } from './standing.js';
import { TableMaps } from './table-map.js';
import { Transaction } from './transaction.js';
import { UsageCounts } from './usage-counts.js';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** What a request says about itself; `enter` decides whether it is true. */
export interface EntryRequest {
  /** SHA-256 of the bearer token. */
  tokenHash: Buffer | null;
  /** Slug of the alliance; null for operations outside any alliance. */
  alliance: string | null;
  /** The organization the person says to act for. */
  organizationId: string | null;
  readOnly: boolean;
  requestId: string | null;
}

/** Who asked for work that is done later, when his token may be gone. */
export interface Mandate {
  accountId: string;
  clientId: string;
  /** Scopes that the request had; he never gets more. */
  scopes: readonly string[];
  tenantId: string;
  organizationId: string;
}

export interface DatabaseOptions {
  /** Connection of the app role. A role that owns tables or bypasses row-level security is refused. */
  url: string;
  entities: readonly EntityClass[];
  /** Signs cursors and links; at least 32 characters, the same in every process. */
  secret: string;
  now?: () => Date;
  newId?: () => string;
  poolSize?: number;
  /** Deadline of one operation in milliseconds; default 10,000. */
  operationTimeout?: number;
  /** Called with what went wrong after an operation had ended, so that its answer stands: the security log could not be written. */
  onError?: (error: unknown) => void;
  /** Called in the transaction with what was recorded in it, so that a job for it is sent with it. */
  onRecorded?: (scope: Scope, recorded: Recorded) => Promise<void>;
  /** Type under which subjects of a type stand in the change feed; those without stand in none. */
  followed?: ReadonlyMap<string, string>;
}

/** Zone of local dates where no alliance says otherwise. */
const DEFAULT_ZONE = 'Asia/Shanghai';

/** `sandboxNow`: what the clock of a sandbox shows; `sandboxUsedAt`: when it was last noted to be used, a real instant. */
type EnterAnswer = { error: keyof typeof platformErrors } & Partial<Actor> & { timeZone?: string; sandboxNow?: string; sandboxUsedAt?: string };

/** That a sandbox is used is noted once in so long; milliseconds. */
const USE_NOTED_EVERY = 86_400_000;

/** Sets the deadline of a transaction that has begun: one that runs already is not moved by a new value, only by ending it first. */
const DEADLINE = `set_config('transaction_timeout', '0', true), set_config('transaction_timeout', $1, true)`;

/** `enter` says by a setting whether the client is the product's own; it is read after it was set, which OFFSET 0 sees to. */
const ADMITTED = `select entered.*, current_setting('app.first_party', true) = 'yes' as "firstParty" from (select`;

interface Started {
  transaction: Transaction;
  first: Record<string, unknown>[];
}

/** The only door to PostgreSQL: opens scopes, ends them, and writes refused attempts to the security log. */
export class Database {
  statements = 0;
  private readonly maps: TableMaps;
  private readonly log: SecurityLog;
  private readonly small: pg.Pool;
  /** Points of clients; charged before an operation has a transaction. */
  readonly buckets: PointBuckets;
  /** What clients use of the API. */
  readonly usage: UsageCounts;

  private constructor(private readonly source: DataSource, private readonly options: DatabaseOptions) {
    this.maps = new TableMaps(source);
    this.small = openSmallPool(options.url);
    this.buckets = new PointBuckets(this.small);
    this.usage = new UsageCounts(this.small);
    this.log = new SecurityLog({ pool: poolOf(source), now: () => this.now(), newId: () => this.newId(), onError: options.onError });
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const source = await openDataSource({
      url: options.url, entities: options.entities, poolSize: options.poolSize ?? 10, transactionTimeout: options.operationTimeout ?? 10_000,
    });
    try {
      await assertSafeRole(poolOf(source));
    } catch (error) {
      await source.destroy();
      throw error;
    }
    return new Database(source, options);
  }

  async close(): Promise<void> {
    await this.small.end();
    await this.source.destroy();
  }

  /** Throws where the server does not answer. */
  async ping(): Promise<void> {
    await poolOf(this.source).query('select 1');
  }

  now(): Date {
    return this.options.now?.() ?? new Date();
  }

  private sequence = 0;

  /** Ids of one process sort in the order in which they were made, also within a millisecond. */
  newId = (): string => this.options.newId?.() ?? uuidv7({ msecs: this.now().getTime(), seq: (this.sequence = (this.sequence + 1) % 0x7fff_ffff) });

  /** Opens a scope for a request. BEGIN and the check of the token go out together. End it with `commit` or `rollback`. */
  async begin(request: EntryRequest): Promise<Scope> {
    if (!request.tokenHash) throw platformErrors.UNAUTHENTICATED();
    const now = this.now();
    const started = await this.start(request.readOnly, `${ADMITTED} enter($1, $2, $3, $4) as answer offset 0) entered`, [request.tokenHash, request.alliance, request.organizationId, now]);
    return this.admit(started, now, request.requestId);
  }

  /**
   * Opens a scope for work that somebody asked for earlier, with the rights he has now: a person who has lost his seat since is refused as by `begin`.
   * `timeout` is the deadline of this transaction in milliseconds.
   */
  async beginAs(mandate: Mandate, options: { requestId?: string; timeout?: number } = {}): Promise<Scope> {
    const now = this.now();
    const { accountId, clientId, scopes, tenantId, organizationId } = mandate;
    const started = await this.start(
      false, `${ADMITTED} ${DEADLINE}, enter_again($2, $3, $4, $5, $6, $7) as answer offset 0) entered`, [String(options.timeout ?? 60_000), accountId, clientId, scopes, tenantId, organizationId, now],
    );
    return this.admit(started, now, options.requestId ?? null);
  }

  /** Whether requests that were let in once would be let in now, in their order: one statement for hundreds of open connections. Opens no scope. */
  standings(requests: readonly Pick<EntryRequest, 'tokenHash' | 'alliance' | 'organizationId'>[]): Promise<Standing[]> {
    return standings(this.small, requests, this.now());
  }

  /** Opens a scope for the product's own work in one alliance (or in none). `purpose` names the job or command in the audit trail. */
  async beginSystem(tenantId: string | null, purpose: string, options: { readOnly?: boolean; timeout?: number } = {}): Promise<Scope> {
    const { transaction } = await this.start(
      options.readOnly ?? false,
      `select ${DEADLINE}, set_config('app.tenant_id', $2, true), set_config('app.person_id', '', true), set_config('app.organization_id', '', true), set_config('app.client_id', '', true), set_config('app.first_party', '', true)`,
      [String(options.timeout ?? 60_000), tenantId ?? ''],
    );
    const now = this.now();
    const place = tenantId === null ? undefined : await placeOf(transaction, tenantId, now);
    const sandbox = place?.sandbox ?? false;
    return this.scope(systemActor(tenantId, purpose), transaction, { now: sandbox && place ? place.clock : now, timeZone: place?.time_zone ?? DEFAULT_ZONE, sandbox, requestId: null });
  }

  /** Notes in the security log that somebody came with a token that is worth nothing; a flood of them is noted in part. */
  noteUnknown(requestId: string | null): Promise<void> {
    return this.log.note(null, requestId, [{ code: 'UNAUTHENTICATED', action: 'enter' }]);
  }

  async enter<T>(request: EntryRequest, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.run(await this.begin(request), work);
  }

  /** Works as the named person of a single-use link (SHA-256 of its token): he may do what the link admits, to its one subject. Throws LINK_UNKNOWN, LINK_USED, LINK_EXPIRED, LINK_REVOKED, AFFILIATION_EXPIRED. */
  async enterByLink<T>(tokenHash: Buffer, { readOnly, requestId }: { readOnly: boolean; requestId: string | null }, work: (scope: Scope) => Promise<T>): Promise<T> {
    const now = this.now();
    const started = await this.start(readOnly, 'select enter_by_link($1, $2) as answer', [tokenHash, now]);
    return this.run(await this.admit(started, now, requestId), work);
  }

  async system<T>(tenantId: string | null, purpose: string, work: (scope: Scope) => Promise<T>, options: { readOnly?: boolean; timeout?: number } = {}): Promise<T> {
    return this.run(await this.beginSystem(tenantId, purpose, options), work);
  }

  /** Writes events and audit entries, then commits; throws TRANSACTION_FAILED where PostgreSQL rolled back instead. */
  async commit(scope: Scope): Promise<void> {
    const transaction = this.open.get(scope);
    if (!transaction) throw new Error('The scope has already ended');
    try {
      const recorded = await scope.flush();
      if (Object.keys(recorded.changed).length > 0) await this.options.onRecorded?.(scope, recorded);
      this.open.delete(scope);
      await transaction.commit(this.feedOf(scope, recorded.objects));
    } catch (error) {
      await transaction.rollback();
      throw error instanceof DomainError ? error : Object.assign(platformErrors.TRANSACTION_FAILED(), { cause: error });
    } finally {
      this.end(scope, transaction);
    }
    await this.log.note(scope.actor, scope.requestId, scope.refusals);
  }

  async rollback(scope: Scope): Promise<void> {
    const transaction = this.open.get(scope);
    if (!transaction) return;
    this.end(scope, transaction);
    await transaction.rollback();
    await this.log.note(scope.actor, scope.requestId, scope.refusals);
  }

  /**
   * Drops the connection of a scope whose caller went away, also in the middle of a statement: its backend is told to stop, and PostgreSQL rolls back.
   * A commit that is under way is not touched.
   */
  async abandon(scope: Scope): Promise<void> {
    const transaction = this.open.get(scope);
    if (!transaction) return;
    this.end(scope, transaction);
    const backend = transaction.destroy();
    // Where it can't be told, it finds out within a second that its client is gone.
    if (backend !== null) await this.small.query('select pg_terminate_backend($1)', [backend]).catch(() => undefined);
  }

  /** The statement that tells the change feed; outside an alliance there is none. */
  private feedOf({ actor, now }: Scope, objects: readonly ChangedObject[]): { text: string; values: readonly unknown[] } | undefined {
    const entries = objects.flatMap((object) => {
      const type = this.options.followed?.get(object.type);
      return type === undefined ? [] : [{ ...object, type }];
    });
    if (actor.tenantId === null || entries.length === 0) return undefined;
    return { text: 'select append_changes($1, $2, $3)', values: [actor.tenantId, now, JSON.stringify(entries)] };
  }

  private readonly open = new Map<Scope, Transaction>();

  private end(scope: Scope, transaction: Transaction): void {
    this.open.delete(scope);
    this.statements += transaction.statements;
  }

  private async run<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
    let answer: T;
    try {
      answer = await work(scope);
    } catch (error) {
      await this.rollback(scope);
      throw error;
    }
    await this.commit(scope);
    return answer;
  }

  private async start(readOnly: boolean, text: string, values: readonly unknown[]): Promise<Started> {
    const client = await poolOf(this.source).connect();
    const transaction = new Transaction(client);
    try {
      const [, first] = await Promise.all([transaction.query(readOnly ? 'begin read only' : 'begin'), transaction.query(text, values)]);
      return { transaction, first };
    } catch (error) {
      transaction.destroy();
      throw error;
    }
  }

  /** The scope of somebody whom `enter` or `enter_again` let in; throws what it answered where not. */
  private async admit({ transaction, first }: Started, now: Date, requestId: string | null): Promise<Scope> {
    const answer = first[0]?.answer as EnterAnswer;
    if (answer.error) {
      await transaction.rollback();
      await this.log.note(null, requestId, [{ code: answer.error, action: 'enter' }]);
      throw (platformErrors[answer.error] as () => DomainError)();
    }
    const { timeZone = DEFAULT_ZONE, sandboxNow, sandboxUsedAt, ...known } = answer;
    const actor: Actor = { ...systemActor(null, ''), ...known, kind: answer.kind ?? 'PERSON', firstParty: answer.kind === 'LINK' || first[0]?.['firstParty'] === true, purpose: answer.purpose ?? null };
    if (sandboxUsedAt !== undefined) this.noteUse(actor.tenantId, new Date(sandboxUsedAt), now);
    return this.scope(actor, transaction, { now: sandboxNow === undefined ? now : new Date(sandboxNow), timeZone, sandbox: sandboxNow !== undefined, requestId });
  }

  /** Beside the request, which may write nothing and waits for nothing: what is not noted now is noted by the next one. */
  private noteUse(sandbox: string | null, last: Date, now: Date): void {
    if (now.getTime() - last.getTime() < USE_NOTED_EVERY) return;
    this.small.query('select touch_sandbox($1, $2)', [sandbox, now]).catch((error: unknown) => { this.options.onError?.(error); });
  }

  private scope(actor: Actor, transaction: Transaction, place: Pick<ScopeOptions, 'now' | 'timeZone' | 'sandbox' | 'requestId'>): Scope {
    const scope = new Scope({ ...place, actor, transaction, maps: this.maps, newId: this.newId, newRandomId: this.options.newId ?? randomUUID, secret: this.options.secret });
    this.open.set(scope, transaction);
    return scope;
  }
}
