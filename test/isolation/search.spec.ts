import pg from 'pg';
import { inAlliance, makeMember, makePerson, PASSWORD, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { PersonalDataKinds } from '@quadhelix/personal-data';
import { rebuild } from '@quadhelix/worker';

const SEARCH = `query ($text: String!, $kinds: [String!], $first: Int, $after: String, $last: Int, $before: String) {
  search(text: $text, kinds: $kinds, first: $first, after: $after, last: $last, before: $before) {
    nodes { title kind node { __typename id } } edges { cursor } counts { kind count } incomplete pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
interface Found { search: { nodes: { title: string; kind: string }[]; edges: { cursor: string }[]; counts: { kind: string; count: number }[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string } } }

describe('search, by those who may not find', () => {
  let world: World;
  let all: TwoAlliances;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    for (const [name, login] of [['李薇', 'liwei'], ['孙小海', null]] as const) {
      await makePerson(world, all.a, all.college, { name, kind: 'STUDENT', birthDate: '2009-01-15', roles: ['APPRENTICE'], ...(login ? { login } : {}) });
    }
    await makePerson(world, all.a, all.college, { name: '郑老师', roles: ['SCHOOL_TEACHER'] });
    await makePerson(world, all.b, all.collegeB, { name: '李薇薇', roles: ['SCHOOL_TEACHER'] });
    await makeMember(world, all.b, { sector: 'SOCIETY', legalName: 'Hidden institute' });
    await world.settled();
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  const find = async (client: GraphqlClient, text: string, variables: Record<string, unknown> = {}): Promise<Found['search']> => (await client.data<Found>(SEARCH, { text, ...('last' in variables ? {} : { first: 100 }), ...variables })).search;
  const titles = async (login: string, text: string, alliance = 'alliance-a'): Promise<string[]> => (await find(await world.as(login, alliance), text)).nodes.map(({ title }) => title);

  it('finds what belongs to its alliance, and of the neighbour nothing: as if it did not exist', async () => {
    expect(await titles('admin', 'coll')).toEqual(['College', 'College']);
    expect(await titles('adminB', 'coll', 'alliance-b')).toEqual(['College B', 'College B']);
    const admin = await world.as('admin', 'alliance-a');
    const hidden = await find(admin, 'Hidden institute');
    const absent = await find(admin, 'Nowhere institute');
    expect(hidden).toEqual(absent);
    expect(hidden).toMatchObject({ nodes: [], counts: [], incomplete: false });
    expect((await (await world.as('admin', null)).refusal(SEARCH, { text: 'x', first: 1 })).code).toBe('ALLIANCE_REQUIRED');
  });

  it.each([
    ['an administrator', 'admin', true], ['the liaison', 'liaison', true], ['his coordinator', 'school', true], ['a teacher of his school', 'teacher', true], ['himself', 'liwei', true],
    ['a mentor of an enterprise that has nothing to do with him', 'mentor', false], ['a coordinator of it', 'coordinator', false], ['an assessor', 'assessor', false],
  ])('lets %s find a minor: %s: %s', async (_name, login, may) => {
    const client = await world.as(login, 'alliance-a');
    for (const text of ['李薇', '李', '薇', 'liw']) {
      const found = await find(client, text);
      expect(found.nodes.map(({ title }) => title)).toEqual(may && text !== 'liw' ? ['李薇'] : []);
      expect(found.counts).toEqual(may && text !== 'liw' ? [{ kind: 'Person', count: 1 }] : []);
    }
    expect((await find(client, '孙小海')).nodes).toHaveLength(may && login !== 'liwei' ? 1 : 0);
    expect((await find(client, '郑老师')).nodes).toHaveLength(1);
  });

  it('lets an app without a person find organizations and nobody by name, and a token without the scope nothing', async () => {
    const scopes = ['stakeholders:read'];
    const { secret = '' } = await world.identity.registerClient({ id: 'machine', name: 'Machine', type: 'confidential', grantTypes: ['client_credentials'], scopes });
    await (await world.as('admin', 'alliance-a')).data('mutation { appConsentGrant(input: { clientId: "machine", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    const answer = await fetch(`${world.identity.url}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`machine:${secret}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const app = world.withToken(token, 'alliance-a');
    expect((await find(app, 'College')).counts).toEqual([{ kind: 'Membership', count: 1 }, { kind: 'Organization', count: 1 }]);
    for (const text of ['李薇', '郑老师', 'mentor']) expect(await find(app, text)).toMatchObject({ nodes: [], counts: [] });
    const blind = await world.as('admin', 'alliance-a', { scopes: ['accountability:read'] });
    expect(await find(blind, 'College')).toMatchObject({ nodes: [], counts: [] });
  });

  it('lets an app of somebody else find nobody by name for a person who would: the title would tell it', async () => {
    const redirect = 'http://localhost:9/callback';
    await world.identity.registerClient({ id: 'finder', name: 'Finder', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'stakeholders:read'], redirectUris: [redirect], firstParty: false });
    await (await world.as('admin', 'alliance-a')).data('mutation { appConsentGrant(input: { clientId: "finder", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    const app = world.withToken(await signIn(world.identity.url, 'finder', redirect, 'admin', PASSWORD, ['openid', 'stakeholders:read']), 'alliance-a');
    expect(await titles('admin', '李薇')).toEqual(['李薇']);
    for (const text of ['李薇', '郑老师']) expect(await find(app, text)).toMatchObject({ nodes: [], counts: [] });
    expect((await find(app, 'College')).counts).toEqual([{ kind: 'Membership', count: 1 }, { kind: 'Organization', count: 1 }]);
  });

  it('shows nobody what an entry that is behind its facts still says he may read', async () => {
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = '孙小海'`));
    await superuser.query(`update search_entries set readers = readers || array[tenant_id || ' Person related ' || $1] where subject_id = $2`, [all.factory, row?.id]);
    const mentor = await world.as('mentor', 'alliance-a');
    const found = await find(mentor, '孙小海');
    expect([found.nodes, found.edges]).toEqual([[], []]);
    await superuser.query(`update search_entries set readers = array_remove(readers, tenant_id || ' Person related ' || $1) where subject_id = $2`, [all.factory, row?.id]);
  });

  it('follows what changes: a person who comes to an organization is found by it, a new name in every alliance', async () => {
    expect(await titles('mentor', '孙小海')).toEqual([]);
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = '孙小海'`));
    await superuser.query(`insert into participants select tenant_id, gen_random_uuid(), person_id, $1, created_at, 1 from participants where person_id = $2`, [all.factory, row?.id]);
    await rebuild({ database: world.api.database, projections: world.worker?.projections ?? [] }, { only: 'search Person', alliance: 'alliance-a' });
    expect(await titles('mentor', '孙小海')).toEqual(['孙小海']);

    const coordinator = await world.as('coordinator', 'alliance-a');
    const { viewer } = await coordinator.data<{ viewer: { organization: { version: number } } }>('{ viewer { organization { version } } }');
    await coordinator.data('mutation ($input: OrganizationUpdateInput!) { organizationUpdate(input: $input) { organization { legalName } } }', { input: { version: viewer.organization.version, legalName: '恒驰机电(示例)' } });
    await world.settled();
    for (const [login, alliance] of [['admin', 'alliance-a'], ['adminB', 'alliance-b']] as const) {
      expect(await titles(login, '恒驰机', alliance)).toEqual(['恒驰机电(示例)', '恒驰机电(示例)']);
      expect(await titles(login, 'Factory', alliance)).toEqual([]);
    }
  });

  it('pages forth and back through the same, and takes no cursor from another search, reader or alliance', async () => {
    for (let index = 1; index <= 7; index += 1) await makeMember(world, all.a, { sector: 'INDUSTRY', legalName: `Paged ${String(index)}` });
    await world.settled();
    const admin = await world.as('admin', 'alliance-a');
    const kinds = ['Organization'];
    const whole = (await find(admin, 'paged', { kinds })).nodes.map(({ title }) => title);
    expect(whole).toEqual([1, 2, 3, 4, 5, 6, 7].map((index) => `Paged ${String(index)}`));
    const forth: string[] = [];
    let page = await find(admin, 'paged', { kinds, first: 3 });
    for (;;) {
      forth.push(...page.nodes.map(({ title }) => title));
      if (!page.pageInfo.hasNextPage) break;
      page = await find(admin, 'paged', { kinds, first: 3, after: page.pageInfo.endCursor });
    }
    expect(forth).toEqual(whole);
    const back: string[] = [];
    page = await find(admin, 'paged', { kinds, last: 3 });
    for (;;) {
      back.unshift(...page.nodes.map(({ title }) => title));
      if (!page.pageInfo.hasPreviousPage) break;
      page = await find(admin, 'paged', { kinds, last: 3, before: page.pageInfo.startCursor });
    }
    expect(back).toEqual(whole);
    const { endCursor } = (await find(admin, 'paged', { kinds, first: 3 })).pageInfo;
    const refused = { code: 'CURSOR_INVALID', field: 'after' };
    expect(await admin.refusal(SEARCH, { text: 'pag', kinds, first: 3, after: endCursor })).toEqual(refused);
    expect(await admin.refusal(SEARCH, { text: 'paged', first: 3, after: endCursor })).toEqual(refused);
    expect(await (await world.as('liwei', 'alliance-a')).refusal(SEARCH, { text: 'paged', first: 3, after: endCursor })).toEqual(refused);
    expect(await (await world.as('adminB', 'alliance-b')).refusal(SEARCH, { text: 'paged', kinds, first: 3, after: endCursor })).toEqual(refused);
    expect((await admin.refusal(SEARCH, { text: 'paged', first: 101 })).code).toBe('PAGE_SIZE_INVALID');
  });

  it('costs the same number of statements however much it finds', async () => {
    const admin = await world.as('admin', 'alliance-a');
    const statements = async (first: number): Promise<number> => {
      const before = world.api.database.statements;
      expect((await find(admin, 'paged', { first })).nodes).toHaveLength(first);
      return world.api.database.statements - before;
    };
    // One organization and one membership against seven of each.
    expect(await statements(14)).toBe(await statements(2));
    expect(await statements(2)).toBeLessThanOrEqual(6);
  });

  it('is the same after everything was made anew, with what was lost and without what has no thing', async () => {
    const entries = async () => (await superuser.query(`select tenant_id, subject_type, subject_id, title, folded, grams, readers, person_id from search_entries order by 1, 2, 3`)).rows as unknown[];
    const anew = () => rebuild({ database: world.api.database, projections: world.worker?.projections ?? [] }, { only: 'search' });
    // What the product brought with it is public law; an alliance finds it once everything was made anew.
    await anew();
    const before = await entries();
    await superuser.query(`insert into search_entries select tenant_id, subject_type, gen_random_uuid(), 'Orphan', 'orphan', 'orphan', '{^or}', '{^or}', readers, person_id, created_at from search_entries`);
    await superuser.query(`delete from search_entries where title like 'Paged%' or title = '李薇'`);
    await anew();
    expect(await entries()).toEqual(before);
  });

  it('forgets a person who is erased, and finds him under the name that is left', async () => {
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = '李薇'`));
    const kind = world.api.get(PersonalDataKinds).all.find(({ name }) => name === 'search');
    expect(await inAlliance(world, all.a, (scope) => kind?.erase(scope, row?.id ?? '', 'x') ?? Promise.resolve(0))).toBe(1);
    expect(await titles('admin', '李薇')).toEqual([]);
    expect((await superuser.query(`select from search_entries where folded like '%李薇%' and tenant_id = $1`, [all.a.id])).rowCount).toBe(0);
  });
});
