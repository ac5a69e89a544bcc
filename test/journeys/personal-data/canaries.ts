import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import JSZip from 'jszip';
import pg from 'pg';
import { extractText, getDocumentProxy } from 'unpdf';
import type { World } from '@quadhelix/testing';

/** What must be found nowhere: name of the canary → its text, or its bytes. */
export type Canaries = Readonly<Record<string, string | Buffer>>;

const hex = (value: string | Buffer): string => Buffer.from(value).toString('hex');

/** Every column of every table that can hold words or bytes, whoever made the table. */
const COLUMNS = `select format('%I.%I', n.nspname, c.relname) as table, a.attname as column, format_type(a.atttypid, null) as type
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and format_type(a.atttypid, null) ~ '^(text|character|citext|json|bytea|date|tsvector|xml|name)'`;

/** Where in the database canaries stand: `canary: table.column`. Looks with the eyes of the superuser, behind every wall. */
async function inDatabase(world: World, canaries: Canaries): Promise<string[]> {
  const client = new pg.Client({ connectionString: world.copy.url('postgres') });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(COLUMNS);
    const found: string[] = [];
    for (const { table, column, type } of columns) {
      const terms = Object.values(canaries).map((value) => (type === 'bytea'
        ? `bool_or(position('\\x${hex(value)}'::bytea in "${column}") > 0)`
        : `bool_or(position(${pg.escapeLiteral(typeof value === 'string' ? value : hex(value))} in "${column}"::text) > 0)`));
      const { rows } = await client.query<Record<string, boolean | null>>(`select ${terms.map((term, at) => `${term} as c${String(at)}`).join(', ')} from ${table}`);
      Object.keys(canaries).forEach((name, at) => { if (rows[0]?.[`c${String(at)}`]) found.push(`${name}: ${table}.${column}`); });
    }
    return found;
  } finally {
    await client.end();
  }
}

/** A file and everything in it: parts of archives, text of PDFs. */
async function* contents(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    for (const part of Object.values((await JSZip.loadAsync(bytes)).files)) if (!part.dir) yield* contents(await part.async('nodebuffer'));
  }
  if (bytes.subarray(0, 5).toString() === '%PDF-') yield Buffer.from((await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text);
}

/** Names of the canaries that stand in a file. */
export async function inFile(bytes: Buffer, canaries: Canaries): Promise<string[]> {
  const found = new Set<string>();
  for await (const content of contents(bytes)) for (const [name, value] of Object.entries(canaries)) if (content.includes(value)) found.add(name);
  return [...found];
}

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

/** Stands for the mailboxes of others: what lies there has left the product. */
const LEFT = 'messages';

/** Everywhere that canaries stand: in any table (projections and search too), and in any file of the state folder. */
export async function places(world: World, canaries: Canaries): Promise<string[]> {
  const found = await inDatabase(world, canaries);
  for (const path of filesIn(world.stateFolder)) if (!path.startsWith(join(world.stateFolder, LEFT))) for (const name of await inFile(readFileSync(path), canaries)) found.push(`${name}: file`);
  return found.sort();
}
