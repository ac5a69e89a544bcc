import pg from 'pg';
import { schemaOf } from '@quadhelix/api';
import { slices } from '@quadhelix/slices';
import { twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { GraphQLEnumType, GraphQLInputObjectType, getNamedType, type GraphQLArgument } from 'graphql';
import { listFields, valueFor, type ListField } from '../contract/connections.js';
import { holdEveryRole } from '../isolation/every-role.js';
import { loosen, makeUpRow } from '../isolation/made-up-rows.js';
import { tableClasses } from '../isolation/table-classes.js';

const schema = await schemaOf(slices, () => ({}));
const lists = listFields(schema);
const tables = Object.entries(tableClasses).filter(([, rule]) => rule.class === 'alliance').map(([name]) => name);
const rowOf = (table: string): string => `00000000-0000-7000-8000-b${String(tables.indexOf(table)).padStart(11, '0')}`;

/** All that can be given for an argument, one at a time: each field of a filter, each order in both directions. */
function valuesOf(argument: GraphQLArgument): unknown[] {
  const type = getNamedType(argument.type);
  if (!(type instanceof GraphQLInputObjectType)) return [valueFor(argument.type, argument.name, rowOf('placements'))];
  const fields = Object.values(type.getFields());
  const field = fields.find(({ name }) => name === 'field');
  const orders = field && getNamedType(field.type);
  if (orders instanceof GraphQLEnumType) return orders.getValues().flatMap(({ name }) => ['ASC', 'DESC'].map((direction) => ({ field: name, direction })));
  return fields.map((each) => ({ [each.name]: valueFor(each.type, each.name, rowOf('placements'), type.name) }));
}

interface Question { readonly name: string; readonly document: string; readonly variables: Record<string, unknown> }

/** A list as it comes, and by each of its filters and orders. */
function questions(list: ListField): Question[] {
  const needed = Object.fromEntries(list.needed.map((each) => [each.name, valueFor(each.type, each.name, rowOf('placements'))]));
  const ask = (more: readonly GraphQLArgument[], variables: Record<string, unknown>): Question => {
    const used = [...list.needed, ...more];
    const head = used.map((each) => `$${each.name}: ${String(each.type)}`).join(', ');
    const call = [...used.map((each) => `${each.name}: $${each.name}`), 'first: 100'].join(', ');
    return { name: `${list.name} ${JSON.stringify(variables)}`, document: `query${head ? `(${head})` : ''} { ${list.name}(${call}) { totalCount { value capped } pageInfo { hasNextPage } edges { node { __typename } } } }`, variables: { ...needed, ...variables } };
  };
  return [ask([], {}), ...list.optional.flatMap((each) => valuesOf(each).map((value) => ask([each], { [each.name]: value })))];
}

/** Whoever counts, filters or sorts can ask without ever seeing a row: more, fewer, earlier, later. */
describe('rows of a neighbour, asked for by lists', () => {
  let world: World;
  let all: TwoAlliances;
  let mighty: GraphqlClient;
  let owner: GraphqlClient;
  let superuser: pg.Client;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
    superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await loosen(superuser, tables);
    await holdEveryRole(superuser, 'admin', 'adminB');
    mighty = await world.as('admin', 'alliance-a');
    owner = await world.as('adminB', 'alliance-b');
  });
  afterAll(async () => {
    await superuser.end();
    await world.stop();
  });

  it('change no count, no page, no filter and no order', async () => {
    const asked = lists.flatMap(questions);
    const answers = async (client: GraphqlClient, which = asked): Promise<Map<string, unknown>> => new Map(await Promise.all(which.map(async ({ name, document, variables }): Promise<[string, unknown]> => {
      const { data, errors } = await client.request(document, variables);
      return [name, { data, codes: errors.map(({ extensions }) => extensions.code) }];
    })));
    const before = await answers(mighty);
    const plain = asked.filter(({ name }) => name.endsWith(' {}'));
    const mineBefore = await answers(owner, plain);
    for (const table of tables) await makeUpRow(superuser, table, { tenantId: all.b.id, id: rowOf(table) });
    expect(await answers(mighty)).toEqual(before);
    expect([...before.values()].filter((answer) => JSON.stringify(answer).includes('INTERNAL'))).toEqual([]);
    // The owner's lists do change: what is asked is able to tell.
    const mine = await answers(owner, plain);
    const told = [...mine].filter(([name, answer]) => JSON.stringify(answer) !== JSON.stringify(mineBefore.get(name))).map(([name]) => name.split(' ')[0]);
    expect(new Set(told).size).toBeGreaterThan(12);
    expect(asked.length).toBeGreaterThan(80);
  });
});
