import pg from 'pg';
import type { Scope } from '@quadhelix/database';
import { twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { figuresOn, totalOf, valueByDay, type Figure } from './figures.queries.js';

describe('figures of organizations', () => {
  let world: World;
  let all: TwoAlliances;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    // Many organizations with many days in two alliances, as a province has them.
    await superuser.query(`insert into organizations (id, sector, legal_name, region_code, created_at) select gen_random_uuid(), 'INDUSTRY', 'Works ' || n, '320000', now() from generate_series(1, 1000) n`);
    await superuser.query(
      `insert into organization_figures (organization_id, tenant_id, figure, from_day, until_day, value, people, known_at)
       select o.id, t.id, 'trial.' || f, date '2026-01-01' + d, case when d < 9 then date '2026-01-02' + d end, d, 10, now()
       from organizations o, unnest($1::uuid[]) t(id), generate_series(1, 5) f, generate_series(0, 9) d where o.legal_name like 'Works %'`, [[all.a.id, all.b.id]]);
    await superuser.query('analyze organization_figures; analyze organizations');
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  it('are read for a passport by its index, in an alliance and over all', async () => {
    for (const tenantId of [null, all.a.id]) {
      const plan = await world.api.database.system(tenantId, 'test', async (scope) => {
        await scope.sql(`select set_config('app.organization_id', $1, true), set_config('app.reading_tenants', $2, true)`, [all.factory, `{${all.a.id},${all.b.id}}`]);
        const lines: Promise<Record<string, string>[]>[] = [];
        const spy = Object.create(scope, { sql: { value: (text: string, values: readonly unknown[]) => { lines.push(scope.sql<Record<string, string>>(`explain ${text}`, values)); return scope.sql(text, values); } } }) as Scope;
        await figuresOn(spy, all.factory, '2026-01-05');
        return (await Promise.all(lines)).flat().map((line) => line['QUERY PLAN']).join('\n');
      });
      expect(plan).toMatch(/using organization_figures_(pkey|current)|on organization_figures_(pkey|current)/);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('are read under a mandate by the index of the alliances that it covers', async () => {
    const mandate = '00000000-0000-4000-8000-00000000aaaa';
    await superuser.query(`update alliances set region_code = case slug when 'alliance-a' then '320100' else '320500' end`);
    await superuser.query(
      `insert into alliances (id, slug, name, kind, region_code, created_at) select gen_random_uuid(), 'far-' || n, 'Far', 'CITY_CONSORTIUM', '440000', now() from generate_series(1, 40) n`);
    await superuser.query(
      `insert into organization_figures (organization_id, tenant_id, figure, from_day, value, people, known_at)
       select o.id, a.id, 'trial.' || f, '2026-01-01', 1, 10, now() from organizations o, alliances a, generate_series(1, 2) f where a.slug like 'far-%' and o.legal_name like 'Works %'`);
    await superuser.query('analyze organization_figures');
    await superuser.query(`insert into oversight_mandates (id, authority_organization_id, regions, level, legal_basis, valid_from, valid_until, state, created_at)
      values ($1, $2, '{320100}', 'AGGREGATE', 'Trial', '2026-01-01', '2026-12-31', 'ACTIVE', now())`, [mandate, all.bureau]);
    const plans: string[] = [];
    superuser.on('notice', (notice) => { plans.push(notice.message ?? ''); });
    await superuser.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set client_min_messages = log`);
    await superuser.query('begin');
    for (const [name, value] of Object.entries({ person_id: all.bureau, organization_id: all.bureau, first_party: 'yes', client_id: 'console', tenant_id: '' })) await superuser.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    const ask = { mandateId: mandate, needs: 'AGGREGATE', figures: ['trial.1'], day: '2026-01-05', today: '2026-03-02', region: null, field: 'x', filters: {}, requestId: null };
    const { rows } = await superuser.query<{ told: { cells: { value: number; organizations: number }[] } }>('select mandated_figures($1, false, now()) as told', [JSON.stringify(ask)]);
    await superuser.query('rollback; set client_min_messages = notice');
    expect(rows[0]?.told.cells).toMatchObject([{ organizations: 1000, value: 4000 }]);
    const plan = plans.find((each) => each.includes('organization_figures f')) ?? '';
    expect(plan).toMatch(/organization_figures_alliance/);
    expect(plan).not.toContain('Seq Scan on organization_figures');
  });

  const span = (more: Partial<Figure>): Figure => ({ tenantId: 'a', figure: 'x', fromDay: '2026-03-01', untilDay: null, value: 1, people: null, knownAt: new Date(0), ...more });
  it.each<[string, 'SUM' | 'NONE', (number | null)[], number | null]>([
    ['nothing', 'SUM', [], null], ['one', 'SUM', [4], 4], ['several', 'SUM', [4, 5], 9], ['nothing and several', 'SUM', [0, 0], 0], ['what is not known', 'SUM', [4, null], null],
    ['what is not known first', 'SUM', [null, 4], null], ['what does not add up', 'NONE', [4], null],
  ])('add up: %s', (_name, over, values, total) => {
    expect(totalOf({ over }, values.map((value) => ({ value })))).toBe(total);
  });

  it('hold from their first day to the day before the next, in each alliance by itself', () => {
    const spans = [span({ untilDay: '2026-03-03', value: 2 }), span({ fromDay: '2026-03-03', value: 5 }), span({ tenantId: 'b', fromDay: '2026-03-02', untilDay: '2026-03-04', value: 10 })];
    const days = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
    expect(valueByDay({ over: 'SUM' }, spans, days).map(({ value }) => value)).toEqual([null, 2, 12, 15, 5]);
  });

  it('are purged when they are closed and past their retention, and only then', async () => {
    await superuser.query(`update organization_figures set from_day = '2010-01-01', until_day = '2010-01-02' where figure = 'trial.5' and from_day = '2026-01-01'`);
    await superuser.query(`update organization_figures set from_day = '2010-01-01' where figure = 'trial.4' and until_day is null`);
    const count = async (figure: string) => Number((await superuser.query<{ n: string }>('select count(*) as n from organization_figures where figure = $1', [figure])).rows[0]?.n);
    const before = [await count('trial.5'), await count('trial.4')] as const;
    await superuser.query('begin; set local role quadhelix_owner');
    await superuser.query(`select purge_months('2026-03-02')`);
    await superuser.query('commit');
    expect(before[0] - (await count('trial.5'))).toBe(2000);
    expect(await count('trial.4')).toBe(before[1]);
  });
});
