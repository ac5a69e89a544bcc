import pg from 'pg';
import { comments } from './comments.js';
import { functions } from './functions.js';
import { defaultPrivileges, extensions, schemas } from './schemas.js';
import { sequences, types, views } from './small-objects.js';
import { tables } from './tables.js';

const HEADER = `-- What the migrations make of schemas public and identity, object by object in the order of names. Written from the catalogue by
-- "npm run contract -- --write", compared by "npm run check", never edited by hand. It is a picture, not a script: migrations/ is the script.
-- Monthly partitions are left out; what the app may do is what stands here, no more.`;

/** Names and expressions are printed the same on every server and in every session: nothing is found by search path. */
const SETTINGS = `select set_config('search_path', 'pg_catalog', true), set_config('TimeZone', 'UTC', true),
  set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true)`;

/**
 * Describes schemas public and identity as text: tables with columns, constraints, partition keys, indexes, row-level security,
 * policies, triggers and grants, functions with owner, rights and settings, views, sequences, types, comments.
 *
 * The same objects give the same text, whatever the order in which they were made; what belongs to an extension is left out.
 * Takes a URL, or a connected client that is outside a transaction. Reads only.
 */
export async function dumpSchema(from: pg.Client | string): Promise<string> {
  if (typeof from !== 'string') return await describe(from);
  const client = new pg.Client({ connectionString: from });
  await client.connect();
  try {
    return await describe(client);
  } finally {
    await client.end();
  }
}

async function describe(client: pg.Client): Promise<string> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(SETTINGS);
    const blocks = [HEADER];
    for (const section of [extensions, schemas, defaultPrivileges, types, sequences, tables, views, functions, comments]) {
      blocks.push(...await section(client));
    }
    return `${blocks.join('\n\n')}\n`;
  } finally {
    await client.query('rollback');
  }
}
