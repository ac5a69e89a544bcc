import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Scope } from '@quadhelix/database';
import type { Changed } from './projections.js';

/** A queue of jobs and what a job of it carries: ids only, the facts stay in their tables. */
export interface Queue<T extends object> {
  readonly name: string;
  readonly retryLimit: number;
  /** A worker that is silent for so long has died; its job runs again. */
  readonly heartbeatSeconds: number;
  readonly _data?: T;
}

/** Declares a queue. */
export const defineQueue = <T extends object>(name: string, options: { retryLimit?: number } = {}): Queue<T> => ({
  name, retryLimit: options.retryLimit ?? 20, heartbeatSeconds: 30,
});

/** Gives the instance of a provider class. */
export type GetProvider = <T extends object>(provider: new (...dependencies: never[]) => T) => T;

type Handle<T extends object> = (data: T, signal: AbortSignal) => Promise<void>;

/** Work of a slice that waits in a queue. It must be harmless to run again: a killed worker's job is. */
export interface Job {
  readonly queue: Queue<object>;
  /** Throw to have it run again later. The signal is raised where the worker stops or has lost the job. */
  readonly handle: (get: GetProvider) => Handle<object>;
}

/** Declares what the worker does with the jobs of a queue. */
export const defineJob = <T extends object>(queue: Queue<T>, handle: (get: GetProvider) => Handle<T>): Job => ({ queue, handle: handle as Job['handle'] });

/** What a transaction recorded and waits for handlers and projections. */
export interface RecordedJob {
  readonly tenantId: string;
  readonly eventIds: readonly string[];
  readonly changed?: Changed | null;
  /** Another alliance was told of it already. */
  readonly fromElsewhere?: boolean;
}

export const eventQueue = defineQueue<RecordedJob>('events');

/** How often jobs of silent workers are looked for: with the heartbeat of 30 s, a killed worker's job runs again well within a minute. */
const SUPERVISE_SECONDS = 10;

/** Jobs in PostgreSQL. `send` belongs to the caller's transaction: no commit, no job. */
export class Jobs {
  private constructor(private readonly boss: PgBoss) {}

  /** Opens the queues as the app role; `working` also supervises them (one worker process is enough). */
  static async open(url: string, options: { working: boolean; onError: (error: Error) => void }): Promise<Jobs> {
    const boss = new PgBoss({ connectionString: url, migrate: false, createSchema: false, supervise: options.working, superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS, schedule: false, max: options.working ? 4 : 1 });
    boss.on('error', options.onError);
    await boss.start();
    return new Jobs(boss);
  }

  async send<T extends object>(scope: Scope, queue: Queue<T>, data: T): Promise<void> {
    const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await scope.sql(text, values ?? []) }) };
    await this.boss.send(queue.name, data, { db, retryLimit: queue.retryLimit, retryBackoff: true, retryDelay: 1, retryDelayMax: 60, heartbeatSeconds: queue.heartbeatSeconds });
  }

  async work<T extends object>(queue: Queue<T>, handle: (data: T, signal: AbortSignal) => Promise<void>, concurrency = 2): Promise<void> {
    await this.boss.work<T>(queue.name, { pollingIntervalSeconds: 0.5, batchSize: 1, localConcurrency: concurrency, heartbeatRefreshSeconds: 10 }, async ([job]) => {
      if (job) await handle(job.data, job.signal);
    });
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 8000 });
  }
}

/** Installs or updates the job tables and the queues, as the migrator; grants the app role what it needs of them. Run at every start. */
export async function installJobs(migratorUrl: string, queues: readonly Queue<object>[]): Promise<void> {
  await run(migratorUrl, `set role quadhelix_owner; create schema if not exists pgboss; grant usage, create on schema pgboss to quadhelix_migrator`);
  const boss = new PgBoss({ connectionString: migratorUrl, migrate: true, createSchema: false, supervise: false, schedule: false, max: 1 });
  boss.on('error', () => undefined);
  await boss.start();
  for (const queue of queues) await boss.createQueue(queue.name, { retryLimit: queue.retryLimit, retryBackoff: true });
  await boss.stop({ graceful: false });
  await run(migratorUrl, `grant select, insert, update, delete on all tables in schema pgboss to quadhelix_app;
    grant usage on all sequences in schema pgboss to quadhelix_app;
    grant execute on all functions in schema pgboss to quadhelix_app;
    set role quadhelix_owner; grant usage on schema pgboss to quadhelix_app`);
}

async function run(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
