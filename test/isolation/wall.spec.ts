import pg from 'pg';
import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing';
import { loosen, makeUpRow } from './made-up-rows.js';
import { tableClasses } from './table-classes.js';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const alliances = Object.entries(tableClasses).filter(([, rule]) => rule.class === 'alliance').map(([name]) => name);

describe('the wall, by SQL as the app role', () => {
  let copy: DatabaseCopy;
  let app: pg.Client;
  beforeAll(async () => {
    copy = await copyDatabase();
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    await loosen(superuser, alliances);
    for (const table of alliances) await makeUpRow(superuser, table, { tenantId: B, id: B });
    await superuser.end();
    app = new pg.Client({ connectionString: copy.url('quadhelix_app') });
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await copy.drop();
  });

  const inAlliance = async <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => {
    await app.query('begin');
    try {
      if (tenant !== null) await app.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
      return await work();
    } finally {
      await app.query('rollback');
    }
  };
  const count = async (table: string): Promise<number> => Number((await app.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

  it.each(alliances)('%s shows nothing without an alliance, nothing of B in A, and its row in B', async (table) => {
    expect(await inAlliance(null, () => count(table))).toBe(0);
    expect(await inAlliance(A, () => count(table))).toBe(0);
    expect(await inAlliance(B, () => count(table))).toBe(1);
  });

  it.each(alliances)('%s takes no row of B from A', async (table) => {
    const copyRow = inAlliance(B, () => app.query<{ row: string }>(`select to_jsonb(t) as row from ${table} t`));
    const row = (await copyRow).rows[0]?.row;
    await expect(inAlliance(A, () => app.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [JSON.stringify(row)]))).rejects.toMatchObject({ code: '42501' });
  });

  it.each(alliances.filter((table) => tableClasses[table]?.app.includes('UPDATE')))('%s lets A change or move nothing of B', async (table) => {
    const changed = await inAlliance(A, () => app.query(`update ${table} set created_at = created_at`));
    expect(changed.rowCount).toBe(0);
    await expect(inAlliance(B, () => app.query(`update ${table} set tenant_id = '${A}'`))).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['makes a table', 'create table mine (id int)'],
    ['switches the wall off', 'alter table seats disable row level security'],
    ['disables triggers', `set session_replication_role = replica`],
    ['becomes the owner', 'set role quadhelix_owner'],
    ['becomes a definer', 'set role quadhelix_registry'],
    ['reads accounts', 'select * from identity.accounts'],
    ['reads tokens', 'select * from identity.records'],
    ['checks tokens by itself', `select * from identity.introspect('x')`],
    ['deletes audit entries', 'delete from audit_entries'],
    ['changes audit entries', `update audit_entries set action = 'x'`],
    ['reads the security log', 'select * from security_log'],
    ['writes organizations past the functions', `update organizations set legal_name = 'x'`],
    ['writes people past the functions', `delete from people`],
    ['empties a table', 'truncate seats'],
    ['adds bookings past the ledger', 'insert into person_time_bookings select * from person_time_bookings'],
  ])('refuses when the app role %s', async (_name, statement) => {
    await expect(inAlliance(B, () => app.query(statement))).rejects.toMatchObject({ code: '42501' });
  });
});
