import type { Api } from '@quadhelix/api';
import { MembershipService, SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { LiveClient, type Introduction } from './live-client.js';
import { makeNotesTable, Notes, notesSlice } from './notes.slice.js';
import { allChanges, changesAfter } from './sync-client.js';

const PACE = { CHANGES_POLL_MS: '50', LIVE_CHECK_MS: '500', LIVE_SUBSCRIPTIONS: '2', LIVE_CONNECTIONS_PER_CALLER: '3', LIVE_INIT_MS: '300', LIVE_STALL_MS: '600' };
const SECRET = 'a secret of the app, long enough';

describe('live updates', () => {
  let world: World;
  let all: TwoAlliances;
  let notes: Notes;
  let liaison: GraphqlClient;
  let urls: [string, string];
  const clients: LiveClient[] = [];
  beforeAll(async () => {
    world = await World.start({ moreSlices: [notesSlice], env: PACE });
    await makeNotesTable(world);
    all = await twoAlliances(world);
    notes = new Notes(world, all.a);
    liaison = await world.as('liaison', 'alliance-a');
    urls = [await world.api.listen(0), await (await world.beside(PACE)).listen(0)];
  });
  afterEach(() => { for (const client of clients.splice(0)) client.close(); });
  afterAll(() => world.stop());

  const who = async (login: string, alliance = 'alliance-a'): Promise<Introduction> => ({ token: await world.token(login), alliance });
  const connect = async (url: string, introduction: Introduction): Promise<LiveClient> => {
    const client = await LiveClient.connect(url, introduction);
    clients.push(client);
    return client;
  };
  const here = async (client: GraphqlClient = liaison): Promise<string> => (await changesAfter(client, (await allChanges(client, null)).endCursor)).endCursor;
  const titles = (changes: readonly { operation: string; node: Record<string, unknown> | null }[]): string[] => changes.map(({ operation, node }) => `${operation} ${String(node?.['title'] ?? '-')}`);

  it('tell what came after the cursor, then what happens, over every process, and nobody what is not open to him', async () => {
    const from = await here();
    await notes.add(all.factory, 'before');
    const [one, two, other, foreign] = [await connect(urls[0], await who('liaison')), await connect(urls[1], await who('liaison')), await connect(urls[1], await who('school')), await connect(urls[0], await who('adminB', 'alliance-b'))];
    one.subscribe('s', from);
    two.subscribe('s', from);
    other.subscribe('s', await here(await world.as('school', 'alliance-a')));
    foreign.subscribe('s', null, null);
    await Promise.all([one.told('s', 1), two.told('s', 1)]);
    const [id = ''] = await notes.add(all.factory, 'after');
    await Promise.all([one.told('s', 2), two.told('s', 2)]);
    await notes.change(id, { ownerOrganizationId: all.college });
    await Promise.all([one.told('s', 3), two.told('s', 3), other.told('s', 1)]);
    await notes.remove(id);
    expect(titles(await one.told('s', 4))).toEqual(titles(await two.told('s', 4)));
    expect(one.of('s').map(({ operation }) => operation)).toEqual(['CREATED', 'CREATED', 'UPDATED', 'DELETED']);
    // It may look late at what was created, and is told of it when it may see it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(new Set(other.of('s').map((change) => change.id))).toEqual(new Set([globalId('Note', id)]));
    expect(other.of('s').at(-1)).toMatchObject({ operation: 'DELETED', node: null });
    await new Notes(world, all.b).add(all.factory, 'of b');
    expect((await foreign.told('s', 1)).map(({ node }) => node?.['title'])).toEqual(['of b']);
    expect(one.of('s')).toHaveLength(4);
  });

  it('begin now where no cursor is given, and go on from any that was told', async () => {
    await notes.add(all.factory, 'long ago');
    const client = await connect(urls[0], await who('liaison'));
    client.subscribe('now', null);
    // It has looked once when the answer to a later question is there.
    client.subscribe('later', await here());
    await notes.add(all.factory, 'first');
    await client.told('later', 1);
    await notes.add(all.factory, 'second');
    const [, second] = await client.told('later', 2);
    const [first] = await client.told('now', 1);
    expect(['first', 'second']).toContain(first?.node?.['title']);
    const again = await connect(urls[1], await who('liaison'));
    again.subscribe('s', client.of('later')[0]?.cursor ?? '');
    expect(await again.told('s', 1)).toEqual([second]);
  });

  describe('end within five seconds', () => {
    const watched = async (introduction: Introduction, act: () => Promise<unknown>, code: number, reason: string): Promise<void> => {
      const streams = [await connect(urls[0], introduction), await connect(urls[1], introduction)];
      for (const stream of streams) stream.subscribe('s', null);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(streams.map(({ closed }) => closed)).toEqual([undefined, undefined]);
      await act();
      const began = performance.now();
      for (const stream of streams) expect(await stream.ends()).toMatchObject({ code, reason });
      expect(performance.now() - began).toBeLessThan(5_000);
      // Nothing is told after the end.
      await notes.add(all.factory, 'after the end');
      expect(streams.flatMap((stream) => stream.of('s'))).toEqual([]);
    };

    it('where the token was revoked', async () => {
      await makePerson(world, all.a, all.bureau, { name: 'revoked', login: 'revoked', roles: ['GOVERNMENT_LIAISON'] });
      const { token } = await who('revoked');
      await watched({ token, alliance: 'alliance-a' }, () => world.revoke(token ?? ''), 4401, 'UNAUTHENTICATED');
    });

    it('where the seat was ended', async () => {
      await makePerson(world, all.a, all.bureau, { name: 'ended', login: 'ended', roles: ['GOVERNMENT_LIAISON'] });
      const introduction = await who('ended');
      await watched(introduction, () => inAlliance(world, all.a, async (scope) => {
        const [seat] = await scope.sql<{ id: string }>(`select s.id from seats s join people p on p.id = s.person_id where p.name = 'ended'`);
        await world.api.get(SeatService).end(scope, seat?.id ?? '', '2026-03-01');
      }), 4403, 'AFFILIATION_EXPIRED');
    });

    it('where the membership was suspended', async () => {
      await watched(await who('assessor'), () => inAlliance(world, all.a, async (scope) => {
        const [membership] = await scope.sql<{ id: string }>('select id from memberships where organization_id = $1 and tenant_id = $2', [all.association, all.a.id]);
        await world.api.get(MembershipService).step(scope, membership?.id ?? '', 'suspend', 'trial');
      }), 4403, 'RIGHTS_CHANGED');
    });

    it('where the alliance withdrew its consent to the app', async () => {
      await world.identity.registerClient({ id: 'live-app', name: 'App', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read'], redirectUris: [], firstParty: false, secret: SECRET });
      const admin = await world.as('admin', 'alliance-a');
      const { appConsentGrant } = await admin.data<{ appConsentGrant: { appConsent: { id: string } } }>('mutation { appConsentGrant(input: { clientId: "live-app", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
      const answer = await fetch(`${world.identity.url}/token`, {
        method: 'POST', headers: { authorization: `Basic ${Buffer.from(`live-app:${SECRET}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'stakeholders:read' }),
      });
      const { access_token: token = null } = (await answer.json()) as { access_token?: string };
      await watched({ token, alliance: 'alliance-a' }, () => admin.data('mutation($id: ID!) { appConsentWithdraw(input: { id: $id }) { appConsent { id } } }', { id: appConsentGrant.appConsent.id }), 4403, 'ALLIANCE_NOT_FOUND');
    });
  });

  it('carry subscriptions only, and subscriptions go by no other way', async () => {
    const client = await connect(urls[0], await who('liaison'));
    const asked: [string, string][] = [];
    const ask = (id: string, query: string): void => { asked.push([id, query]); };
    ask('q', '{ viewer { alliances { slug } } }');
    ask('m', 'mutation { appConsentGrant(input: { clientId: "x", scopes: [] }) { appConsent { id } } }');
    ask('two', 'subscription { changes { cursor } more: changes { cursor } }');
    ask('nothing', 'subscription { nothing }');
    ask('no', 'no document');
    ask('costly', `subscription { changes { node { ${'__typename '.repeat(120)} } } }`);
    const codes: string[] = [];
    for (const [id, query] of asked) {
      client.ask(id, query);
      codes.push(await client.refused(id));
    }
    expect(codes).toEqual([
      'ONLY_SUBSCRIPTIONS', 'ONLY_SUBSCRIPTIONS', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'QUERY_TOO_MANY_DUPLICATES',
    ]);
    client.subscribe('cursor', 'x');
    expect(await client.refused('cursor')).toBe('CURSOR_INVALID');
    expect((await liaison.refusal('subscription { changes { cursor } }')).code).toBe('SUBSCRIPTION_BY_SOCKET');
    expect(client.closed).toBeUndefined();
  });

  it('are bounded: connections, subscriptions, messages, and the time to say who it is', async () => {
    const introduction = await who('coordinator');
    const open = [await connect(urls[0], introduction), await connect(urls[0], introduction), await connect(urls[0], introduction)];
    expect(await (await connect(urls[0], introduction)).ends()).toMatchObject({ code: 4429, reason: 'TOO_MANY_CONNECTIONS' });
    const [first, second, third] = open as [LiveClient, LiveClient, LiveClient];
    for (const id of ['a', 'b', 'c']) first.subscribe(id, null);
    expect(await first.refused('c')).toBe('TOO_MANY_SUBSCRIPTIONS');
    second.ask('large', `subscription { changes { cursor } } # ${'x'.repeat(140_000)}`);
    expect(await second.ends()).toMatchObject({ code: 1009 });
    for (let count = 0; count < 250; count += 1) third.send({ type: 'ping' });
    expect(await third.ends()).toMatchObject({ code: 4429, reason: 'TOO_MANY_MESSAGES' });
    const silent = new LiveClient(urls[0]);
    expect(await silent.ends()).toMatchObject({ code: 4408 });
    const early = new LiveClient(urls[0]);
    await early.opened();
    early.subscribe('s', null);
    expect(await early.ends()).toMatchObject({ code: 4401 });
    expect(await new LiveClient(urls[0], 'graphql-ws').ends()).toBeDefined();
    for (const [wrong, code, reason] of [
      [{ token: null, alliance: 'alliance-a' }, 4401, 'UNAUTHENTICATED'], [{ token: 'not a token at all', alliance: 'alliance-a' }, 4401, 'UNAUTHENTICATED'],
      [{ ...introduction, alliance: 'alliance-b' }, 4403, 'ALLIANCE_NOT_FOUND'], [{ ...introduction, alliance: null }, 4400, 'ALLIANCE_REQUIRED'],
    ] as const) expect(await (await connect(urls[0], wrong)).ends()).toMatchObject({ code, reason });
  });

  it('cut who takes nothing, and lose nothing for him', async () => {
    const from = await here();
    await notes.add(all.factory, 'x'.repeat(4_000), 200);
    const slow = await connect(urls[0], await who('liaison'));
    slow.socket.pause();
    slow.subscribe('s', from, ['Note'], `cursor operation type id ${Array.from({ length: 40 }, (_, index) => `n${String(index)}: node { ... on Note { title } }`).join(' ')}`);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    slow.socket.resume();
    expect(await slow.ends(15_000)).toMatchObject({ code: 1006 });
    const taken = slow.of('s');
    expect(taken.length).toBeLessThan(200);
    const again = await connect(urls[0], await who('liaison'));
    again.subscribe('s', taken.at(-1)?.cursor ?? from);
    const rest = await again.told('s', 200 - taken.length, 20_000);
    expect(new Set([...taken, ...rest].map(({ id }) => id)).size).toBe(200);
  });

  it('end with the process, and go on at another one without a gap', async () => {
    const leaving: Api = await world.beside(PACE);
    const from = await here();
    const client = await connect(await leaving.listen(0), await who('liaison'));
    client.subscribe('s', from);
    await notes.add(all.factory, 'seen');
    await client.told('s', 1);
    const began = performance.now();
    await leaving.close();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await client.ends()).toMatchObject({ code: 1001, reason: 'restart' });
    await notes.add(all.factory, 'meanwhile');
    const next = await connect(urls[1], await who('liaison'));
    next.subscribe('s', client.of('s')[0]?.cursor ?? '');
    expect(titles(await next.told('s', 1))).toEqual(['CREATED meanwhile']);
  });
});
