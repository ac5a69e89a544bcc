import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { membersUsed } from './members-used.js';

const schema = buildSchema(`
  interface Named { name: String }
  type Query { promises(first: Int, old: Int @deprecated(reason: "REMOVE_AFTER=2027-01-31"), filter: Filter, states: [State!] = [KEPT]): [Promise!] thing: Thing named: Named }
  input Filter { state: State, states: [State!], inner: Filter, gone: Int @deprecated(reason: "REMOVE_AFTER=2027-02-28") }
  enum State { KEPT BROKEN @deprecated(reason: "Use KEPT. REMOVE_AFTER=2027-03-31") }
  type Promise implements Named { name: String, metric: Int @deprecated(reason: "Use name. REMOVE_AFTER=2027-06-30"), state: State }
  type Other { at: Int }
  union Thing = Promise | Other
`);

function used(text: string, variables: Record<string, unknown> = {}, name?: string): Record<string, string | null> {
  const document = parse(text);
  const operations = document.definitions.filter((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition');
  const operation = operations.find((each) => each.name?.value === name) ?? (operations[0] as OperationDefinitionNode);
  return Object.fromEntries([...membersUsed(schema, document, operation, variables)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('what an operation uses of the schema', () => {
  it.each<[string, string, Record<string, unknown>, string[]]>([
    ['fields by the type they are asked of', '{ promises { name } }', {}, ['Promise.name', 'Query.promises']],
    ['a field once, under whatever name', '{ a: promises { name } b: promises { n: name name } }', {}, ['Promise.name', 'Query.promises']],
    ['a field that is skipped', '{ promises { state @skip(if: true) } }', {}, ['Promise.state', 'Query.promises']],
    ['a field of an interface and of a part', '{ named { name } thing { ... on Other { at } } }', {}, ['Named.name', 'Other.at', 'Query.named', 'Query.thing']],
    ['nothing of the schema about itself', '{ __typename __schema { types { name } } promises { __typename } }', {}, ['Query.promises']],
    ['arguments, input fields and values that are written out', '{ promises(first: 1, filter: { inner: { states: [BROKEN] } }) { name } }', {},
      ['Filter.inner', 'Filter.states', 'Promise.name', 'Query.promises', 'Query.promises(filter:)', 'Query.promises(first:)', 'State.BROKEN']],
    ['no argument of a directive', '{ promises @include(if: true) { name } }', {}, ['Promise.name', 'Query.promises']],
    ['input fields and values in variables', 'query($f: Filter, $s: [State!]) { promises(filter: $f, states: $s) { name } }', { f: { state: 'KEPT', inner: { gone: 1 } }, s: ['BROKEN'] },
      ['Filter.gone', 'Filter.inner', 'Filter.state', 'Promise.name', 'Query.promises', 'Query.promises(filter:)', 'Query.promises(states:)', 'State.BROKEN', 'State.KEPT']],
    ['a default of a variable', 'query($s: [State!] = [BROKEN]) { promises(states: $s) { name } }', {}, ['Promise.name', 'Query.promises', 'Query.promises(states:)', 'State.BROKEN']],
    ['nothing of variables that do not fit', 'query($f: Filter) { promises(filter: $f) { name } }', { f: { state: 7, nothing: 1, toString: 1 } }, ['Filter.state', 'Promise.name', 'Query.promises', 'Query.promises(filter:)']],
  ])('%s', (_what, text, variables, expected) => {
    expect(Object.keys(used(text, variables))).toEqual(expected);
  });

  it('of several operations only the one that runs, with the fragments that it reaches', () => {
    const text = 'query A { promises { ...X } } query B { thing { __typename } } fragment X on Promise { ...Y } fragment Y on Promise { metric }';
    expect(Object.keys(used(text, {}, 'A'))).toEqual(['Promise.metric', 'Query.promises']);
    expect(Object.keys(used(text, {}, 'B'))).toEqual(['Query.thing']);
  });

  it('with the day on which each leaves', () => {
    expect(used('query($f: Filter) { promises(old: 1, filter: $f) { metric state } }', { f: { gone: 1, states: ['BROKEN', 'KEPT'] } })).toMatchObject({
      'Promise.metric': '2027-06-30', 'Promise.state': null, 'Query.promises(old:)': '2027-01-31', 'Filter.gone': '2027-02-28', 'State.BROKEN': '2027-03-31', 'State.KEPT': null,
    });
  });

  it('anew for each request, where variables differ for the same text', () => {
    const document = parse('query($f: Filter) { promises(filter: $f) { name } }');
    const [operation] = document.definitions as OperationDefinitionNode[];
    const first = membersUsed(schema, document, operation as OperationDefinitionNode, { f: { gone: 1 } });
    const second = membersUsed(schema, document, operation as OperationDefinitionNode, {});
    expect([first.has('Filter.gone'), second.has('Filter.gone')]).toEqual([true, false]);
  });
});
