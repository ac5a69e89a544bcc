import pg from 'pg';
import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing';
import { loosen, makeUpRow } from './made-up-rows.js';
import { tableClasses } from './table-classes.js';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
/** Somebody, and an organization, with a part in both alliances; and such as have one in A only. */
const BOTH = { person: '00000000-0000-7000-8000-0000000000b1', organization: '00000000-0000-7000-8000-0000000000b2' };
const OWN = { person: '00000000-0000-7000-8000-0000000000a1', organization: '00000000-0000-7000-8000-0000000000a2' };

/** What a person keeps for himself over all alliances holds nothing of any of them. */
const OF_NO_ALLIANCE = ['contact_points', 'notification_settings', 'notification_preferences'];
const readerTables = Object.entries(tableClasses).filter(([name, rule]) => rule.class === 'reader' && !OF_NO_ALLIANCE.includes(name)).map(([name]) => name);
const tables = [...Object.entries(tableClasses).filter(([, rule]) => rule.class === 'alliance' && rule.app.includes('SELECT')).map(([name]) => name), ...readerTables];

interface Settings { tenant_id: string; person_id: string; organization_id: string; reading_tenants: string; first_party: string; client_id: string }

/** Every combination of what enter() could have set for somebody of A. */
const combinations: Settings[] = ['', A].flatMap((tenant_id) => ['', OWN.person, BOTH.person].flatMap((person_id) => ['', OWN.organization, BOTH.organization].flatMap((organization_id) =>
  ['', `{${A}}`].flatMap((reading_tenants) => ['', 'yes'].flatMap((first_party) => ['', 'app'].map((client_id) => ({ tenant_id, person_id, organization_id, reading_tenants, first_party, client_id })))))));

describe('rows of alliance B, by SQL as the app role, with every combination of settings', () => {
  let copy: DatabaseCopy;
  let app: pg.Client;
  beforeAll(async () => {
    copy = await copyDatabase();
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    await loosen(superuser, [...tables, 'app_consents']);
    for (const table of tables) await makeUpRow(superuser, table, { tenantId: B, id: B });
    for (const table of readerTables) {
      await makeUpRow(superuser, table, { tenantId: B, id: '00000000-0000-7000-8000-0000000000bb' });
      for (const key of ['person', 'organization'] as const) {
        const column = await superuser.query(`select from pg_attribute where attrelid = $1::regclass and attname = $2`, [table, `${key}_id`]);
        if (column.rowCount === 1) await superuser.query(`update ${table} set ${key}_id = $1 where ${key}_id = '00000000-0000-7000-8000-0000000000bb'`, [BOTH[key]]);
      }
    }
    // The app has the consent of A.
    await superuser.query(`insert into app_consents (tenant_id, id, client_id, scopes, granted_at, created_at) values ($1, $1, 'app', '{readers:read,stakeholders:read}', now(), now())`, [A]);
    await superuser.end();
    app = new pg.Client({ connectionString: copy.url('quadhelix_app') });
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await copy.drop();
  });

  const rows = async (settings: Partial<Settings>): Promise<{ name: string; reader: string }[]> => {
    await app.query('begin');
    try {
      await app.query(`select ${Object.keys(settings).map((name, index) => `set_config('app.${name}', $${String(index + 1)}, true)`).join(', ')}`, Object.values(settings));
      const found = await app.query<{ name: string; reader: string }>(
        tables.map((table) => `select '${table}' as name, coalesce(to_jsonb(t)->>'person_id', to_jsonb(t)->>'organization_id', '') as reader from ${table} t where t.tenant_id = '${B}'`).join(' union all '));
      return found.rows;
    } finally {
      await app.query('rollback');
    }
  };

  it('shows none to anybody of A; what somebody has in both alliances to himself only, outside any of them, by a first-party app', async () => {
    const found = [];
    for (const settings of combinations) found.push(...(await rows(settings)).map((row) => ({ ...row, settings })));
    const own = found.filter(({ reader, settings }) => reader === BOTH.person && settings.person_id === BOTH.person && settings.tenant_id === '' && settings.first_party === 'yes');
    expect(found.filter((row) => !own.includes(row))).toEqual([]);
    expect(new Set(own.map(({ name }) => name))).toEqual(new Set(readerTables.filter((name) => tableClasses[name]?.readerSetting === 'current_person()')));
    expect(combinations).toHaveLength(144);
  });

  it('shows all of them in B, so that the rows are there', async () => {
    const inB = await rows({ tenant_id: B, person_id: BOTH.person, organization_id: BOTH.organization, first_party: 'yes' });
    expect(new Set(inB.map(({ name }) => name))).toEqual(new Set(tables));
  });

  it('shows an organization its share in B outside any alliance, where B is among what it reads', async () => {
    const across = { tenant_id: '', person_id: '', organization_id: BOTH.organization, reading_tenants: `{${A},${B}}`, first_party: '', client_id: '' };
    expect((await rows(across)).map(({ name }) => name)).toEqual(['organization_figures']);
    expect(await rows({ ...across, organization_id: OWN.organization })).toEqual([]);
  });

  it('writes no figure of B, and none of a stranger in A', async () => {
    const write = async (tenant: string, organization: string): Promise<string> => {
      await app.query('begin');
      try {
        await app.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
        await app.query(`select put_organization_figures('x.y', array[$1::uuid], $2, '2026-03-02', now())`, [organization, JSON.stringify([{ organization_id: organization, value: 1, people: 1 }])]);
        const { rows: written } = await app.query<{ n: string }>(`select count(*) as n from organization_figures where figure = 'x.y'`);
        return String(written[0]?.n);
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await app.query('rollback');
      }
    };
    expect(await write(A, BOTH.organization)).toBe('0');
    expect(await write('', BOTH.organization)).toBe('42501');
  });

  it('tells nothing by the function that mandates are read with, without a mandate', async () => {
    for (const settings of combinations) {
      await app.query('begin');
      for (const [name, value] of Object.entries(settings)) await app.query('select set_config($1, $2, true)', [`app.${name}`, value]);
      const ask = JSON.stringify({ mandateId: B, needs: 'AGGREGATE', figures: ['x'], day: '2026-03-02', today: '2026-03-02', region: null, field: 'x', filters: {} });
      const { rows: told } = await app.query<{ told: unknown }>('select mandated_figures($1, false, now()) as told', [ask]);
      expect(told[0]?.told).toBeNull();
      await app.query('rollback');
    }
  });
});
