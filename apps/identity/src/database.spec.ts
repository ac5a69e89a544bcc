import { Client } from 'pg';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { signIn } from '@quadhelix/testing/sign-in';
import { loadSigningKeys } from './signing-keys.js';
import { openPool, refuseMightyRole } from './pool.js';
import { purgeExpired } from './purge.js';
import { PASSWORD, REDIRECT, startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { tokenHash } from './token-hash.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(await copyDatabase());
});
afterAll(() => fixture.close());

/** Runs one statement as a role and answers the SQLSTATE of its refusal, or 'done'. */
async function as(role: string, sql: string): Promise<string> {
  const { database } = fixture;
  await database.query('begin');
  try {
    await database.query(`set local role ${role}`);
    await database.query(sql);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await database.query('rollback');
  }
}

const DENIED = '42501';

describe('the identity schema', () => {
  it.each<[string, string, string]>([
    ['quadhelix_app', "select * from identity.introspect('\\x00')", DENIED],
    ['quadhelix_app', 'select login from identity.accounts', DENIED],
    ['quadhelix_app', 'select payload from identity.records', DENIED],
    ['quadhelix_app', 'select sealed from identity.signing_keys', DENIED],
    ['quadhelix_app', 'select identity.purge_expired(1)', DENIED],
    ['quadhelix_identity', "select * from identity.introspect('\\x00')", DENIED],
    ['quadhelix_identity', 'delete from identity.accounts', DENIED],
    ['quadhelix_identity', "update identity.clients set first_party = true", DENIED],
    ['quadhelix_identity', 'delete from identity.signing_keys', DENIED],
    ['quadhelix_identity', 'create table identity.x (i int)', DENIED],
    ['quadhelix_identity', 'select 1 from public.alliances', DENIED],
    ['quadhelix_entry', 'select login from identity.accounts', DENIED],
    ['quadhelix_entry', "select * from identity.introspect('\\x00')", 'done'],
    ['quadhelix_introspection', 'select password_hash from identity.accounts', DENIED],
    ['quadhelix_introspection', 'create table identity.x (i int)', DENIED],
    ['quadhelix_app', 'select sealed_secret from identity.second_factors', DENIED],
    ['quadhelix_app', "select identity.activate('\\x00', '1', '2008-01-01', null, 'x', 'x', 'x', null)", DENIED],
    ['quadhelix_identity', 'select code_hash from identity.activation_codes', DENIED],
    ['quadhelix_identity', 'select birth_date from public.people', DENIED],
    ['quadhelix_identity', "select public.issue_activation_codes('{}', '{}')", DENIED],
    ['quadhelix_accounts', 'select name from public.people', DENIED],
    ['quadhelix_accounts', 'update identity.accounts set person_id = null', DENIED],
    ['quadhelix_accounts', 'create table identity.x (i int)', DENIED],
  ])('as %s: %s → %s', async (role, sql, outcome) => {
    expect(await as(role, sql)).toBe(outcome);
  });

  it('gives the introspection function to a role that owns nothing else, with an empty search path', async () => {
    const { rows } = await fixture.database.query(
      `select r.rolname, r.rolcanlogin, p.prosecdef, p.proconfig from pg_proc p join pg_roles r on r.oid = p.proowner
       where p.oid = 'identity.introspect(bytea)'::regprocedure`,
    );
    expect(rows).toEqual([{ rolname: 'quadhelix_introspection', rolcanlogin: false, prosecdef: true, proconfig: ['search_path=""'] }]);
  });

  it('refuses a login that is another account’s address, in any case', async () => {
    const { identity } = fixture;
    await expect(identity.createAccount({ login: 'other', email: 'LI.WEI@example.org' })).rejects.toMatchObject({ code: '23505' });
    await expect(identity.createAccount({ login: 'a@example.org', email: 'b@example.org' })).rejects.toMatchObject({ code: '23514' });
    expect(await identity.createAccount({ login: ' Li.WEI ' })).toMatchObject({ created: false });
    expect(await identity.createAccount({ login: 'ｌｉ．ｗｅｉ' })).toMatchObject({ created: false });
  });

  it.each([
    ['expired', "update identity.records set expires_at = now() - interval '1 second' where id_hash = $1"],
    ['without its grant', "delete from identity.records where kind = 'Grant' and id_hash = (select grant_id_hash from identity.records where id_hash = $1)"],
    ['whose grant expired', "update identity.records set expires_at = now() where kind = 'Grant' and id_hash = (select grant_id_hash from identity.records where id_hash = $1)"],
    ['whose account is disabled', 'update identity.accounts set disabled_at = now() where id = (select account_id from identity.records where id_hash = $1)'],
    ['whose client is disabled', 'update identity.clients set disabled_at = now() where id = (select client_id from identity.records where id_hash = $1)'],
    ['whose session is gone', "delete from identity.records where kind = 'Session' and uid = (select payload ->> 'sessionUid' from identity.records where id_hash = $1)"],
    ['of another kind', "update identity.records set kind = 'RefreshToken' where id_hash = $1"],
  ])('knows no token %s', async (_, sql) => {
    const hash = tokenHash(await signIn(fixture.identity.url, 'console', REDIRECT, 'li.wei', PASSWORD, 'openid'));
    const rows = async () => (await fixture.database.query('select * from identity.introspect($1)', [hash])).rows.length;
    expect(await rows()).toBe(1);
    await fixture.database.query('begin');
    await fixture.database.query(sql, [hash]);
    expect(await rows()).toBe(0);
    await fixture.database.query('rollback');
  });

  it('finds a token by index alone among many', async () => {
    await fixture.database.query(
      `insert into identity.records (kind, id_hash, payload, client_id, expires_at)
       select 'ClientCredentials', sha256(i::text::bytea), '{"scope":"openid"}', 'console', now() + interval '1 hour' from generate_series(1, 5000) i`,
    );
    await fixture.database.query('analyze identity.records');
    const { rows } = await fixture.database.query<{ src: string }>("select prosrc as src from pg_proc where oid = 'identity.introspect(bytea)'::regprocedure");
    const statement = (rows[0]?.src ?? '').replaceAll('token_hash', "sha256('7')");
    const plan = await fixture.database.query<{ 'QUERY PLAN': string }>(`explain ${statement}`);
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('records_pkey');
    expect(text).not.toMatch(/Seq Scan on records/);
  });

  it('purges what expired and nothing else', async () => {
    const pool = openPool(fixture.databaseUrl, 1);
    try {
      await purgeExpired(pool);
      const count = async () => Number((await fixture.database.query<{ n: string }>('select count(*) as n from identity.records')).rows[0]?.n);
      const before = await count();
      await fixture.database.query(
        `insert into identity.records (kind, id_hash, payload, expires_at) select 'Grant', sha256(('old' || i)::bytea), '{}', now() - interval '1 second' from generate_series(1, 1500) i`,
      );
      expect(await purgeExpired(pool)).toBe(1500);
      expect(await count()).toBe(before);
    } finally {
      await pool.end();
    }
  });
});

