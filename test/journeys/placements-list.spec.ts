import pg from 'pg';
import { globalId, inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { Ground, personNamed } from './apprentices.js';

const LIST = `query($first: Int!, $filter: PlacementFilter) { placements(first: $first, filter: $filter) { nodes { id state
  apprentice { id name } host { legalName } mentor { name } lastTimesheet { weekStartsOn state minutes lawful } } } }`;
const WEEKS = `query($first: Int!) { timesheets(first: $first, filter: { states: [SUBMITTED] }) { nodes { weekStartsOn minutes entries { startsAt endsAt } violations { rule onDate } placement { apprentice { name } } } } }`;

interface Listed { placements: { nodes: { id: string; apprentice: { name: string }; host: { legalName: string }; mentor: { name: string }; lastTimesheet: { weekStartsOn: string } }[] } }
interface Asked { text: string; values: unknown[] }

/** Makes 5,000 placements with three weeks each in an alliance, as if they had grown over years. */
const GROW = `
  with made as (
    insert into people (id, name, birth_date, created_at) select gen_random_uuid(), 'Apprentice ' || n, '2006-01-01', now() from generate_series(1, 5000) n returning id),
  seen as (
    insert into participants (tenant_id, id, person_id, organization_id, created_at) select $1, gen_random_uuid(), m.id, o, now() from made m, unnest(array[$2, $3]::uuid[]) o),
  bound as (
    insert into affiliations (id, person_id, organization_id, kind, member_number, valid_from, created_at) select gen_random_uuid(), id, $3, 'STUDENT', id::text, '2025-09-01', now() from made)
  insert into placements (tenant_id, id, programme_id, position_id, apprentice_person_id, host_organization_id, school_organization_id, mentor_person_id, starts_on, ends_before, load_bp, state, created_at)
  select $1, gen_random_uuid(), $4, $5, m.id, $2, $3, $6, '2026-03-02', '2026-07-01', 10000, (array['PLANNED', 'ACTIVE', 'PAUSED'])[1 + n % 3],
    timestamptz '2026-01-01' + n * interval '1 minute' from (select id, row_number() over () as n from made) m`;
const GROW_WEEKS = `
  insert into timesheets (tenant_id, id, placement_id, apprentice_person_id, host_organization_id, school_organization_id, week_starts_on, state, minutes, rule_version, edited_at, created_at)
  select p.tenant_id, gen_random_uuid(), p.id, p.apprentice_person_id, p.host_organization_id, p.school_organization_id, w, case when w = '2026-03-16' then 'SUBMITTED' else 'TEACHER_APPROVED' end, 2400, 'r', now(), now()
  from placements p, unnest(array['2026-03-02', '2026-03-09', '2026-03-16']::date[]) w`;
const GROW_ENTRIES = `
  insert into timesheet_entries (tenant_id, id, timesheet_id, apprentice_person_id, starts_at, ends_at, unit, kind, created_at)
  select t.tenant_id, gen_random_uuid(), t.id, t.apprentice_person_id, t.week_starts_on + interval '1 hour', t.week_starts_on + interval '9 hours', 'u', 'WORK', now() from timesheets t`;

const GROW_VIOLATIONS = `
  insert into timesheet_violations (tenant_id, id, timesheet_id, apprentice_person_id, host_organization_id, school_organization_id, rule, on_date, minutes, limit_minutes, created_at)
  select t.tenant_id, gen_random_uuid(), t.id, t.apprentice_person_id, t.host_organization_id, t.school_organization_id, 'HOURS_PER_DAY', t.week_starts_on, 481, 480, now() from timesheets t`;

describe('a list of placements', () => {
  let world: World;
  let all: TwoAlliances;
  let clients: Record<string, GraphqlClient>;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    const ground = await Ground.lay(world, all.a, all.factory, all.college);
    const mentor = await personNamed(world, all, 'mentor');
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    try {
      await superuser.query(GROW, [all.a.id, all.factory, all.college, ground.programmeId, ground.positionId, mentor]);
      for (const more of [GROW_WEEKS, GROW_ENTRIES, GROW_VIOLATIONS]) await superuser.query(more);
      await superuser.query('analyze');
    } finally {
      await superuser.end();
    }
    clients = Object.fromEntries(await Promise.all(['mentor', 'school', 'liaison'].map(async (login) => [login, await world.as(login, 'alliance-a')])));
  });
  afterAll(() => world.stop());

  async function statements(work: () => Promise<unknown>): Promise<number> {
    const before = world.api.database.statements;
    await work();
    return world.api.database.statements - before;
  }

  it.each([
    ['mentor', LIST], ['school', LIST], ['liaison', LIST], ['mentor', WEEKS], ['liaison', WEEKS],
  ])('takes for 50 as many statements as for 5 (%s)', async (login, document) => {
    const client = clients[login] as GraphqlClient;
    const counts: number[] = [];
    for (const first of [5, 50]) counts.push(await statements(() => client.data(document, { first })));
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(10);
  });

  it('shows each apprentice, host, mentor and the last of his weeks', async () => {
    const { placements } = await (clients['mentor'] as GraphqlClient).data<Listed>(LIST, { first: 50 });
    expect(placements.nodes).toHaveLength(50);
    expect(new Set(placements.nodes.map(({ apprentice }) => apprentice.name)).size).toBe(50);
    expect(new Set(placements.nodes.map(({ host, mentor, lastTimesheet }) => `${host.legalName} ${mentor.name} ${lastTimesheet.weekStartsOn}`))).toEqual(new Set(['Factory mentor 2026-03-16']));
  });

  /** Runs work and answers what it asked PostgreSQL for. */
  async function asked(work: () => Promise<unknown>): Promise<Asked[]> {
    const heard: Asked[] = [];
    const original = pg.Client.prototype.query;
    pg.Client.prototype.query = function (this: pg.Client, ...args: [string, unknown[]]) {
      if (typeof args[0] === 'string') heard.push({ text: args[0], values: args[1] });
      return (original as (...given: unknown[]) => unknown).apply(this, args);
    } as never;
    try {
      await work();
    } finally {
      pg.Client.prototype.query = original;
    }
    return heard.filter(({ text }) => text.startsWith('select "tenant_id"'));
  }

  /** How PostgreSQL would run a statement for the app role in alliance A. */
  const plan = ({ text, values }: Asked): Promise<string> => inAlliance(world, all.a, async (scope) =>
    (await scope.sql<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`, values)).map((row) => row['QUERY PLAN']).join('\n'));

  it.each<[string, string, string, object | null, string]>([
    ['all', 'liaison', LIST, null, 'placements_list'],
    ['of a host, for its mentor', 'mentor', LIST, null, 'placements_host|placements_list'],
    ['of a school', 'school', LIST, null, 'placements_school|placements_list'],
    ['in one state', 'liaison', LIST, { states: ['ACTIVE'] }, 'placements_state|placements_list'],
    ['of one apprentice', 'liaison', LIST, { apprenticePersonId: globalId('Person', 'ffffffff-ffff-7fff-8fff-ffffffffffff') }, 'placements_apprentice'],
    ['weeks that wait', 'mentor', WEEKS, null, 'timesheets_state|timesheets_list|timesheets_host'],
  ])('is read through an index, under row-level security: %s', async (_name, login, document, filter, index) => {
    const heard = await asked(() => (clients[login] as GraphqlClient).data(document, { first: 50, filter }));
    const plans = await Promise.all(heard.map(plan));
    expect(plans.length).toBeGreaterThanOrEqual(1);
    expect(plans[0]).toMatch(new RegExp(`Index Scan using (${index}) on`));
    expect(plans[0]).not.toContain('Sort');
    for (const each of plans) expect(each).not.toMatch(/Seq Scan on (placements|timesheets|timesheet_entries|timesheet_violations|people)/);
    if (document === LIST && !filter) expect(plans.some((each) => each.includes('timesheets_week'))).toBe(true);
  });
});
