import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { defineSlice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { isOwnSystem } from '@quadhelix/stakeholders';
import { globalId, makePerson, PASSWORD, runBackground, signIn, type GraphqlClient, type TwoAlliances, type World } from '@quadhelix/testing';
import { leavingSlice } from '../../contract/leaving.slice.js';
import { consented, DISABLE, GRANT, PHONE, REDIRECT, REGISTER, registered, SERVER, threeAlliances, UPDATE, WITHDRAW } from './apps.world.js';

const READ = ['stakeholders:read', 'apprenticeships:read'];
const ORGANIZATIONS = '{ viewer { alliance { slug } roles scopes } memberships(first: 10) { nodes { organization { legalName } } } }';
const NAMES = '{ participants(first: 100) { nodes { person { id name birthDate } } } }';
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

interface Organizations { viewer: { alliance: { slug: string }; scopes: string[] }; memberships: { nodes: { organization: { legalName: string } }[] } }

describe('an app of an association, and three alliances', () => {
  let world: World;
  let all: TwoAlliances;
  let admins: Record<'a' | 'b' | 'c', GraphqlClient>;
  let owner: GraphqlClient;
  beforeAll(async () => {
    ({ world, all } = await threeAlliances());
    owner = await world.as('assessor', 'alliance-a');
    admins = { a: await world.as('admin', 'alliance-a'), b: await world.as('adminB', 'alliance-b'), c: await world.as('adminC', 'alliance-c') };
  });
  afterAll(() => world.stop());

  const server = async (name: string): Promise<{ clientId: string; token: string }> => {
    const { clientId, clientSecret } = await registered(owner, { ...SERVER, name });
    return { clientId, token: (await world.appToken(clientId, clientSecret ?? '', READ)).token };
  };
  const phone = async (name: string, login: string, scopes: readonly string[]): Promise<{ clientId: string; token: string }> => {
    const { clientId } = await registered(owner, { ...PHONE, name, scopes: [{ domain: 'STAKEHOLDERS', verb: 'READ_AND_WRITE' }, { domain: 'ACCOUNTABILITY', verb: 'READ_AND_WRITE' }] });
    return { clientId, token: await signIn(world.identity.url, clientId, REDIRECT, login, PASSWORD, ['openid', ...scopes]) };
  };

  it('sends the same document once to each: two consented and answer, the third answers as if it did not exist', async () => {
    const { clientId, token } = await server('Three cities');
    const ask = (slug: string) => world.withToken(token, slug).request<Organizations>(ORGANIZATIONS);
    for (const slug of ['alliance-a', 'alliance-b', 'alliance-c']) expect((await ask(slug)).errors[0]?.extensions.code).toBe('ALLIANCE_NOT_FOUND');
    // What an administrator of B reads before he decides: the owner is no member of B, and is named all the same.
    const seen = await admins.b.data('query($id: String!) { app(clientId: $id) { name description ownerName owner { id } scopes actsAlone actsForPeople } }', { id: clientId });
    expect(seen).toEqual({ app: { name: 'Three cities', description: SERVER.description, ownerName: 'Association', owner: null, scopes: READ, actsAlone: true, actsForPeople: false } });
    await consented(admins.a, clientId, READ);
    await consented(admins.b, clientId, READ);
    const { data: { viewer } } = { data: await world.withToken(token, null).data<{ viewer: { alliances: { slug: string }[] } }>('{ viewer { alliances { slug } } }') };
    expect(viewer.alliances).toEqual([{ slug: 'alliance-a' }, { slug: 'alliance-b' }]);
    const [a, b, c, absent] = await Promise.all(['alliance-a', 'alliance-b', 'alliance-c', 'alliance-z'].map(ask));
    expect(a?.data?.memberships.nodes.map(({ organization }) => organization.legalName)).toEqual(['Bureau', 'Factory', 'College', 'Association']);
    expect(b?.data?.memberships.nodes.map(({ organization }) => organization.legalName)).toEqual(['Factory', 'College B']);
    const told = (answer: typeof c) => ({ status: answer?.status, data: answer?.data, errors: answer?.errors.map(({ message, extensions: { requestId: _, ...rest } }) => ({ message, rest })) });
    expect(told(c)).toEqual(told(absent));
    expect(c?.data).toBeNull();
  });

  it('that uses what will leave the API is told so in good time, and goes on to be answered for half a year', async () => {
    const { clientId, token } = await server('Old habits');
    await consented(admins.a, clientId, READ);
    const stale = () => world.withToken(token, 'alliance-a').request<{ leaving: { stale: string } }>('{ leaving { stale } }');
    expect((await stale()).errors).toEqual([]);
    await world.api.usage.settle();
    const slices = [...allSlices, defineSlice(leavingSlice)];
    const warn = slices.flatMap((slice) => slice.daily.map((make) => make(world.api.get))).find(({ name }) => name === 'app-warnings');
    await warn?.run(world.api.database, world.clock.now(), new AbortController().signal);
    await runBackground(world, { sending: false });
    const { appUsage, notifications } = await owner.data<{ appUsage: { nodes: { member: string; leavesAfter: string; uses: number }[] }; notifications: { nodes: { text: string }[] } }>(
      'query($id: String!) { appUsage(clientId: $id, first: 10, leaving: true) { nodes { member leavesAfter uses } } notifications(first: 10) { nodes { text } } }', { id: clientId });
    expect(appUsage.nodes).toEqual([{ member: 'Leaving.stale', leavesAfter: '2026-09-01', uses: 1 }]);
    expect(notifications.nodes.map(({ text }) => text).join()).toContain(`Old habits (${clientId}) still asks for Leaving.stale`);
    // 180 days at least lie between the warning and the day after which it may go.
    expect(DateTime.fromISO('2026-09-01').diff(DateTime.fromJSDate(world.clock.now()), 'days').days).toBeGreaterThan(180);
    expect((await stale()).errors).toEqual([]);
  });

  it('is let in only as far as it asks, and only once it exists', async () => {
    const { clientId } = await server('Careful');
    expect(await admins.a.refusal(GRANT, { input: { clientId, scopes: ['stakeholders:read', 'accountability:read'] } })).toEqual({ code: 'SCOPE_NOT_OF_APP', field: 'scopes' });
    expect(await admins.a.refusal(GRANT, { input: { clientId, scopes: ['stakeholders:write'] } })).toEqual({ code: 'SCOPE_NOT_OF_APP', field: 'scopes' });
    for (const unknown of ['no-such-app', 'console']) expect(await admins.a.refusal(GRANT, { input: { clientId: unknown, scopes: ['stakeholders:read'] } })).toEqual({ code: 'APP_UNKNOWN', field: 'clientId' });
    expect((await (await world.as('school', 'alliance-a')).refusal(GRANT, { input: { clientId, scopes: READ } })).code).toBe('FORBIDDEN');
  });

  it('that asks for more later gets it only where an alliance consents anew', async () => {
    const { clientId, clientSecret, version } = await registered(owner, { ...SERVER, name: 'Growing' });
    await consented(admins.a, clientId, READ);
    await owner.data(UPDATE, { input: { clientId, version, scopes: [{ domain: 'STAKEHOLDERS' }, { domain: 'ACCOUNTABILITY' }] } });
    const { token } = await world.appToken(clientId, clientSecret ?? '', ['stakeholders:read', 'accountability:read']);
    const scopes = async () => (await world.withToken(token, 'alliance-a').data<Organizations>('{ viewer { scopes } }')).viewer.scopes;
    expect(await scopes()).toEqual(['stakeholders:read']);
    await consented(admins.a, clientId, ['stakeholders:read', 'accountability:read']);
    expect((await scopes()).toSorted()).toEqual(['accountability:read', 'stakeholders:read']);
  });

  it('is narrowed and shut out by each alliance for itself, from the next request on', async () => {
    const { clientId, token } = await server('Shut out');
    const id = await consented(admins.a, clientId, READ);
    await consented(admins.b, clientId, READ);
    const scopes = async (slug: string) => (await world.withToken(token, slug).data<Organizations>('{ viewer { scopes } }')).viewer.scopes;
    expect([await scopes('alliance-a'), await scopes('alliance-b')]).toEqual([READ.toSorted(), READ.toSorted()]);
    expect(await consented(admins.a, clientId, ['apprenticeships:read'])).toBe(id);
    expect([await scopes('alliance-a'), (await scopes('alliance-b')).length]).toEqual([['apprenticeships:read'], 2]);
    expect((await world.withToken(token, 'alliance-a').refusal('{ memberships(first: 1) { nodes { id } } }')).code).toBe('SCOPE_MISSING');

    const requests = ['alliance-a', 'alliance-b'].map((alliance) => ({ tokenHash: hashOf(token), alliance, organizationId: null }));
    expect((await world.api.database.standings(requests)).map(({ error, scopes: left }) => [error, left.length])).toEqual([[null, 1], [null, 2]]);
    const answer = await admins.a.data(WITHDRAW, { input: { id, reason: 'The city changed its mind' } });
    expect(answer).toEqual({ appConsentWithdraw: { appConsent: { state: 'WITHDRAWN', withdrawnReason: 'The city changed its mind', withdrawnBy: { name: 'admin' } } } });
    expect((await world.withToken(token, 'alliance-a').refusal('{ viewer { roles } }')).code).toBe('ALLIANCE_NOT_FOUND');
    expect(await scopes('alliance-b')).toHaveLength(2);
    expect((await world.api.database.standings(requests)).map(({ error }) => error)).toEqual(['ALLIANCE_NOT_FOUND', null]);
    expect((await admins.a.refusal(WITHDRAW, { input: { id } })).code).toBe('STATE_FORBIDS');
    await consented(admins.a, clientId, ['apprenticeships:read']);
    expect(await scopes('alliance-a')).toEqual(['apprenticeships:read']);
    await owner.data(DISABLE, { input: { clientId, reason: 'over' } });
    expect((await world.api.database.standings(requests)).map(({ error }) => error)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  it('tells of hundreds of open connections at once, people\'s seats too', async () => {
    const leaver = await makePerson(world, all.a, all.factory, { name: 'seated', login: 'seated', roles: ['INDUSTRY_MENTOR'], validUntil: '2026-03-02' });
    const own = { tokenHash: hashOf(await world.token('seated')), alliance: 'alliance-a', organizationId: all.factory };
    const requests = [own, { ...own, tokenHash: null }, { ...own, organizationId: all.college }, ...Array.from({ length: 300 }, () => own)];
    const codes = async () => (await world.api.database.standings(requests)).map(({ error }) => error);
    expect((await codes()).slice(0, 4)).toEqual([null, 'UNAUTHENTICATED', 'ACTING_ORGANIZATION_INVALID', null]);
    world.clock.set('2026-03-03T01:00:00Z');
    expect(new Set((await codes()).slice(3))).toEqual(new Set(['AFFILIATION_EXPIRED']));
    expect(leaver).toMatch(/-/);
  });

  it('that acts for an administrator lets itself in nowhere, and makes no secret', async () => {
    const { clientId, token } = await phone('Climber', 'admin', ['stakeholders:read', 'stakeholders:write', 'accountability:read']);
    await consented(admins.a, clientId, ['stakeholders:read', 'stakeholders:write']);
    const climber = world.withToken(token, 'alliance-a');
    expect((await climber.data<{ viewer: { roles: string[] } }>('{ viewer { roles } }')).viewer.roles).toEqual(['ALLIANCE_ADMIN']);
    expect((await climber.refusal(GRANT, { input: { clientId, scopes: ['accountability:read'] } })).code).toBe('SCOPE_MISSING');
    expect((await climber.refusal(REGISTER, { input: SERVER })).code).toBe('SCOPE_MISSING');
    expect((await climber.refusal('{ appConsents(first: 1) { nodes { id } } }')).code).toBe('SCOPE_MISSING');
    // The database does not rely on the scope: who manages apps comes through a client of the product.
    const asked = { tokenHash: hashOf(token), alliance: 'alliance-a', organizationId: null, readOnly: false, requestId: null };
    const outcome = await world.api.database.enter(asked, async (scope) => [
      await scope.sql('select register_app($1, 50, now()) as outcome', [JSON.stringify({ clientId: 'by-the-back-door' })]),
      await scope.sql('select disable_own_app($1, now()) as done', [clientId]), await scope.sql('select * from own_apps(null)'),
    ]);
    expect(outcome).toEqual([[{ outcome: 'NOT_MANAGING' }], [{ done: false }], []]);
  });

  it('learns no name of whom is not known to be grown up, and no birthday at all', async () => {
    const student = (name: string, birthDate?: string) => makePerson(world, all.a, all.college, { name, kind: 'STUDENT', ...(birthDate ? { birthDate } : {}) });
    // On 3 March 2026.
    const people: Record<string, boolean> = { [await student('Grown', '2008-03-03')]: true, [await student('Not yet', '2008-03-04')]: false, [await makePerson(world, all.a, all.college, { name: 'Unknown', kind: 'STUDENT' })]: false };
    const { clientId, token } = await phone('Roster', 'school', ['stakeholders:read']);
    await consented(admins.a, clientId, ['stakeholders:read']);
    const shown = async (client: GraphqlClient) => (await client.request<{ participants: { nodes: { person: { id: string; name: string | null; birthDate: string | null } }[] } }>(NAMES)).data?.participants.nodes.map(({ person }) => person) ?? [];
    const byApp = await shown(world.withToken(token, 'alliance-a'));
    const byHimself = await shown(await world.as('school', 'alliance-a'));
    for (const [id, told] of Object.entries(people)) {
      const of = (list: typeof byApp) => list.find((person) => person.id === globalId('Person', id));
      expect([of(byApp)?.name !== null, of(byHimself)?.name !== null]).toEqual([told, true]);
    }
    expect(byApp.every(({ birthDate }) => birthDate === null)).toBe(true);
    expect(byApp.find(({ name }) => name === 'teacher')).toBeDefined();
    const alone = await server('Nameless');
    await consented(admins.a, alone.clientId, READ);
    expect((await shown(world.withToken(alone.token, 'alliance-a'))).every(({ name, birthDate }) => name === null && birthDate === null)).toBe(true);
  });

  it('is named beside what was written through it, at a constant number of statements', async () => {
    const { clientId, token } = await phone('Promise book', 'liaison', ['stakeholders:read', 'accountability:read', 'accountability:write']);
    await consented(admins.a, clientId, ['stakeholders:read', 'accountability:read', 'accountability:write']);
    const propose = (client: GraphqlClient, number: string) => client.data('mutation($input: CommitmentProposeInput!) { commitmentPropose(input: $input) { commitment { id } } }', { input: {
      number, title: 'Posts', ownerOrganizationId: globalId('Organization', all.factory), verifierOrganizationId: globalId('Organization', all.association), metric: 'posts', unit: 'posts',
      baseline: 0, target: 10, direction: 'INCREASE', dueOn: '2026-12-31', requiredEvidence: '', weightBp: 100 } });
    await propose(await world.as('liaison', 'alliance-a'), 'in the console');
    await propose(world.withToken(token, 'alliance-a'), 'on the phone 1');
    const LIST = '{ commitments(first: 100) { nodes { number viaApp { clientId name ownerName } } } }';
    const mentor = await world.as('mentor', 'alliance-a');
    const counted = async () => {
      const before = world.api.database.statements;
      const { commitments } = await mentor.data<{ commitments: { nodes: { number: string; viaApp: unknown }[] } }>(LIST);
      return { nodes: commitments.nodes, statements: world.api.database.statements - before };
    };
    const few = await counted();
    const via = { clientId, name: 'Promise book', ownerName: 'Association' };
    expect(Object.fromEntries(few.nodes.map(({ number, viaApp }) => [number, viaApp]))).toEqual({ 'in the console': null, 'on the phone 1': via });
    for (const number of ['2', '3', '4', '5']) await propose(world.withToken(token, 'alliance-a'), `on the phone ${number}`);
    const many = await counted();
    expect([many.nodes.length, many.statements]).toEqual([6, few.statements]);
    // Shut out, it is named beside what it wrote all the same.
    await owner.data(DISABLE, { input: { clientId, reason: 'over' } });
    expect((await counted()).nodes.filter(({ viaApp }) => viaApp !== null)).toHaveLength(5);
  });

  it('counts as an enterprise\'s own system where the enterprise registered it, it keeps a secret, and nobody sits before it', async () => {
    const factory = await world.as('coordinator', 'alliance-a');
    const speaks = async (token: string, organization: string | null = null): Promise<boolean[]> => world.api.database.enter(
      { tokenHash: hashOf(token), alliance: 'alliance-a', organizationId: organization, readOnly: true, requestId: null },
      async (scope) => [await isOwnSystem(scope, all.factory), await isOwnSystem(scope, all.association)]);
    const own = await registered(factory, { ...SERVER, name: 'Shop floor', redirectUris: [REDIRECT] });
    await consented(admins.a, own.clientId, READ);
    expect(await speaks((await world.appToken(own.clientId, own.clientSecret ?? '', READ)).token)).toEqual([true, false]);
    const others = await server('Not of the factory');
    await consented(admins.a, others.clientId, READ);
    expect(await speaks(others.token)).toEqual([false, true]);
    const handheld = await registered(factory, { ...PHONE, name: 'Handheld' });
    await consented(admins.a, handheld.clientId, ['stakeholders:read']);
    expect(await speaks(await signIn(world.identity.url, handheld.clientId, REDIRECT, 'mentor', PASSWORD, ['openid', 'stakeholders:read']))).toEqual([false, false]);
    expect(await speaks(await world.token('mentor'))).toEqual([false, false]);
    // A person who uses the factory's own app speaks for himself.
    const asPerson = await world.api.database.enter({ tokenHash: hashOf(await world.token('mentor')), alliance: 'alliance-a', organizationId: null, readOnly: true, requestId: null }, async (scope) => {
      await scope.sql(`select set_config('app.client_id', $1, true)`, [own.clientId]);
      return isOwnSystem(scope, all.factory);
    });
    expect(asPerson).toBe(false);
  });
});
