import { PASSWORD, inAlliance, makePerson, signIn, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { background, confirm, trialSlices } from './mailbox.js';
import { happen } from './trial.js';

const REDIRECT = 'http://localhost:9/callback';
const INBOX = 'query($after: String) { inbox(first: 2, after: $after) { nodes { title notificationId alliance { slug } about { type } } pageInfo { endCursor hasNextPage } } }';
interface Inbox { inbox: { nodes: { title: string; notificationId: string; alliance: { slug: string } | null }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
const NODE = 'query($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { __typename } }';

describe('what the neighbour reads', () => {
  let world: World;
  let all: TwoAlliances;
  let bothId: string;

  beforeAll(async () => {
    world = await World.start({ slices: trialSlices });
    all = await twoAlliances(world);
    bothId = await makePerson(world, all.a, all.factory, { name: 'Both', login: 'both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    await makePerson(world, all.b, all.factory, { name: 'Both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    await background(world);
    for (const [alliance, title] of [[all.a, 'In A'], [all.b, 'In B'], [all.a, 'In A again']] as const) {
      world.clock.advance({ minutes: 1 });
      await inAlliance(world, alliance, (scope) => Promise.resolve(happen(scope, 'trial.urgent', { to: [{ personId: bothId }], title })));
      await background(world);
    }
    await confirm(world, await world.as('both', 'alliance-a'), 'MAIL', 'both@example.org');
    await background(world);
  }, 120_000);
  afterAll(() => world.stop());

  const entire = async (client: GraphqlClient): Promise<string[]> => {
    const titles: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { inbox }: Inbox = await client.data<Inbox>(INBOX, { after });
      titles.push(...inbox.nodes.map(({ title, alliance }) => `${title} (${alliance?.slug ?? '-'})`));
      after = inbox.pageInfo.endCursor;
      more = inbox.pageInfo.hasNextPage;
    }
    return titles;
  };
  const own = ['In A again (alliance-a)', 'In B (alliance-b)', 'In A (alliance-a)'];

  it('a person finds his own of every alliance without naming one, page by page, and in an alliance only what belongs to it', async () => {
    const everywhere = await entire(await world.as('both', null));
    expect(everywhere.filter((title) => title.startsWith('In'))).toEqual(own);
    expect((await entire(await world.as('both', 'alliance-b'))).filter((title) => title.startsWith('In'))).toEqual(['In B (alliance-b)']);
    const marked = (await (await world.as('both', null)).data<Inbox>(INBOX)).inbox.nodes[0]?.notificationId;
    await (await world.as('both', 'alliance-a')).data('mutation($ids: [ID!]!) { notificationMarkRead(input: { ids: $ids }) { notifications { state } } }', { ids: [marked] });
    expect(await (await world.as('both', null)).data('{ inbox(first: 5, filter: { unread: false }) { nodes { title state } } }')).toEqual({ inbox: { nodes: [{ title: 'In A again', state: 'READ' }] } });
  });

  it('nobody else finds them: not by list, not by id, not by marking, not as administrator', async () => {
    const { notifications } = await (await world.as('both', 'alliance-a')).data<{ notifications: { nodes: { id: string }[] } }>('{ notifications(first: 5) { nodes { id } } }');
    const { deliveries } = await (await world.as('both', 'alliance-a')).data<{ deliveries: { nodes: { id: string }[] } }>('{ deliveries(first: 5) { nodes { id } } }');
    const { contactPoints } = await (await world.as('both', 'alliance-a')).data<{ contactPoints: { id: string }[] }>('{ contactPoints { id } }');
    const ids = [notifications.nodes[0]?.id, deliveries.nodes[0]?.id, contactPoints[0]?.id];
    expect(ids.every((id) => id !== undefined)).toBe(true);
    for (const [login, alliance] of [['coordinator', 'alliance-a'], ['admin', 'alliance-a'], ['adminB', 'alliance-b'], ['mentorB', 'alliance-b'], ['both', 'alliance-b']] as const) {
      const client = await world.as(login, alliance);
      // His own contact points are the same for him in every alliance.
      for (const id of login === 'both' ? ids.slice(0, 2) : ids) {
        const answer = await client.request(NODE, { id });
        expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([{ node: null, nodes: [null] }, 'NOT_FOUND']);
      }
      expect((await client.refusal('mutation($ids: [ID!]!) { notificationArchive(input: { ids: $ids }) { notifications { id } } }', { ids: [ids[0]] })).code).toBe('NOT_FOUND');
      expect((await client.refusal('mutation($id: ID!) { deliverySendAgain(input: { id: $id }) { delivery { id } } }', { id: ids[1] })).code).toBe('NOT_FOUND');
      if (login === 'both') continue;
      for (const verb of ['contactPointRemove(input: { id: $id }) { removed }', 'contactPointVerify(input: { id: $id, code: "000000" }) { confirmed }', 'contactPointSendCode(input: { id: $id }) { contactPoint { address } }']) {
        expect((await client.refusal(`mutation($id: ID!) { ${verb} }`, { id: ids[2] })).code).toBe('NOT_FOUND');
      }
      expect((await entire(await world.as(login, null))).filter((title) => title.startsWith('In'))).toEqual([]);
      expect(await client.data('{ contactPoints { address } }')).toEqual({ contactPoints: [] });
    }
  });

  it('an app that acts for him sees what alliances let it read, and no address without the scope for personal data', async () => {
    const scopes = ['openid', 'notifications:read', 'stakeholders:read'];
    await world.identity.registerClient({ id: 'reader-app', name: 'Reader', type: 'public', grantTypes: ['authorization_code'], scopes, redirectUris: [REDIRECT], firstParty: false });
    const token = await signIn(world.identity.url, 'reader-app', REDIRECT, 'both', PASSWORD, scopes);
    expect(await entire(world.withToken(token, null))).toEqual([]);
    const consent = (scope: string) => async () => (await world.as('adminB', 'alliance-b')).data('mutation($scopes: [String!]!) { appConsentGrant(input: { clientId: "reader-app", scopes: $scopes }) { appConsent { id } } }', { scopes: [scope] });
    await consent('stakeholders:read')();
    expect(await entire(world.withToken(token, null))).toEqual([]);
    await consent('notifications:read')();
    expect((await entire(world.withToken(token, null))).filter((title) => title.startsWith('In'))).toEqual(['In B (alliance-b)']);
    expect((await world.withToken(token, 'alliance-b').refusal('{ contactPoints { address } }')).code).toBe('SCOPE_MISSING');
  });

  it('without the alliance, who has left it finds only what had to be told', async () => {
    await inAlliance(world, all.b, (scope) => Promise.resolve(happen(scope, 'trial.legal', { to: [{ personId: bothId }], title: 'In B by law' })));
    await background(world);
    await inAlliance(world, all.b, (scope) => scope.sql(`update seats set valid_until = '2026-03-01' where person_id = $1`, [bothId]));
    const left = (await entire(await world.as('both', null))).filter((title) => title.startsWith('In'));
    expect(left).toEqual(['In B by law (-)', 'In A again (alliance-a)', 'In A (alliance-a)']);
  });

  it('the worker learns addresses only of people to whom its alliance has something to say', async () => {
    const strangerId = await makePerson(world, all.b, all.collegeB, { name: 'Stranger', login: 'stranger', roles: ['SCHOOL_TEACHER'] });
    await background(world);
    await confirm(world, await world.as('stranger', 'alliance-b'), 'MAIL', 'stranger@example.org');
    const profiles = (alliance: { id: string }) => world.api.database.system(alliance.id, 'test', (scope) => scope.sql('select person_id from recipient_profiles($1)', [[strangerId]]));
    expect(await profiles(all.a)).toEqual([]);
    expect(await profiles(all.b)).toEqual([{ person_id: strangerId }]);
  });
});
