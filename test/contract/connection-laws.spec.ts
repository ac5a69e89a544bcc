import { existsSync } from 'node:fs';
import fc from 'fast-check';
import pg from 'pg';
import { ROLES } from '@quadhelix/access';
import { schemaOf } from '@quadhelix/api';
import { slices } from '@quadhelix/slices';
import { globalId, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { statementsOf } from '../attacks/raw-request.js';
import { loosen } from '../isolation/made-up-rows.js';
import { tableClasses } from '../isolation/table-classes.js';
import { listFields, listsBelow, valueFor, type ListField } from './connections.js';
import { addRow, placeOf, type ListPlace } from './list-rows.js';

interface Page {
  edges: { cursor: string; node: { id?: string } }[];
  nodes: { id?: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: { value: number; capped: boolean };
}

const ROWS = 23;
const schema = await schemaOf(slices, () => ({}));
/** Lists whose entries are computed, or that are asked outside any alliance: their laws are held where they are made. */
const COMPUTED: Readonly<Record<string, string>> = {
  appUsage: 'test/contract/usage.spec.ts',
  search: 'libs/platform/search/src/search.spec.ts',
  mandates: 'test/journeys/mandates.spec.ts',
  mandatedFigures: 'libs/platform/graphql/src/page-of-rows.spec.ts',
  mandatedOrganizations: 'libs/platform/graphql/src/page-of-rows.spec.ts',
};
const offered = listFields(schema);
const lists = offered.filter(({ name }) => !(name in COMPUTED));
const rowId = (index: number): string => `00000000-0000-7000-8000-c${String(index).padStart(11, '0')}`;

/** The document of a page, with the arguments that are given. */
function documentOf(list: ListField, more: readonly string[] = [], fields = ''): string {
  const args = [...list.needed, ...list.optional.filter(({ name }) => more.includes(name))];
  const head = ['$first: Int', '$after: String', '$last: Int', '$before: String', ...args.map(({ name, type }) => `$${name}: ${String(type)}`)].join(', ');
  const call = ['first', 'after', 'last', 'before', ...args.map(({ name }) => name)].map((name) => `${name}: $${name}`).join(', ');
  const id = list.hasId ? 'id' : '__typename';
  return `query(${head}) { list: ${list.name}(${call}) { edges { cursor node { ${id} } } nodes { ${id} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } ${fields} } }`;
}

describe('the laws of lists', () => {
  let world: World;
  let all: TwoAlliances;
  let superuser: pg.Client;
  let mighty: GraphqlClient;
  let neighbour: GraphqlClient;
  const places = new Map<string, ListPlace>();
  let made = ROWS;

  const needed = (list: ListField): Record<string, unknown> => Object.fromEntries(list.needed.map(({ name, type }) => [name, valueFor(type, name, rowId(0))]));
  const ask = async (list: ListField, variables: Record<string, unknown>, client = mighty): Promise<Page> =>
    (await client.data<{ list: Page }>(documentOf(list), { ...needed(list), ...variables })).list;
  const cursors = (page: Page): string[] => page.edges.map(({ cursor }) => cursor);

  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await loosen(superuser, Object.entries(tableClasses).filter(([, rule]) => ['alliance', 'global', 'reader'].includes(rule.class)).map(([name]) => name));
    for (const [login, alliance] of [['admin', all.a], ['adminB', all.b]] as const) {
      await superuser.query(
        `insert into seats (tenant_id, id, membership_id, organization_id, person_id, role, valid_from, created_at)
         select s.tenant_id, gen_random_uuid(), s.membership_id, s.organization_id, s.person_id, r, s.valid_from, s.created_at
         from seats s join people p on p.id = s.person_id, unnest($2::text[]) r where p.name = $1 and s.tenant_id = $3 and s.role <> r`,
        [login, ROLES.filter((role) => role !== 'API_CLIENT'), alliance.id]);
    }
    mighty = await world.as('admin', 'alliance-a');
    neighbour = await world.as('adminB', 'alliance-b');
    for (const list of lists) {
      const place = await placeOf(mighty, documentOf(list), needed(list), superuser);
      places.set(list.name, place);
      for (let index = 0; index < ROWS; index += 1) await addRow(superuser, place, all.a.id, rowId(index), index * 5);
      const other = await placeOf(neighbour, documentOf(list), needed(list), superuser);
      for (let index = 0; index < 3; index += 1) await addRow(superuser, other, all.b.id, rowId(900 + index), index);
    }
  }, 90_000);
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  it('hold for every list of the schema; none stands elsewhere than in Query', () => {
    expect(lists.length).toBeGreaterThanOrEqual(25);
    for (const [name, spec] of Object.entries(COMPUTED)) expect([name, offered.some((list) => list.name === name), existsSync(spec)]).toEqual([name, true, true]);
    expect(listsBelow(schema)).toEqual([]);
  });

  describe.each(lists.map((list): [string, ListField] => [list.name, list]))('%s', (_name, list) => {
    /** All pages in one direction, with sizes in turn; `between` runs before each page but the first. */
    async function walk(sizes: readonly number[], backwards: boolean, between: () => Promise<void> = () => Promise.resolve()): Promise<{ pages: Page[]; all: string[] }> {
      const pages: Page[] = [];
      for (let at: string | null = null, index = 0; ; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        if (index > 0) await between();
        const page: Page = await ask(list, backwards ? { last: size, before: at } : { first: size, after: at });
        expect(page.edges.length).toBeLessThanOrEqual(size);
        expect(page.nodes).toEqual(page.edges.map(({ node }) => node));
        expect([page.pageInfo.startCursor, page.pageInfo.endCursor]).toEqual([page.edges[0]?.cursor ?? null, page.edges.at(-1)?.cursor ?? null]);
        expect(backwards ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage).toBe(index > 0);
        pages.push(page);
        const more = backwards ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
        if (!more) break;
        expect(page.edges).toHaveLength(size);
        at = backwards ? page.pageInfo.startCursor : page.pageInfo.endCursor;
      }
      return { pages, all: (backwards ? pages.toReversed() : pages).flatMap(cursors) };
    }
    const whole = async (): Promise<string[]> => cursors(await ask(list, { first: 100 }));
    const sizes = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 4 });

    it('is the same in pages of any size, forwards and backwards, without repetition or gap', async () => {
      const entries = await whole();
      expect(entries.length).toBeGreaterThanOrEqual(7);
      expect(new Set(entries).size).toBe(entries.length);
      await fc.assert(fc.asyncProperty(sizes, fc.boolean(), async (given, backwards) => { expect((await walk(given, backwards)).all).toEqual(entries); }), { numRuns: 3 });
    });

    it('is, between two of its cursors, what stands between them', async () => {
      const entries = await whole();
      await fc.assert(fc.asyncProperty(fc.nat(entries.length - 1), fc.nat(entries.length - 1), fc.integer({ min: 1, max: 30 }), async (a, b, first) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)];
        const page = await ask(list, { first, after: entries[from], before: entries[until] });
        expect(cursors(page)).toEqual(entries.slice(from + 1, until).slice(0, first));
      }), { numRuns: 4 });
    });

    it('neither repeats nor skips what was there all the time while others add to it', async () => {
      await fc.assert(fc.asyncProperty(sizes, fc.boolean(), fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), async (given, backwards, steps) => {
        const before = await whole();
        const place = places.get(list.name) as ListPlace;
        const queue = [...steps];
        const seen = (await walk(given, backwards, async () => {
          const step = queue.pop();
          if (step !== undefined) await addRow(superuser, place, all.a.id, rowId((made += 1)), step);
        })).all;
        const after = await whole();
        expect(new Set(seen).size).toBe(seen.length);
        expect(before.filter((cursor) => !seen.includes(cursor))).toEqual([]);
        // What it shows stands in the order in which all stands afterwards.
        expect(after.filter((cursor) => seen.includes(cursor))).toEqual(seen);
      }), { numRuns: 2 });
    });

    it.each([['first 0', { first: 0 }], ['first -1', { first: -1 }], ['first 101', { first: 101 }], ['last 0', { last: 0 }], ['last -1', { last: -1 }], ['last 101', { last: 101 }], ['both', { first: 1, last: 1 }], ['neither', {}]])(
      'PAGE_SIZE_INVALID for %s', async (_size, page) => {
        expect(await mighty.refusal(documentOf(list), { ...needed(list), ...page })).toEqual({ code: 'PAGE_SIZE_INVALID', field: 'last' in page ? 'last' : 'first' });
      });

    it('refuses every cursor that it did not make so: altered, cut, made longer, or written otherwise', async () => {
      const [cursor = ''] = await whole();
      const refused = async (other: string): Promise<void> => {
        if (other === cursor) return;
        for (const argument of ['after', 'before'] as const) {
          expect(await mighty.refusal(documentOf(list), { ...needed(list), first: 1, [argument]: other })).toEqual({ code: 'CURSOR_INVALID', field: argument });
        }
      };
      await fc.assert(fc.asyncProperty(fc.nat(cursor.length - 1), fc.constantFrom('A', 'z', '_', '9'), async (at, letter) => {
        await refused(cursor.slice(0, at) + letter + cursor.slice(at + 1));
        await refused(cursor.slice(0, at) + letter + cursor.slice(at));
        await refused(cursor.slice(0, at));
      }), { numRuns: 2 });
      for (const other of ['', `${cursor}=`, `${cursor} `, cursor.toUpperCase()]) await refused(other);
    });

    it('refuses cursors of other lists, of another alliance, and of another filter', async () => {
      const own = (await whole())[0] ?? '';
      const codes = new Set<string>();
      for (const other of lists.filter(({ name }) => name !== list.name)) {
        codes.add((await mighty.refusal(documentOf(other), { ...needed(other), first: 1, after: own })).code);
      }
      expect([...codes]).toEqual(['CURSOR_INVALID']);
      const foreign = cursors(await ask(list, { first: 1 }, neighbour))[0] ?? '';
      // The public directory is the same for everybody, the own work list one over all alliances; their cursors are bound to the alliance all the same.
      expect(await mighty.refusal(documentOf(list), { ...needed(list), first: 1, after: foreign })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
      for (const argument of list.optional) {
        const document = documentOf(list, [argument.name]);
        const value = valueFor(argument.type, argument.name, rowId(1));
        expect(await mighty.refusal(document, { ...needed(list), first: 1, after: own, [argument.name]: value })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
      }
    });

    it('counts all its entries, in one statement more, only where that is asked for', async () => {
      const entries = await whole();
      const document = documentOf(list, [], 'totalCount { value capped }');
      const plain = await statementsOf(() => ask(list, { first: 1 }));
      const counted = await statementsOf(async () => {
        const { list: page } = await mighty.data<{ list: Page }>(document, { ...needed(list), first: 1 });
        expect(page.totalCount).toEqual({ value: entries.length, capped: false });
      });
      // Points are given back, and jobs looked after, beside the operation.
      const own = (texts: readonly string[]): number => texts.filter((text) => /^(begin|commit|select enter|select count|select ")/i.test(text) || / limit \d+/.test(text)).filter((text) => !/refund_points|pgboss/.test(text)).length;
      expect(own(counted)).toBe(own(plain) + 1);
    });

    it('shows objects that node and nodes find by their ids', async () => {
      if (!list.isNode) return;
      const ids = (await ask(list, { first: 100 })).nodes.map(({ id }) => id ?? '');
      const absent = globalId(list.entry, 'ffffffff-ffff-7fff-8fff-ffffffffffff');
      const asked = [...ids.slice(0, 20), absent, ids[0] ?? ''];
      const found = await mighty.data<{ nodes: ({ id: string; __typename: string } | null)[] }>('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: asked });
      expect(found.nodes).toEqual(asked.map((id) => (id === absent ? null : { __typename: list.entry, id })));
      const one = await mighty.data<{ node: object }>('query($id: ID!) { node(id: $id) { __typename id } }', { id: ids[0] });
      expect(one.node).toEqual({ __typename: list.entry, id: ids[0] });
    });
  });

  it('count up to 10,000 and say so above', async () => {
    const list = lists.find(({ name }) => name === 'memberships') as ListField;
    const count = async (): Promise<unknown> => (await mighty.data<{ list: Page }>(documentOf(list, [], 'totalCount { value capped }'), { first: 1 })).list.totalCount;
    const { rowCount } = await superuser.query('select from memberships where tenant_id = $1', [all.a.id]);
    const grow = (by: number) => superuser.query(
      `insert into memberships (tenant_id, id, organization_id, state, created_at) select $1, i, i, 'ACTIVE', '2026-01-01' from (select gen_random_uuid() as i from generate_series(1, $2::int)) g`, [all.a.id, by]);
    await grow(10_000 - (rowCount ?? 0));
    expect(await count()).toEqual({ value: 10_000, capped: false });
    await grow(1);
    expect(await count()).toEqual({ value: 10_000, capped: true });
  });
});
