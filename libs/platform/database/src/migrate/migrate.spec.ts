import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../embedded/server.js';
import { migrate } from './migrate.js';
import { prepareCluster } from './prepare-cluster.js';
import { refuseOldServer } from './server-version.js';

const PASSWORDS = { migrator: "m'1", app: 'a"2', identity: 'i\\3' };
let folder: string;
let directory: string;
let server: EmbeddedServer;
let database: string;
let count = 0;

const url = (role: keyof typeof PASSWORDS): string => {
  const address = new URL(server.superuserUrl(database));
  address.username = `quadhelix_${role}`;
  address.password = encodeURIComponent(PASSWORDS[role]);
  return address.href;
};
const write = (name: string, sql: string): void => writeFileSync(join(directory, name), sql);
const run = (): Promise<string[]> => migrate(url('migrator'), { directory });

async function ask(address: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quadhelix-migrate-'));
  chmodSync(folder, 0o755);
  server = await startEmbeddedServer({ dataDir: join(folder, 'postgres'), durable: false, onProgress: () => undefined });
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  count += 1;
  database = `try_${count}`;
  directory = join(folder, database);
  mkdirSync(directory);
  await prepareCluster(server.superuserUrl(), PASSWORDS, database);
});

describe('preparing a cluster', () => {
  it('makes roles of which none can bypass row-level security, and gives the database to the owner', async () => {
    expect(await ask(server.superuserUrl(), "SELECT rolname FROM pg_roles WHERE rolname ~ '^quadhelix_' AND (rolbypassrls OR rolsuper OR rolcreaterole)")).toEqual([]);
    expect(await ask(server.superuserUrl(), "SELECT rolname FROM pg_roles WHERE rolname ~ '^quadhelix_' AND rolcanlogin ORDER BY 1")).toEqual([
      ['quadhelix_app'],
      ['quadhelix_identity'],
      ['quadhelix_migrator'],
    ]);
    expect(await ask(server.superuserUrl(database), 'SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()')).toEqual([['quadhelix_owner']]);
  });

  it('can run again, at the same time, and narrows a role that was widened', async () => {
    await ask(server.superuserUrl(), 'ALTER ROLE quadhelix_app BYPASSRLS');
    await Promise.all([1, 2, 3].map(() => prepareCluster(server.superuserUrl(), PASSWORDS, database)));
    expect(await ask(server.superuserUrl(), "SELECT rolbypassrls FROM pg_roles WHERE rolname = 'quadhelix_app'")).toEqual([[false]]);
    expect(await ask(url('app'), 'SELECT current_user')).toEqual([['quadhelix_app']]);
    expect(await ask(url('identity'), 'SELECT current_user')).toEqual([['quadhelix_identity']]);
  });

  it('lets neither the app nor the migrator by itself make a table', async () => {
    await expect(ask(url('app'), 'CREATE TABLE public.mine ()')).rejects.toThrow(/permission denied/);
    await expect(ask(url('migrator'), 'CREATE TABLE public.mine ()')).rejects.toThrow(/permission denied/);
  });
});

describe('migrating', () => {
  it('applies each file once, and what it makes belongs to the owner', async () => {
    write('0001_a.sql', 'CREATE TABLE a (); CREATE EXTENSION btree_gist;');
    expect(await run()).toEqual(['0001_a.sql']);
    write('0002_b.sql', 'CREATE TABLE b ()');
    expect(await run()).toEqual(['0002_b.sql']);
    expect(await run()).toEqual([]);
    expect(await ask(server.superuserUrl(database), "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")).toEqual([['quadhelix_owner']]);
  });

  it('lets the owner hand a function over to a definer role', async () => {
    write('0001_a.sql', 'GRANT CREATE ON SCHEMA public TO quadhelix_entry; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; ALTER FUNCTION f() OWNER TO quadhelix_entry;');
    write('0002_b.sql', 'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$');
    expect(await run()).toHaveLength(2);
  });

  it('lets two starters race without harm', async () => {
    write('0001_a.sql', 'CREATE TABLE a (); SELECT pg_sleep(0.3);');
    const results = await Promise.all([run(), run(), run()]);
    expect(results.flat()).toEqual(['0001_a.sql']);
  });

  it('rolls a failing file back whole, names the line, and keeps the files before it', async () => {
    write('0001_a.sql', 'CREATE TABLE a ()');
    write('0002_b.sql', 'CREATE TABLE b ();\nCREATE TABLE c ();\nSELECT * FROM nowhere;');
    await expect(run()).rejects.toThrow(/0002_b\.sql, line 3 failed and was rolled back: relation "nowhere" does not exist/);
    expect(await ask(server.superuserUrl(database), "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).toEqual([['a'], ['schema_migrations']]);
    write('0002_b.sql', 'CREATE TABLE b ()');
    expect(await run()).toEqual(['0002_b.sql']);
  });

  it.each([
    ['COMMIT; CREATE TABLE public.loose ()', /permission denied for schema public/],
    ['CREATE TABLE loose (); COMMIT', /ends its transaction or changes the role/],
    ['CREATE TABLE loose (); RESET ROLE', /ends its transaction or changes the role/],
  ])('refuses a file that leaves its transaction or its role: %s', async (sql, message) => {
    write('0001_a.sql', sql);
    await expect(run()).rejects.toThrow(message);
  });

  it('refuses a file that was changed after it was applied', async () => {
    write('0001_a.sql', 'CREATE TABLE a ()');
    await run();
    write('0001_a.sql', 'CREATE TABLE a (id int)');
    await expect(run()).rejects.toThrow(/was changed after it was applied/);
  });

  it.each([
    ['160009', /PostgreSQL 16\.9; PostgreSQL 17 or newer is needed/],
    ['170000', undefined],
  ])('asks for PostgreSQL 17: %s', async (number, message) => {
    const query = (): Promise<{ rows: unknown[] }> => Promise.resolve({ rows: [{ number, text: '16.9' }] });
    const refusing = refuseOldServer({ query } as unknown as pg.Client);
    await (message === undefined ? expect(refusing).resolves.toBeUndefined() : expect(refusing).rejects.toThrow(message));
  });
});