describe('signing keys', () => {
  it('are made once, agreed on by processes that start together, and sealed', async () => {
    const pool = openPool(fixture.databaseUrl, 8);
    try {
      const all = await Promise.all(Array.from({ length: 4 }, () => loadSigningKeys(pool, 'another secret of thirty-two chars')));
      expect(new Set(all.flat().map(({ kid }) => kid)).size).toBe(1);
      const { rows } = await fixture.database.query<{ sealed: string }>('select sealed from identity.signing_keys');
      expect(rows.map(({ sealed }) => sealed.split(':')[0])).toEqual(['aes-256-gcm', 'aes-256-gcm']);
      expect(rows.some(({ sealed }) => sealed.includes(String(all[0]?.[0]?.d)))).toBe(false);
    } finally {
      await pool.end();
    }
  });
});

describe('the database role', () => {
  it('must not be able to read past its grants', async () => {
    const pool = openPool(process.env.TEST_SUPERUSER_URL ?? '', 1);
    try {
      await expect(refuseMightyRole(pool)).rejects.toThrow('too mighty');
    } finally {
      await pool.end();
    }
  });

  it.each(['quadhelix_owner', 'quadhelix_app', 'quadhelix_entry', 'quadhelix_introspection'])('cannot become %s', async (role) => {
    const client = new Client({ connectionString: fixture.databaseUrl });
    await client.connect();
    try {
      await expect(client.query(`set role ${role}`)).rejects.toMatchObject({ code: DENIED });
    } finally {
      await client.end();
    }
  });
});
