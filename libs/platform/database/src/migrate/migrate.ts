import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type AppliedMigration, type Migration, MigrationError, planMigrations, readMigrations } from './plan.js';
import { refuseOldServer } from './server-version.js';

export interface MigrateOptions {
  /** The folder of `NNNN_name.sql` files; by default the product's own. */
  readonly directory?: string;
  /** Told what happens, one line each. */
  readonly onProgress?: (line: string) => void;
}

const OWN_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any number, the same in every release: of several starters one migrates, the others wait and then find nothing to do. */
const MIGRATE_LOCK = 0x71_48_58_02;

/**
 * Brings the database up to the migrations of this release, each file in a transaction of its own as quadhelix_owner.
 * Returns the names of the files it applied. Throws `MigrationError` where an applied file was changed, one is missing in between,
 * or the database is ahead of this release; and an `Error` where the server is older than PostgreSQL 17.
 */
export async function migrate(migratorUrl: string, { directory = OWN_DIRECTORY, onProgress = () => undefined }: MigrateOptions = {}): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = new pg.Client({ connectionString: migratorUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await takeLock(client, onProgress);
    await inTransaction(client, async () => {
      await client.query('CREATE TABLE IF NOT EXISTS public.schema_migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())');
    });
    const pending = planMigrations(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration, onProgress);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function takeLock(client: pg.Client, onProgress: (line: string) => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATE_LOCK]);
    if (rows[0]?.taken === true) return;
    if (tries === 0) onProgress('Another process migrates this database; waiting for it');
    await sleep(200);
  }
}

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  let applied: AppliedMigration[] = [];
  await inTransaction(client, async () => {
    applied = (await client.query<AppliedMigration>('SELECT name, checksum FROM public.schema_migrations')).rows;
  });
  return applied;
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration, onProgress: (line: string) => void): Promise<void> {
  const began = Date.now();
  try {
    await inTransaction(client, async () => {
      const before = await whereAmI(client);
      await client.query(sql);
      if ((await whereAmI(client)) !== before) {
        throw new MigrationError(`${name} ends its transaction or changes the role; a migration must do neither.`);
      }
      await client.query('INSERT INTO public.schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    });
  } catch (error) {
    throw error instanceof MigrationError ? error : new Error(describe(name, sql, error), { cause: error });
  }
  onProgress(`Applied ${name} (${Date.now() - began} ms)`);
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN; SET LOCAL ROLE quadhelix_owner; SET LOCAL search_path = public; SET LOCAL lock_timeout = '10s'");
  try {
    await work();
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new MigrationError('The server rolled the migration back instead of committing it.');
}

async function whereAmI(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ here: string }>("SELECT current_user || ' ' || pg_current_xact_id()::text AS here");
  return rows[0]?.here ?? '';
}

function describe(name: string, sql: string, error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return `${name} failed: ${String(error)}`;
  const line = error.position === undefined ? '' : `, line ${sql.slice(0, Number(error.position)).split('\n').length}`;
  const advice = error.code === '55P03' ? ' (a running program holds a table longer than 10 s; stop it, then start again)' : '';
  return `${name}${line} failed and was rolled back: ${error.message}${advice}${error.detail === undefined ? '' : `; ${error.detail}`}`;
}
