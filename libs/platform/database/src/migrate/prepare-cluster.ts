import { readFileSync } from 'node:fs';
import pg from 'pg';
import { refuseOldServer } from './server-version.js';

/** Passwords of the roles that can log in. */
export interface RolePasswords {
  readonly migrator: string;
  readonly app: string;
  readonly identity: string;
}

const ROLES_SQL = new URL('../../roles.sql', import.meta.url);
const DATABASE_SQL = new URL('../../database.sql', import.meta.url);
/** Any number, the same in every release: whoever prepares the cluster waits for the other. */
const PREPARE_LOCK = 0x71_48_58_01;

/**
 * Creates the product's roles and its database, or sets them right where they exist; can run at every start.
 * `superuserUrl` names any database of the cluster. Throws where the server is older than PostgreSQL 17.
 */
export async function prepareCluster(superuserUrl: string, passwords: RolePasswords, database = 'quadhelix'): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await refuseOldServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK]);
    // Statements with passwords in them stay out of the server's log, also when they fail.
    await client.query("SET log_statement = 'none'; SET log_min_error_statement = 'panic'");
    await client.query(readFileSync(ROLES_SQL, 'utf8'));
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(`ALTER ROLE quadhelix_${role} PASSWORD ${pg.escapeLiteral(String(password))}`);
    }
    const existing = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (existing.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER quadhelix_owner`);
  });
  const inside = new URL(superuserUrl);
  inside.pathname = `/${encodeURIComponent(database)}`;
  await withClient(inside.href, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK]);
    await client.query(readFileSync(DATABASE_SQL, 'utf8'));
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
