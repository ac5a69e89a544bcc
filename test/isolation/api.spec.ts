import pg from 'pg';
import { encodeId } from '@quadhelix/graphql';
import { schemaOf } from '@quadhelix/api';
import { slices } from '@quadhelix/slices';
import { twoAlliances, World, type Answer, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { holdEveryRole } from './every-role.js';
import { loosen, makeUpRow } from './made-up-rows.js';
import { probesOf, type Probe } from './probes.js';
import { tableClasses } from './table-classes.js';

const schema = await schemaOf(slices, () => ({}));
const alliances = Object.entries(tableClasses).filter(([, rule]) => rule.class === 'alliance').map(([name]) => name);
const ABSENT = 'ffffffff-ffff-7fff-8fff-ffffffffffff';
const snake = (type: string): string => type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).slice(1);
/** Types that are read through a view over more than the alliance's own table. */
const behindView: Record<string, string> = { RuleVersion: 'alliance_rule_versions' };
const tableOf = (type: string): string | undefined => behindView[type] ?? alliances.find((table) => [`${snake(type)}s`, snake(type), snake(type).replace(/y$/, 'ies')].includes(table));
const nodeTypes = slices.flatMap((slice) => slice.nodes.map(({ type }) => type)).filter((type) => tableOf(type) !== undefined);
const openToAdmin = new Set(slices.flatMap((slice) => slice.nodes.filter(({ read }) => read.grants.ALLIANCE_ADMIN?.includes('alliance')).map(({ type }) => type)));
const rowOf = (which: 'a' | 'b', type: string): string => `00000000-0000-7000-8000-${which}${String(alliances.indexOf(tableOf(type) ?? '')).padStart(11, '0')}`;

/** Mutations over many rows, which refuse row by row; the journey of their noun holds what each row answers. */
const answersPerRow = new Set(['activationCodeIssue', 'timesheetsMentorApprove', 'timesheetsTeacherApprove']);

/** What a client can tell: everything but the number of the request. */
const seen = (answer: Answer<unknown>): unknown => ({
  status: answer.status, data: answer.data, errors: answer.errors.map(({ message, path, extensions: { requestId: _requestId, ...extensions } }) => ({ message, path, extensions })),
});

describe('the neighbour, by the API', () => {
  let world: World;
  let all: TwoAlliances;
  let mighty: GraphqlClient;
  let neighbour: GraphqlClient;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await loosen(superuser, alliances);
    for (const type of nodeTypes) {
      await makeUpRow(superuser, tableOf(type) ?? '', { tenantId: all.a.id, id: rowOf('a', type) });
      await makeUpRow(superuser, tableOf(type) ?? '', { tenantId: all.b.id, id: rowOf('b', type) });
    }
    await holdEveryRole(superuser, 'admin', 'adminB');
    await superuser.end();
    mighty = await world.as('admin', 'alliance-a');
    neighbour = await world.as('adminB', 'alliance-b');
  });
  afterAll(() => world.stop());

  it.each(nodeTypes)('%s: its own alliance sees it by id; another one as if it did not exist', async (type) => {
    const ask = (client: GraphqlClient, row: string) => client.request('query($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { __typename } }', { id: encodeId(type, row) });
    expect(seen(await ask(mighty, rowOf('b', type)))).toEqual(seen(await ask(mighty, ABSENT)));
    const own = await ask(neighbour, rowOf('b', type));
    if (openToAdmin.has(type)) expect(own.data).toMatchObject({ node: { __typename: type } });
  });

  const probes = probesOf(schema, (type) => (tableOf(type) ? rowOf('a', type) : ABSENT));
  it.each(probes.map((probe): [string, Probe] => [`${probe.operation}(${probe.path}: ${probe.type})`, probe]))('%s: an id of the neighbour answers like one that does not exist', async (_name, probe) => {
    const hidden = tableOf(probe.type) ? rowOf('b', probe.type) : probe.type === 'Organization' ? all.collegeB : ABSENT;
    const answers = [hidden, ABSENT].map((row) => mighty.request<Record<string, unknown>>(probe.document, probe.variables(encodeId(probe.type, row))));
    const [foreign, absent] = await Promise.all(answers);
    expect(seen(foreign as Answer<unknown>)).toEqual(seen(absent as Answer<unknown>));
    if (probe.document.startsWith('mutation') && !answersPerRow.has(probe.operation)) expect(foreign?.data).toBeNull();
    expect(foreign?.errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL');
  });

  it('refuses a cursor of another list, filter or alliance', async () => {
    const page = 'query($after: String) { memberships(first: 1, after: $after) { pageInfo { endCursor } } }';
    const [own, other] = await Promise.all([mighty, neighbour].map((client) => client.data<{ memberships: { pageInfo: { endCursor: string } } }>(page)));
    const cursor = other?.memberships.pageInfo.endCursor ?? '';
    for (const after of [cursor, cursor.slice(0, -2), `${own?.memberships.pageInfo.endCursor ?? ''}x`, '', 'x', Buffer.from(`${'a'.repeat(22)}["2026",1]`).toString('base64url')]) {
      expect(await mighty.refusal(page, { after })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
    }
    expect((await mighty.refusal('query($after: String) { seats(first: 1, after: $after) { nodes { id } } }', { after: own?.memberships.pageInfo.endCursor })).code).toBe('CURSOR_INVALID');
    await mighty.data(page, { after: own?.memberships.pageInfo.endCursor });
  });
});
