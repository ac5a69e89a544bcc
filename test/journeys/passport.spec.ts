import { FigureKinds } from '@quadhelix/readers';
import { refreshProjections } from '@quadhelix/outbox';
import { globalId, inAlliance, makeAlliance, makeMember, makePerson, PASSWORD, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { TestClock } from '@quadhelix/service';
import { Trials } from './figures.world.js';

const PASSPORT = `query($organizationId: ID, $on: LocalDate) { passport(organizationId: $organizationId, on: $on) { on reach organization { legalName }
  figures { kind { name title addsUp } total shares { value since alliance { slug } } } } }`;
const REDIRECT = 'http://localhost:9/callback';

interface Figure { kind: { name: string }; total: number | null; shares: { value: number | null; since: string; alliance: { slug: string } }[] }
interface Data { passport: { on: string; reach: string; organization: { legalName: string }; figures: Figure[] } }

describe('the passport of an organization', () => {
  const trials = new Trials();
  let world: World;
  let all: TwoAlliances;
  let factory: string;
  beforeAll(async () => {
    world = await World.start({ slices: trials.slices, clock: new TestClock('2026-03-02T01:00:00Z') });
    all = await twoAlliances(world);
    factory = globalId('Organization', all.factory);
    await trials.state(world, all.a, all.factory, 'trial.interns', { value: 8, people: 8 });
    await trials.state(world, all.b, all.factory, 'trial.interns', { value: 5, people: 5 });
    await trials.state(world, all.a, all.factory, 'trial.promises', { value: 3, people: null });
    await trials.state(world, all.b, all.factory, 'trial.promises', { value: null, people: null });
    await trials.state(world, all.a, all.factory, 'trial.score', { value: 8000, people: null });
    await trials.state(world, all.b, all.factory, 'trial.score', { value: 9000, people: null });
    await trials.state(world, all.a, all.college, 'trial.interns', { value: 77, people: 77 });
  });
  afterAll(() => world.stop());

  const own = (login: string, organization = factory) => world.as(login, null, { organization });
  const values = (data: Data): Record<string, [number | null, Record<string, number | null>]> =>
    Object.fromEntries(data.passport.figures.map(({ kind, total, shares }) => [kind.name, [total, Object.fromEntries(shares.map(({ alliance, value }) => [alliance.slug, value]))]]));
  const EVERYTHING = {
    'trial.interns': [13, { 'alliance-a': 8, 'alliance-b': 5 }], 'trial.promises': [null, { 'alliance-a': 3, 'alliance-b': null }],
    'trial.score': [null, { 'alliance-a': 8000, 'alliance-b': 9000 }],
  };

  it('shows who speaks for it all its alliances, and sums only where everything is known and adds up', async () => {
    const data = await (await own('coordinator')).data<Data>(PASSPORT);
    expect(data.passport).toMatchObject({ on: '2026-03-02', reach: 'ALL_ALLIANCES', organization: { legalName: 'Factory' } });
    expect(values(data)).toMatchObject(EVERYTHING);
  });

  it('shows inside an alliance its share only, also to who speaks for it', async () => {
    const data = await (await world.as('coordinator', 'alliance-a')).data<Data>(PASSPORT);
    expect(data.passport.reach).toBe('THIS_ALLIANCE');
    expect(values(data)).toMatchObject({ 'trial.interns': [8, { 'alliance-a': 8 }], 'trial.promises': [3, { 'alliance-a': 3 }] });
  });

  it.each([['the administrator', 'admin', 'alliance-a', 8], ['a liaison', 'liaison', 'alliance-a', 8], ['the other administrator', 'adminB', 'alliance-b', 5]])('shows %s of an alliance its own share', async (_name, login, alliance, interns) => {
    const data = await (await world.as(login, alliance)).data<Data>(PASSPORT, { organizationId: factory });
    expect(values(data)['trial.interns']).toEqual([interns, { [alliance]: interns }]);
  });

  it.each([['another organization', 'school', 'alliance-a'], ['a teacher of another one', 'teacher', 'alliance-a'], ['another one outside any alliance', 'school', null]])('answers %s as if there were none', async (_name, login, alliance) => {
    const client = await world.as(login, alliance, alliance === null ? { organization: globalId('Organization', all.college) } : {});
    const answers = await Promise.all([factory, globalId('Organization', '00000000-0000-7000-8000-000000000000')].map((organizationId) => client.refusal(PASSPORT, { organizationId })));
    expect(answers).toEqual(Array(2).fill({ code: 'NOT_FOUND', field: 'organizationId' }));
  });

  it.each([
    ['a mentor, who does not speak for it', 'mentor', () => factory], ['who speaks for another one', 'school', () => factory], ['nobody', 'coordinator', () => null],
    ['an organization that is none', 'coordinator', () => globalId('Organization', '00000000-0000-7000-8000-000000000000')],
  ])('is not open outside an alliance to %s', async (_name, login, organization) => {
    const client = world.withToken(await world.token(login), null, organization());
    expect((await client.refusal(PASSPORT)).code).toBe('READER_REQUIRED');
  });

  it('keeps what worked outside any alliance with an organization that proves nothing', async () => {
    const data = await (await own('mentor')).data('{ viewer { roles organization { legalName } alliances { slug } } }');
    expect(data).toEqual({ viewer: { roles: [], organization: null, alliances: [{ slug: 'alliance-a' }] } });
    expect(await (await own('coordinator')).data('{ viewer { roles sector organization { legalName } } }')).toEqual({ viewer: { roles: ['INDUSTRY_COORDINATOR'], sector: 'INDUSTRY', organization: { legalName: 'Factory' } } });
  });

  it.each(['{ memberships(first: 1) { nodes { id } } }', 'mutation { organizationUpdate(input: { version: 1, staffCount: 1 }) { organization { id } } }', '{ mandateReads(first: 1) { nodes { id } } }'])('opens nothing else: %s', async (query) => {
    expect((await (await own('coordinator')).refusal(query)).code).toBe('ALLIANCE_REQUIRED');
  });

  it('takes two statements more than entering, however many alliances and figures there are', async () => {
    const client = await own('coordinator');
    const count = async (query: string) => {
      const before = world.api.database.statements;
      await client.data(query);
      return world.api.database.statements - before;
    };
    expect(await count('{ passport { figures { total } } }')).toBe(3);
    expect(await count(PASSPORT)).toBe(5);
    expect(await count('{ passport { figures { total history(from: "2026-03-01", until: "2026-03-10") { value } shares { alliance { name } } } } }')).toBe(5);
  });

  describe('day by day', () => {
    const history = async (client: GraphqlClient, from: string, until: string) => {
      const data = await client.data<{ passport: { figures: { kind: { name: string }; history: { day: string; value: number | null }[] }[] } }>(
        'query($from: LocalDate!, $until: LocalDate!) { passport { figures { kind { name } history(from: $from, until: $until) { day value } } } }', { from, until });
      return data.passport.figures.find(({ kind }) => kind.name === 'trial.interns')?.history.map(({ value }) => value);
    };
    beforeAll(async () => {
      world.clock.set('2026-03-04T01:00:00Z');
      await trials.state(world, all.a, all.factory, 'trial.interns', { value: 9, people: 9 });
      world.clock.set('2026-03-04T02:00:00Z');
      await trials.state(world, all.a, all.factory, 'trial.interns', { value: 10, people: 10 });
      world.clock.set('2026-03-06T01:00:00Z');
      await trials.state(world, all.b, all.factory, 'trial.interns', null);
    });
    afterAll(async () => {
      await trials.state(world, all.a, all.factory, 'trial.interns', { value: 8, people: 8 });
      await trials.state(world, all.b, all.factory, 'trial.interns', { value: 5, people: 5 });
    });

    it('tells each day as it stood at its end, nothing before the first', async () => {
      expect(await history(await own('coordinator'), '2026-03-01', '2026-03-07')).toEqual([null, 13, 13, 15, 15, 10, 10]);
      expect(await history(await world.as('coordinator', 'alliance-a'), '2026-03-03', '2026-03-06')).toEqual([8, 10, 10, 10]);
    });
    it('answers a past day as it was', async () => {
      expect(values(await (await own('coordinator')).data<Data>(PASSPORT, { on: '2026-03-03' }))).toMatchObject(EVERYTHING);
      expect(values(await (await own('coordinator')).data<Data>(PASSPORT))['trial.interns']).toEqual([10, { 'alliance-a': 10 }]);
    });
    it.each([['2026-03-02', '2026-03-01'], ['2026-01-01', '2026-04-11']])('refuses no day and more than 100: %s to %s', async (from, until) => {
      const client = await own('coordinator');
      expect(await client.refusal('query($from: LocalDate!, $until: LocalDate!) { passport { figures { history(from: $from, until: $until) { day } } } }', { from, until })).toEqual({ code: 'INPUT_INVALID', field: 'until' });
    });
  });

  describe('read by an app for somebody who speaks for it', () => {
    const GRANT = (scopes: string) => `mutation { appConsentGrant(input: { clientId: "reader-app", scopes: [${scopes}] }) { appConsent { id } } }`;
    let app: GraphqlClient;
    beforeAll(async () => {
      const scopes = ['openid', 'readers:read', 'stakeholders:read'];
      await world.identity.registerClient({ id: 'reader-app', name: 'Reader', type: 'public', grantTypes: ['authorization_code'], scopes, redirectUris: [REDIRECT], firstParty: false });
      app = world.withToken(await signIn(world.identity.url, 'reader-app', REDIRECT, 'coordinator', PASSWORD, scopes), null, factory);
    });
    const consent = async (login: string, alliance: string, scopes: string) => (await world.as(login, alliance)).data(GRANT(scopes));

    it('is not open without a consent of the alliance in which he speaks', async () => {
      expect((await app.refusal(PASSPORT)).code).toBe('READER_REQUIRED');
      await consent('adminB', 'alliance-b', '"readers:read"');
      expect((await app.refusal(PASSPORT)).code).toBe('READER_REQUIRED');
    });
    it('leaves out alliances that have not consented to just that, and says so', async () => {
      await consent('adminB', 'alliance-b', '"stakeholders:read"');
      await consent('admin', 'alliance-a', '"readers:read"');
      const data = await app.data<Data>(PASSPORT);
      expect(data.passport.reach).toBe('SOME_ALLIANCES');
      expect(values(data)['trial.interns']).toEqual([8, { 'alliance-a': 8 }]);
      expect(JSON.stringify(data)).not.toContain('alliance-b');
      await consent('adminB', 'alliance-b', '"readers:read"');
      expect((await app.data<Data>(PASSPORT)).passport.reach).toBe('ALL_ALLIANCES');
    });
    it('ends with the consent', async () => {
      const admin = await world.as('adminB', 'alliance-b');
      const { appConsents } = await admin.data<{ appConsents: { nodes: { id: string }[] } }>('{ appConsents(first: 10) { nodes { id } } }');
      await admin.data('mutation($id: ID!) { appConsentWithdraw(input: { id: $id }) { appConsent { id } } }', { id: appConsents.nodes[0]?.id });
      expect(values(await app.data<Data>(PASSPORT))['trial.interns']).toEqual([8, { 'alliance-a': 8 }]);
    });
  });

  it('leaves out an alliance in which nobody holds a seat for the organization: no other alliance can put its own people in their place', async () => {
    const c = await makeAlliance(world, 'alliance-c');
    const silent = await makeMember(world, all.b, { sector: 'INDUSTRY', legalName: 'Silent works' });
    await trials.state(world, all.b, silent, 'trial.interns', { value: 41, people: 41 });
    const college = await makeMember(world, c, { sector: 'SCHOOL', legalName: 'College C' });
    await makePerson(world, c, college, { name: 'adminC', login: 'adminC', roles: ['ALLIANCE_ADMIN'] });
    await makeMember(world, c, { sector: 'INDUSTRY', legalName: 'Silent works' });
    const adminC = await world.as('adminC', 'alliance-c');
    const organizationId = globalId('Organization', silent);
    const { personRegister } = await adminC.data<{ personRegister: { person: { id: string } } }>('mutation($input: PersonRegisterInput!) { personRegister(input: $input) { person { id } } }', { input: { organizationId, memberNumber: '1', name: 'Mole', kind: 'STAFF', validFrom: '2026-01-01' } });
    await adminC.data('mutation($input: SeatAssignInput!) { seatAssign(input: $input) { seat { role } } }', { input: { organizationId, personId: personRegister.person.id, role: 'INDUSTRY_COORDINATOR', validFrom: '2026-01-01' } });
    await world.account('mole', Buffer.from(personRegister.person.id, 'base64url').toString().split(':')[1] ?? '');
    const data = await (await own('mole', organizationId)).data<Data>(PASSPORT);
    expect(data.passport.reach).toBe('SOME_ALLIANCES');
    expect(values(data)['trial.interns']).toBeUndefined();
  });

  it('ends with the seat, and with the membership', async () => {
    const [seat] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from seats where role = 'INDUSTRY_COORDINATOR'`));
    const asOwner = (statement: string) => inAlliance(world, all.a, (scope) => scope.sql(statement, [seat?.id ?? '']));
    await asOwner(`update seats set valid_until = '2026-03-01' where id = $1`);
    expect((await (await own('coordinator')).refusal(PASSPORT)).code).toBe('READER_REQUIRED');
    await asOwner('update seats set valid_until = null where id = $1');
    await inAlliance(world, all.b, (scope) => scope.sql(`update memberships set state = 'WITHDRAWN' where organization_id = $1`, [all.factory]));
    expect(values(await (await own('coordinator')).data<Data>(PASSPORT))['trial.interns']).toEqual([8, { 'alliance-a': 8 }]);
    await inAlliance(world, all.b, (scope) => scope.sql(`update memberships set state = 'ACTIVE' where organization_id = $1`, [all.factory]));
  });

  it('is kept by the projection: memberships and seats, from what changed and by the day that a seat ends', async () => {
    const slice = trials.slices.find(({ name }) => name === 'readers');
    const projections = (slice?.projections ?? []).flatMap((make) => make(world.api.get));
    const seats = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from seats where organization_id = $1', [all.factory]));
    const memberships = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.factory]));
    await inAlliance(world, all.a, (scope) => scope.sql(`update seats set valid_until = '2026-03-10' where role = 'INDUSTRY_MENTOR' and organization_id = $1`, [all.factory]));
    await refreshProjections(world.api.database, projections, all.a.id, { Seat: seats.map(({ id }) => id), Membership: memberships.map(({ id }) => id), Person: [all.factory] });
    const people = async () => values(await (await world.as('coordinator', 'alliance-a')).data<Data>(PASSPORT));
    expect(await people()).toMatchObject({ 'memberships.active': [1, { 'alliance-a': 1 }], 'seats.people': [null, { 'alliance-a': 2 }] });
    const due = await inAlliance(world, all.a, (scope) => scope.sql<{ due_at: Date; subject_id: string }>(`select due_at, subject_id from due_times where kind = 'figures.refresh' and tenant_id = $1`, [all.a.id]));
    expect(due).toEqual([{ due_at: new Date('2026-03-10T16:00:00Z'), subject_id: all.factory }]);
    world.clock.set('2026-03-10T16:00:00Z');
    const [byItself] = (slice?.dueKinds ?? []).map((make) => make(world.api.get)).filter(({ kind }) => kind === 'figures.refresh');
    await inAlliance(world, all.a, (scope) => byItself?.handle(scope, all.factory, scope.now) ?? Promise.resolve());
    expect((await people())['seats.people']).toEqual([null, { 'alliance-a': 1 }]);
    expect(world.api.get(FigureKinds).all.map(({ name }) => name)).toContain('seats.people');
  });
});
