import pg from 'pg';
import { SandboxRetirement, SandboxRunner } from '@quadhelix/sandbox';
import { makeAlliance, World, type GraphqlClient } from '@quadhelix/testing';
import { advance, makeSandbox, mine, organizationsOf, SANDBOX, signUp, until, type SandboxAnswer } from './developer.js';
import { trialSlice } from './trial.slice.js';

const DAY = 86_400_000;
const LOGIN = 'dev@example.org';
const ADVANCE = `mutation($input: SandboxClockAdvanceInput!) { sandboxClockAdvance(input: $input) { sandbox { ${SANDBOX} } } }`;
const RESET = `mutation($input: SandboxInput!) { sandboxReset(input: $input) { sandbox { ${SANDBOX} } } }`;
const CREATE = `mutation($input: SandboxCreateInput!) { sandboxCreate(input: $input) { sandbox { id } } }`;
const ACT_AS = 'mutation($input: SandboxActAsInput!) { sandboxActAs(input: $input) { personId } }';
const SCHEDULE = 'mutation($input: TrialScheduleInput!) { trialSchedule(input: $input) { now } }';

describe('A developer and his sandbox', () => {
  let world: World;
  let developer: GraphqlClient;
  let sandbox: SandboxAnswer;
  let organizations: Record<string, string>;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start({ worker: true, quiet: true, moreSlices: [trialSlice], env: { SANDBOXES_PER_ACCOUNT: '2', SANDBOX_RESETS_PER_DAY: '2' } });
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    developer = await signUp(world, LOGIN);
    sandbox = await makeSandbox(developer);
    organizations = await organizationsOf(world, LOGIN, sandbox.slug);
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });
  const acting = (sector: string): Promise<GraphqlClient> => world.as(LOGIN, sandbox.slug, { organization: organizations[sector] ?? '' });
  const now = async (): Promise<number> => Date.parse((await mine(developer)).find(({ id }) => id === sandbox.id)?.now ?? '');
  const later = async (days: number): Promise<string> => new Date((await now()) + days * DAY).toISOString();
  const rang = async (): Promise<{ at: Date; dueAt: string }[]> =>
    (await superuser.query<{ at: Date; dueAt: string }>(`select at, payload->>'dueAt' as "dueAt" from events where type = 'trial.rang' order by at, id`)).rows;

  it('is filled with organizations of all four sectors, people, placements, weeks and promises, all marked as invented', async () => {
    expect(Object.keys(organizations).sort()).toEqual(['GOVERNMENT', 'INDUSTRY', 'SCHOOL', 'SOCIETY']);
    const bureau = await acting('GOVERNMENT');
    const found = await bureau.data<Record<string, { nodes: Record<string, unknown>[] }> & { viewer: { alliance: { sandbox: boolean } } }>(`{
      viewer { alliance { sandbox } } participants(first: 50) { nodes { person { name } } } memberships(first: 10) { nodes { organization { legalName } state } }
      placements(first: 10) { nodes { state } } timesheets(first: 10) { nodes { state minutes } } commitments(first: 10) { nodes { state } } }`);
    expect(found.viewer.alliance.sandbox).toBe(true);
    const states = (list: string): unknown[] => (found[list]?.nodes ?? []).map(({ state }) => state).sort();
    expect(states('placements')).toEqual([...Array<string>(4).fill('ACTIVE'), 'PLANNED', 'PLANNED']);
    expect(states('timesheets')).toEqual([...Array<string>(4).fill('DRAFT'), ...Array<string>(4).fill('SUBMITTED')]);
    expect(states('commitments')).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'PROPOSED']);
    const named = (found['participants']?.nodes ?? []) as { person: { name: string } }[];
    expect(new Set(named.map(({ person }) => person.name)).size).toBe(13);
    expect(named.every(({ person }) => person.name.endsWith('(沙盒)'))).toBe(true);
    expect((found['memberships']?.nodes ?? []) as { organization: { legalName: string } }[]).toEqual(Array(5).fill({ state: 'ACTIVE', organization: { legalName: expect.stringMatching(/沙盒.*Sandbox/) as string } }));
  });

  it('is entered for each of its organizations, as who speaks for it or whom the developer chooses', async () => {
    const roles = async (sector: string): Promise<string[]> => (await (await acting(sector)).data<{ viewer: { roles: string[] } }>('{ viewer { roles } }')).viewer.roles;
    expect(await roles('GOVERNMENT')).toEqual(['ALLIANCE_ADMIN', 'GOVERNMENT_LIAISON']);
    expect(await roles('INDUSTRY')).toEqual(['INDUSTRY_COORDINATOR']);
    const bureau = await acting('GOVERNMENT');
    const { seats } = await bureau.data<{ seats: { nodes: { role: string; person: { id: string }; organization: { id: string } }[] } }>('{ seats(first: 50) { nodes { role person { id } organization { id } } } }');
    const holder = (role: string, organization: string | undefined): string => seats.nodes.find((seat) => seat.role === role && seat.organization.id === organization)?.person.id ?? '';
    for (const [sector, role] of [['INDUSTRY', 'INDUSTRY_MENTOR'], ['SCHOOL', 'APPRENTICE'], ['SCHOOL', 'SCHOOL_TEACHER']] as const) {
      await bureau.data(ACT_AS, { input: { organizationId: organizations[sector], personId: holder(role, organizations[sector]) } });
      expect(await roles(sector)).toEqual([role]);
    }
    expect(await bureau.refusal(ACT_AS, { input: { organizationId: organizations['INDUSTRY'], personId: holder('APPRENTICE', organizations['SCHOOL']) } })).toEqual({ code: 'SANDBOX_NO_SEAT', field: 'personId' });
    const { timesheets } = await bureau.data<{ timesheets: { nodes: { id: string }[] } }>('{ timesheets(first: 10, filter: { states: [SUBMITTED] }) { nodes { id } } }');
    expect(timesheets.nodes).toHaveLength(4);
    expect(await (await world.as(LOGIN, sandbox.slug)).refusal('{ viewer { roles } }')).toMatchObject({ code: 'ACTING_ORGANIZATION_REQUIRED' });
  });

  it('is nobody else\'s', async () => {
    const other = await signUp(world, 'other@example.org');
    expect(await mine(other)).toEqual([]);
    expect(await (await world.as('other@example.org', sandbox.slug, { organization: organizations['SCHOOL'] ?? '' })).refusal('{ viewer { roles } }')).toMatchObject({ code: 'ALLIANCE_NOT_FOUND' });
    for (const mutation of [RESET, RESET.replace('sandboxReset', 'sandboxDelete')]) expect(await other.refusal(mutation, { input: { id: sandbox.id } })).toEqual({ code: 'NOT_FOUND', field: 'id' });
    expect(await other.refusal(ADVANCE, { input: { id: sandbox.id, to: '2027-01-01T00:00:00Z' } })).toEqual({ code: 'NOT_FOUND', field: 'id' });
  });

  it('refuses what its clock cannot do, each with its code', async () => {
    const bounds: [string, string][] = [
      [new Date(await now()).toISOString(), 'SANDBOX_CLOCK_BACKWARDS'], [await later(-1), 'SANDBOX_CLOCK_BACKWARDS'],
      ['2028-03-02T01:00:00.001Z', 'SANDBOX_CLOCK_TOO_FAR'], ['2199-01-01T00:00:00Z', 'SANDBOX_CLOCK_TOO_FAR'],
    ];
    for (const [to, code] of bounds) expect(await developer.refusal(ADVANCE, { input: { id: sandbox.id, to } })).toEqual({ code, field: 'to' });
    expect(await developer.refusal(ADVANCE, { input: { to: await later(1) } })).toMatchObject({ code: 'ALLIANCE_REQUIRED' });
    expect(await (await world.as(LOGIN, null, { scopes: ['integrations:read'] })).refusal(ADVANCE, { input: { id: sandbox.id, to: await later(1) } })).toMatchObject({ code: 'SCOPE_MISSING' });
  });

  it('rehearses what comes thirty days after a promise is overdue: everything in its order, with the dates of the sandbox, in seconds', async () => {
    const began = performance.now();
    const start = await now();
    const moved = await advance(developer, sandbox.id, await later(20 + 1 + 30));
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(moved).toMatchObject({ problem: null, now: new Date(start + 51 * DAY).toISOString(), advance: { failed: 0, done: 9 } });
    const { inbox, commitments } = await (await acting('GOVERNMENT')).data<{ inbox: { nodes: { createdAt: string; kind: string; title: string }[] }; commitments: { nodes: { number: string; overdue: boolean }[] } }>(
      '{ inbox(first: 50, filter: { kind: "commitment.overdue" }) { nodes { createdAt kind title } } commitments(first: 10) { nodes { number overdue } } }');
    expect(inbox.nodes.map(({ title, createdAt }) => `${createdAt} ${title}`)).toEqual(['2026-04-16T16:00:00.000Z A promise is overdue: SB-02', '2026-03-22T16:00:00.000Z A promise is overdue: SB-01']);
    expect(commitments.nodes.filter(({ overdue }) => overdue).map(({ number }) => number)).toEqual(['SB-01', 'SB-02']);
    const { rows } = await superuser.query<{ at: Date; what: string }>(
      `select e.at, e.type || coalesce(' ' || (e.payload->>'offsetDays'), '') || coalesce(' ' || c.number, '') as what from events e left join commitments c on c.tenant_id = e.tenant_id and c.id = e.subject_id
       where e.at > $1 order by e.at, e.id`, [new Date(start)]);
    expect(rows.map(({ at, what }) => `${at.toISOString().slice(0, 16)} ${what}`)).toEqual([
      '2026-03-07T16:00 commitment.reminder -14 SB-01', '2026-03-18T16:00 commitment.reminder -3 SB-01', '2026-03-22T16:00 commitment.fellDue SB-01', '2026-03-22T16:00 commitment.overdue SB-01',
      '2026-03-22T16:00 commitment.reminder 1 SB-01', '2026-04-01T16:00 commitment.reminder -14 SB-02', '2026-04-04T16:00 commitment.reminder 14 SB-01', '2026-04-12T16:00 commitment.reminder -3 SB-02',
      '2026-04-16T16:00 commitment.fellDue SB-02', '2026-04-16T16:00 commitment.overdue SB-02', '2026-04-16T16:00 commitment.reminder 1 SB-02', '2026-04-22T01:00 sandbox.advanced',
    ]);
    const told = await superuser.query<{ n: number }>('select count(*)::int as n from notifications n where n.created_at > $1 and not exists (select from events e where e.tenant_id = n.tenant_id and e.at = n.created_at)', [new Date(start)]);
    expect(told.rows[0]?.n).toBe(0);
  });

  it('gives what is made after an advance the time of the sandbox, in every process of the api at once', async () => {
    const here = new Date(await now()).toISOString();
    const bureau = await acting('GOVERNMENT');
    const input = { number: 'SB-90', title: 'Later', metric: 'm', unit: 'u', baseline: 0, target: 1, direction: 'INCREASE', dueOn: here.slice(0, 10), weightBp: 100, requiredEvidence: '', ownerOrganizationId: organizations['INDUSTRY'], verifierOrganizationId: organizations['SOCIETY'] };
    await bureau.data('mutation($input: CommitmentProposeInput!) { commitmentPropose(input: $input) { commitment { number } } }', { input });
    const { rows } = await superuser.query<{ made: Date; audited: Date; recorded: Date }>(
      `select c.created_at as made, (select a.at from audit_entries a where a.subject_id = c.id) as audited, (select e.at from events e where e.subject_id = c.id) as recorded from commitments c where c.number = 'SB-90'`);
    expect(rows.map(({ made, audited, recorded }) => [made, audited, recorded].map((at) => at.toISOString()))).toEqual([[here, here, here]]);
    expect((await bureau.data<{ trial: { now: string } }>('{ trial { now } }')).trial.now).toBe(here);
    expect((await world.as(LOGIN, null).then((outside) => outside.data<{ trial: { now: string } }>('{ trial { now } }'))).trial.now).toBe(world.clock.now().toISOString());
    const beside = await world.beside();
    const answer = await beside.app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ trial { now } }' }, headers: { authorization: `Bearer ${await world.token(LOGIN)}`, 'quadhelix-alliance': sandbox.slug, 'quadhelix-organization': organizations['SCHOOL'] } });
    expect(answer.json<{ data: { trial: { now: string } } }>().data.trial.now).toBe(here);
    world.clock.advance({ hours: 1 });
    expect(new Date(await now()).toISOString()).toBe(new Date(Date.parse(here) + 3_600_000).toISOString());
  });

  it('goes on after a worker died in the middle: each due time is handled once, one that always fails holds up no other', async () => {
    const school = await acting('SCHOOL');
    const start = await now();
    const at = (hours: number): string => new Date(start + hours * 3_600_000).toISOString();
    await school.data(SCHEDULE, { input: { kind: 'trial.ring', at: [at(1), at(3), at(5)] } });
    await school.data(SCHEDULE, { input: { kind: 'trial.crash', at: [at(2), at(4)] } });
    await school.data(SCHEDULE, { input: { kind: 'trial.fails', at: [at(3)] } });
    await developer.data(ADVANCE, { input: { id: sandbox.id, to: at(6) } });
    const runner = world.api.get(SandboxRunner);
    const { rows } = await superuser.query<{ tenant_id: string }>('select tenant_id from sandboxes where slug = $1', [sandbox.slug]);
    const tenantId = rows[0]?.tenant_id ?? '';
    expect(await developer.refusal(ADVANCE, { input: { id: sandbox.id, to: at(9) } })).toEqual({ code: 'SANDBOX_BUSY', field: 'id' });
    // Two more at the same work beside the worker: whoever began before stops.
    await Promise.allSettled([1, 2].map(() => runner.run({ tenantId }, new AbortController().signal)));
    const moved = await until(developer, sandbox.id);
    expect(moved.advance).toMatchObject({ done: 5, failed: expect.any(Number) as number });
    expect(moved.advance?.failed).toBeGreaterThan(0);
    expect((await rang()).map(({ at: when, dueAt }) => [when.toISOString(), dueAt])).toEqual([1, 2, 3, 4, 5].map((hours) => [at(hours), at(hours)]));
  });

  it('lets due times happen by its own clock also when nobody moves it', async () => {
    const school = await acting('SCHOOL');
    const start = await now();
    const due = new Date(start + 1_800_000).toISOString();
    await school.data(SCHEDULE, { input: { kind: 'trial.ring', at: [due] } });
    // What failed is tried again at each look, and holds up nothing.
    await expect(world.worker?.tick()).rejects.toThrow('never');
    expect(await rang()).toHaveLength(5);
    world.clock.advance({ hours: 1 });
    await expect(world.worker?.tick()).rejects.toThrow('never');
    expect((await rang()).slice(5).map(({ at, dueAt }) => [at.toISOString(), dueAt])).toEqual([[new Date(start + 3_600_000).toISOString(), due]]);
  });

  it('rehearses a removal: 180 days after a field was deprecated it is gone in the sandbox, and lives outside', async () => {
    const asked = '{ trial { today } }';
    const school = await acting('SCHOOL');
    await advance(developer, sandbox.id, '2026-08-29T15:59:59Z');
    expect((await school.data<{ trial: { today: string } }>(asked)).trial.today).toBe('2026-08-29');
    await advance(developer, sandbox.id, '2026-08-29T16:00:00Z');
    const answer = await school.request(asked);
    expect(answer.errors[0]).toMatchObject({ message: 'Cannot query field "today" on type "Trial". It works until 2026-08-29; the clock of this sandbox is past that day. Use now.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(await school.refusal('query { ...T } fragment T on Query { trial { now today } }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await school.data('{ trial { now } }')).toEqual({ trial: { now: '2026-08-29T16:00:00.000Z' } });
    expect((await developer.data<{ trial: { today: string } }>(asked)).trial.today).toBe('2026-03-02');
  });

  it('is filled anew as often as is allowed in a day, with the time of today and nothing of what was', async () => {
    expect(await developer.data(RESET, { input: { id: sandbox.id } })).toMatchObject({ sandboxReset: { sandbox: { state: 'PREPARING', advance: { done: 0 } } } });
    expect(await developer.refusal(ADVANCE, { input: { id: sandbox.id, to: '2027-01-01T00:00:00Z' } })).toEqual({ code: 'SANDBOX_BUSY', field: 'id' });
    expect(await (await acting('SCHOOL')).refusal('{ viewer { roles } }')).toMatchObject({ code: expect.stringMatching(/^ALLIANCE_NOT_FOUND|ACTING_ORGANIZATION_INVALID$/) as string });
    expect((await until(developer, sandbox.id)).now).toBe(world.clock.now().toISOString());
    organizations = await organizationsOf(world, LOGIN, sandbox.slug);
    const { commitments } = await (await acting('GOVERNMENT')).data<{ commitments: { nodes: { number: string; overdue: boolean }[] } }>('{ commitments(first: 10) { nodes { number overdue } } }');
    expect(commitments.nodes).toEqual(['SB-01', 'SB-02', 'SB-04', 'SB-03'].map((number) => ({ number, overdue: false })));
    expect(await rang()).toEqual([]);
    expect(await developer.refusal(RESET, { input: { id: sandbox.id } })).toEqual({ code: 'SANDBOX_RESETS', field: 'id' });
  });

  it('has its limit for each account, leaves nothing behind, and goes when nobody used it for 90 days', async () => {
    const second = await makeSandbox(developer, 'Second');
    expect(await developer.refusal(CREATE, { input: { name: 'Third' } })).toMatchObject({ code: 'SANDBOX_LIMIT' });
    await developer.data(RESET.replace('sandboxReset', 'sandboxDelete'), { input: { id: sandbox.id } });
    await world.settled();
    const kept = await leftOver(superuser);
    expect(kept.tenants).toHaveLength(1);
    expect(kept.strangers).toEqual([]);
    expect((await mine(developer)).map(({ id }) => id)).toEqual([second.id]);

    const retire = () => world.api.get(SandboxRetirement).run(world.api.database, world.clock.now());
    world.clock.advance({ days: 50 });
    const organization = (await organizationsOf(world, LOGIN, second.slug))['SCHOOL'] ?? '';
    await (await world.as(LOGIN, second.slug, { organization })).data('{ trial { now } }');
    for (let tries = 0; tries < 50 && Date.parse((await mine(developer))[0]?.removedAfter ?? '') !== world.clock.now().getTime() + 90 * DAY; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    world.clock.advance({ days: 90 });
    await retire();
    expect((await mine(developer)).map(({ state }) => state)).toEqual(['READY']);
    world.clock.advance({ milliseconds: 1 });
    await retire();
    await world.settled();
    expect(await mine(developer)).toEqual([]);
    expect(await leftOver(superuser)).toEqual({ tenants: [], strangers: [] });
  });

  it('is no clock for a real alliance', async () => {
    const real = await makeAlliance(world, 'real');
    await expect(superuser.query(
      `insert into sandboxes (tenant_id, account_id, slug, name, state, prepared_on, used_at, created_at) values ($1, gen_random_uuid(), 'real', 'real', 'READY', '2026-03-02', now(), now())`, [real.id])).rejects.toMatchObject({ code: '23503' });
  });
});

/** Alliances and global rows of which something is left in any table, of a database that has nothing but sandboxes. */
async function leftOver(superuser: pg.Client): Promise<{ tenants: string[]; strangers: string[] }> {
  const { rows: tables } = await superuser.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'security_log'`);
  const { rows: tenants } = await superuser.query<{ id: string }>(tables.map(({ name }) => `select tenant_id as id from ${name}`).join(' union ') + ' union select id from alliances');
  const { rows: strangers } = await superuser.query<{ id: string }>(
    `select id::text from organizations where sandbox_of is null or sandbox_of not in (select tenant_id from sandboxes) union select id::text from people where sandbox_of is null or sandbox_of not in (select tenant_id from sandboxes)
     union select f.id::text from affiliations f where not exists (select from people p where p.id = f.person_id) union select h.person_id::text from person_time_heads h where not exists (select from people p where p.id = h.person_id)`);
  return { tenants: tenants.map(({ id }) => id), strangers: strangers.map(({ id }) => id) };
}
