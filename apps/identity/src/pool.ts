import { Pool } from 'pg';

/** Connections for the identity app: short waits, so that a slow database becomes an error and not a queue. */
export function openPool(databaseUrl: string, size = 10): Pool {
  return new Pool({
    connectionString: databaseUrl,
    max: size,
    application_name: 'quadhelix-identity',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
  });
}

/** Refuses a database role that could read past the grants made for it. @throws Error naming the role */
export async function refuseMightyRole(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; mighty: boolean }>(
    'select rolname as name, rolsuper or rolbypassrls or rolcreaterole as mighty from pg_catalog.pg_roles where rolname = current_user',
  );
  if (rows[0]?.mighty !== false) {
    throw new Error(`The role ${rows[0]?.name ?? '?'} is too mighty for the identity app; connect as quadhelix_identity.`);
  }
}
