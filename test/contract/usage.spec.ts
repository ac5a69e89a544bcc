import { createHash } from 'node:crypto';
import { consoleDocuments } from '@quadhelix/api-contract';
import { defineSlice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { CONSOLE, GraphqlClient, runBackground, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { ask, codeOf, statementsOf } from '../attacks/raw-request.js';
import { leavingSlice } from './leaving.slice.js';

const USAGE = 'query($id: String!, $leaving: Boolean, $from: LocalDate) { appUsage(clientId: $id, first: 100, leaving: $leaving, from: $from) { nodes { member leavesAfter uses lastUsedAt days { day uses } } } }';
const STALE = '{ leaving(way: OLD) { stale fresh } }';
const PLACES = consoleDocuments.places;

interface Used { member: string; leavesAfter: string | null; uses: number; lastUsedAt: string; days: { day: string; uses: number }[] }

describe('what apps use of the API', () => {
  let world: World;
  let all: TwoAlliances;
  let token: string;
  const slices = [...allSlices, defineSlice(leavingSlice)];
  const task = () => slices.flatMap((slice) => slice.daily.map((make) => make(world.api.get))).find(({ name }) => name === 'app-warnings');

  /** Sends documents as the app and writes what was counted. */
  async function sent(documents: readonly string[], alliance = 'alliance-a', api = world.api): Promise<void> {
    for (const document of documents) await new GraphqlClient(api, token, alliance, null).request(document);
    await api.usage.settle();
  }
  const usage = async (login: string, variables: Record<string, unknown> = {}): Promise<Used[]> =>
    (await (await world.as(login, 'alliance-a')).data<{ appUsage: { nodes: Used[] } }>(USAGE, { id: 'reporter', ...variables })).appUsage.nodes;
  async function warned(): Promise<string[]> {
    await task()?.run(world.api.database, world.clock.now(), new AbortController().signal);
    await runBackground(world, { sending: false });
    const { notifications } = await (await world.as('assessor', 'alliance-a')).data<{ notifications: { nodes: { title: string; text: string }[] } }>('{ notifications(first: 100) { nodes { title text } } }');
    return notifications.nodes.filter(({ title }) => title.includes('leave the API')).map(({ title, text }) => `${title}. ${text}`);
  }

  beforeAll(async () => {
    world = await World.start({ moreSlices: [leavingSlice] });
    all = await twoAlliances(world);
    const secrets = await Promise.all([['reporter', all.association], ['stranger', all.bureau]].map(async ([id = '', ownerOrganizationId]) => (await world.identity.registerClient({
      id, name: 'Reporter', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['stakeholders:read'], ...(ownerOrganizationId ? { ownerOrganizationId } : {}),
    })).secret));
    for (const [login, alliance] of [['admin', 'alliance-a'], ['adminB', 'alliance-b']] as const) {
      await (await world.as(login, alliance)).data('mutation { appConsentGrant(input: { clientId: "reporter", scopes: ["stakeholders:read"] }) { appConsent { id } } }');
    }
    const answer = await fetch(`${world.identity.url}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`reporter:${secrets[0] ?? ''}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'stakeholders:read' }),
    });
    token = ((await answer.json()) as { access_token: string }).access_token;
  });
  afterAll(() => world.stop());

  it('is counted by client, member and day, by any number of processes, whatever alliance they ask in', async () => {
    for (const api of [world.api, await world.beside()]) await sent([STALE, '{ leaving { fresh } }'], 'alliance-a', api);
    await sent(['{ leaving { fresh } }'], 'alliance-b');
    world.clock.set('2026-03-03T01:00:00Z');
    await sent(['{ leaving { fresh } }']);
    const found = await usage('assessor');
    expect(found.map(({ member, leavesAfter, uses, days }) => [member, leavesAfter, uses, days.map(({ day, uses: each }) => `${day} ${String(each)}`).join()])).toEqual([
      ['Leaving.fresh', null, 6, '2026-03-02 5,2026-03-03 1'],
      ['Leaving.stale', '2026-09-01', 2, '2026-03-02 2'],
      ['LeavingWay.OLD', '2026-12-31', 2, '2026-03-02 2'],
      ['Query.leaving', null, 6, '2026-03-02 5,2026-03-03 1'],
      ['Query.leaving(way:)', null, 2, '2026-03-02 2'],
    ]);
    expect(found.find(({ member }) => member === 'Leaving.fresh')?.lastUsedAt).toBe('2026-03-03T01:00:00.000Z');
    expect((await usage('assessor', { leaving: true })).map(({ member }) => member)).toEqual(['Leaving.stale', 'LeavingWay.OLD']);
    expect((await usage('assessor', { from: '2026-03-03' })).map(({ member, uses }) => `${member} ${String(uses)}`)).toEqual(['Leaving.fresh 1', 'Query.leaving 1']);
  });

  it('is not counted of what is refused before it runs, nor twice of a change that is sent again', async () => {
    const before = await usage('assessor');
    await sent(['{ nothing }', '{ leaving(way: NONE) { stale } }', '{ __typename }', 'not GraphQL']);
    await sent(['{ leaving { stale } }'], 'alliance-c');
    expect(await usage('assessor')).toEqual(before);
    const once = { token: await world.token('admin'), alliance: 'alliance-a', headers: { 'idempotency-key': 'sent-twice-in-all' }, query: 'mutation { membershipInvite(input: { sector: SCHOOL, legalName: "Once", regionCode: "320000" }) { membership { id } } }' };
    for (let times = 0; times < 2; times += 1) expect(codeOf(await ask(world.api, once))).toBeUndefined();
    await world.api.usage.settle();
    const counted = await world.api.database.system(null, 'test', (scope) => scope.sql(`select uses from api_usage_of('console', '2026-01-01', '2026-12-31') where member = 'Mutation.membershipInvite'`), { readOnly: true });
    expect(counted).toEqual([{ uses: 1 }]);
  });

  it('is written in one statement, outside the operations, and the list is read in two', async () => {
    const heard = await statementsOf(() => sent([STALE, STALE, '{ leaving { fresh } }']));
    expect(heard.filter((text) => text.includes('api_usage'))).toEqual(['select add_api_usage($1, $2, $3, $4, $5)']);
    expect((await statementsOf(() => usage('assessor'))).filter((text) => /owns_client|api_usage/.test(text))).toHaveLength(2);
  });

  it('is shown to who speaks for the owner: another\'s client answers as one that does not exist', async () => {
    const asked = async (login: string, id: string) => (await world.as(login, 'alliance-a')).request(USAGE, { id });
    const [own, other, absent] = [await asked('assessor', 'reporter'), await asked('liaison', 'reporter'), await asked('liaison', 'nobody')];
    expect(own.errors).toEqual([]);
    const told = ({ errors, data }: typeof other) => ({ data, errors: errors.map(({ message, extensions: { code, field } }) => ({ message, code, field })) });
    expect(told(other)).toEqual(told(absent));
    expect(told(absent)).toMatchObject({ data: null, errors: [{ code: 'NOT_FOUND', field: 'clientId' }] });
    expect((await asked('mentor', 'reporter')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await new GraphqlClient(world.api, token, 'alliance-a', null).refusal(USAGE, { id: 'reporter' })).code).toBe('SCOPE_MISSING');
    expect(await (await world.as('assessor', 'alliance-a')).refusal(USAGE, { id: 'reporter', from: '2025-01-01' })).toEqual({ code: 'INPUT_INVALID', field: 'until' });
  });

  it('the function behind it tells a request of others nothing, whatever it asks', async () => {
    const seen = async (organization: string, client: string | null) => world.api.database.system(all.a.id, 'test', async (scope) => {
      await scope.sql(`select set_config('app.client_id', 'console', true), set_config('app.organization_id', $1, true)`, [organization]);
      const rows = await scope.sql('select from api_usage_of($1, $2, $3)', [client, '2026-01-01', '2026-12-31']);
      return [rows.length > 0, (await scope.sql('select from owners_of_clients($1)', [['reporter']])).length];
    }, { readOnly: true });
    expect([await seen(all.association, null), await seen(all.bureau, null), await seen(all.bureau, 'reporter'), await seen('', 'reporter')]).toEqual([[true, 0], [false, 0], [false, 0], [false, 0]]);
  });

  it('is told to an owner once where it leaves, and again as the day comes nearer', async () => {
    const [first, ...others] = await warned();
    expect(first).toBe('Reporter uses something that will leave the API after 2026-09-01. The app Reporter (reporter) still asks for Leaving.stale, LeavingWay.OLD. From 2026-09-01 on this stops working, at the earliest. The schema says what to use in its place; the query appUsage with leaving: true shows how often it is used.');
    expect([others, await warned()]).toEqual([[], [first]]);
    world.clock.set('2026-06-02T01:00:00Z');
    expect(await warned()).toHaveLength(1);
    await sent([STALE]);
    expect(await warned()).toHaveLength(1);
    world.clock.set('2026-06-03T01:00:00Z');
    await sent([STALE]);
    expect((await warned())[0]).toContain('asks for Leaving.stale. From');
    expect(await warned()).toHaveLength(2);
    for (const [day, told] of [['2026-08-02', 3], ['2026-08-24', 3], ['2026-08-25', 4], ['2026-09-01', 5]] as const) {
      world.clock.set(`${day}T01:00:00Z`);
      if (day !== '2026-08-24') await sent(['{ leaving { stale } }']);
      expect([day, (await warned()).length]).toEqual([day, told]);
    }
  });

  it('is listed for operators', async () => {
    const command = slices.flatMap((slice) => slice.commands.map((make) => make(world.api.get))).find(({ name }) => name === 'api-usage-list');
    const lines: string[] = [];
    await command?.run(world.api.database, { client: 'reporter', days: '100' }, (line) => lines.push(line));
    expect(lines).toEqual([
      expect.stringMatching(/^reporter \| Leaving.stale \| \d+ operations \| last 2026-09-01T01:00:00.000Z \| leaves after 2026-09-01$/) as string,
      expect.stringMatching(/^reporter \| LeavingWay.OLD \| \d+ operations \| last 2026-06-03T01:00:00.000Z \| leaves after 2026-12-31$/) as string,
    ]);
    await expect(command?.run(world.api.database, { days: '0' }, () => undefined)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  describe('registered documents', () => {
    const send = async (payload: object, login = 'liaison') => {
      const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', payload, headers: { authorization: `Bearer ${await world.token(login)}` } });
      return { status: answer.statusCode, body: answer.json<{ data?: unknown; errors?: { extensions: { code: string; field?: string } }[] }>() };
    };

    it('are what their ids say', () => {
      for (const { id, text } of Object.values(consoleDocuments)) expect(id).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
    });

    it('are run by their ids as by their text', async () => {
      const [byId, byText] = [await send({ documentId: PLACES.id }), await send({ query: PLACES.text })];
      expect(byId.body.data).toEqual(byText.body.data);
      expect(byId).toMatchObject({ status: 200, body: { data: { viewer: { alliances: [{ slug: 'alliance-a' }] } } } });
    });

    it.each([['an unknown id', `sha256:${'0'.repeat(64)}`], ['a digest without its prefix', PLACES.id.slice(7)], ['a number', 7], ['null', null], ['a list', [PLACES.id]]])('refuse %s', async (_what, documentId) => {
      expect(await send({ documentId })).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'PERSISTED_DOCUMENT_UNKNOWN' } }] } });
    });

    it('are the only ones that a client may send which is held to them; others stay free, and the schema may be read', async () => {
      const bound = await world.beside({ API_TRUSTED_DOCUMENTS_ONLY: `other, ${CONSOLE}` });
      const codes = async (query: string, login = 'liaison') => codeOf(await ask(bound, { token: await world.token(login), alliance: 'alliance-a', query })) ?? 'answered';
      expect(await codes(PLACES.text)).toBe('answered');
      expect(await codes(`${PLACES.text} `)).toBe('DOCUMENT_NOT_TRUSTED');
      expect(await codes('{ viewer { roles } }')).toBe('DOCUMENT_NOT_TRUSTED');
      expect(await codes('mutation { membershipInvite(input: { sector: SCHOOL, legalName: "Written", regionCode: "320000" }) { membership { id } } }', 'admin')).toBe('DOCUMENT_NOT_TRUSTED');
      expect(await codes('{ __schema { queryType { name } } }')).toBe('answered');
      expect(codeOf(await ask(bound, { token, alliance: 'alliance-a', query: '{ leaving { fresh } }' }))).toBeUndefined();
      const { memberships } = await (await world.as('admin', 'alliance-a')).data<{ memberships: { nodes: { organization: { legalName: string } }[] } }>('{ memberships(first: 100) { nodes { organization { legalName } } } }');
      expect(memberships.nodes.map(({ organization }) => organization.legalName)).not.toContain('Written');
    });
  });
});
