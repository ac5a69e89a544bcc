import pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { SnakeNaming } from './naming.js';

export type EntityClass<T extends object = object> = new () => T;

// The one place where PostgreSQL's types become ours: a date stays a local date, 64-bit and decimal numbers become numbers and are refused where that would lose digits.
const exact = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError('A number from the database does not fit');
  return value;
};
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, exact);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, exact);

export interface ConnectionOptions {
  url: string;
  entities: readonly EntityClass[];
  poolSize: number;
  /** Deadline of a whole transaction, in milliseconds. */
  transactionTimeout: number;
}

/** Settings of every connection. The server looks each second whether its client is still there: a killed process leaves no statement running. */
const SESSION = '-c idle_in_transaction_session_timeout=15000 -c lock_timeout=5000 -c client_connection_check_interval=1000 -c timezone=UTC';

/** A few connections beside the transactions: for statements of their own that must not wait for one. */
export function openSmallPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 3, options: `${SESSION} -c statement_timeout=5000` });
  // An idle connection that is cut is replaced at the next use.
  pool.on('error', () => undefined);
  survive(pool);
  return pool;
}

/** A connection that dies, under a statement or between two, fails what it is used for; it tells so more than once, and without a listener that would end the process. */
function survive(pool: pg.Pool): void {
  const heard = new WeakSet<object>();
  const listen = (client: pg.PoolClient): void => {
    if (!heard.has(client)) client.on('error', () => undefined);
    heard.add(client);
  };
  pool.on('connect', listen);
  // What was connected before.
  pool.on('acquire', listen);
}

export async function openDataSource(options: ConnectionOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.entities as unknown as (EntityClass | EntitySchema)[],
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    poolSize: options.poolSize,
    extra: {
      pipeline: true,
      options: `${SESSION} -c transaction_timeout=${String(options.transactionTimeout)}`,
    },
  });
  await source.initialize();
  survive(poolOf(source));
  return source;
}

export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as PostgresDriver).master as pg.Pool;
}

/** Refuses a server or role that would make row-level security worthless, with what to do about it. */
export async function assertSafeRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; unsafe: boolean; owner: boolean; name: string }>(
    `select current_setting('server_version_num')::int as version, r.rolsuper or r.rolbypassrls as unsafe, r.rolname as name,
       exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and pg_has_role(current_user, c.relowner, 'MEMBER') and c.relkind in ('r', 'p')) as owner
     from pg_roles r where r.rolname = current_user`,
  );
  const role = rows[0];
  if (!role) throw new Error('The database did not say which role this is.');
  if (role.version < 170_000) throw new Error(`PostgreSQL 17 or newer is needed (transaction_timeout); this server is ${String(role.version)}.`);
  if (role.unsafe) throw new Error(`The role "${role.name}" can bypass row-level security. Connect as quadhelix_app (see libs/platform/database/roles.sql).`);
  if (role.owner) throw new Error(`The role "${role.name}" owns tables and could switch row-level security off. Connect as quadhelix_app.`);
}
