import { globalId } from '@quadhelix/testing';

/** A document that asks for too much, and the code that it is refused with. */
export interface Flood {
  readonly name: string;
  readonly code: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

export const repeat = (times: number, make: (index: number) => string, separator = ' '): string => Array.from({ length: times }, (_, index) => make(index)).join(separator);
const nest = (times: number, open: string, inner: string): string => `${open.repeat(times)}${inner}${'}'.repeat(times)}`;
/** Fragments each of which spreads the next one twice: 2^n fields in n lines. */
const bomb = (levels: number, field: string, next: (name: string) => string): string =>
  `{ directory(first: 1) { nodes { ...F0 } } } ${repeat(levels, (index) => `fragment F${String(index)} on Organization { ${field} ${next(`F${String(index + 1)}`)} }`)} fragment F${String(levels)} on Organization { id }`;
const ID = globalId('Organization', '00000000-0000-7000-8000-000000000001');
const PAGE = (first: string): string => `{ directory(first: ${first}) { nodes { id } } }`;
const PAGE_OF = 'query($n: Int) { directory(first: $n) { nodes { id } } }';

export const FLOODS: readonly Flood[] = [
  { name: 'depth: 30 levels', code: 'QUERY_TOO_DEEP', query: `{ viewer ${nest(30, '{ alliances ', '{ slug }')} }` },
  { name: 'depth: 30 levels by fragments', code: 'QUERY_TOO_DEEP', query: `{ ...L0 } ${repeat(30, (index) => `fragment L${String(index)} on Query { a { ...L${String(index + 1)} } }`)} fragment L30 on Query { __typename }` },
  { name: 'depth: 1,000 inline fragments within each other', code: 'QUERY_TOO_DEEP', query: `{ ${nest(1000, '... { ', '__typename ')} }` },
  { name: 'depth: 2,000 lists within each other', code: 'QUERY_TOO_DEEP', query: `{ node(id: ${'['.repeat(2000)}${']'.repeat(2000)}) { id } }` },
  { name: 'aliases: 100 of one field', code: 'QUERY_TOO_MANY_ALIASES', query: `{ directory(first: 1) { nodes { ${repeat(100, (index) => `a${String(index)}: id`)} } } }` },
  { name: 'aliases: 3 in a fragment that is spread 20 times', code: 'QUERY_TOO_MANY_ALIASES', query: `{ ${repeat(20, () => '...T')} } fragment T on Query { a: __typename b: __typename c: __typename }` },
  { name: 'duplicate fields: 100', code: 'QUERY_TOO_MANY_DUPLICATES', query: `{ ${repeat(100, () => '__typename')} }` },
  { name: 'duplicate fields: 1,900 below', code: 'QUERY_TOO_MANY_DUPLICATES', query: `{ directory(first: 1) { nodes { ${repeat(1900, () => 'id')} } } }` },
  { name: 'duplicate fields: 100 by inline fragments', code: 'QUERY_TOO_MANY_DUPLICATES', query: `{ ${repeat(100, () => '... { __typename }')} }` },
  { name: 'a fragment bomb', code: 'QUERY_TOO_MANY_FIELDS', query: bomb(40, 'legalName', (next) => `...${next} ...${next}`) },
  { name: 'a fragment bomb that has no field but in the end', code: 'QUERY_TOO_MANY_FIELDS', query: bomb(60, '', (next) => `...${next} ...${next}`) },
  { name: 'a fragment bomb that nobody uses', code: 'QUERY_TOO_MANY_FIELDS', query: bomb(40, 'legalName', (next) => `...${next} ...${next}`).replace('...F0', 'id') },
  { name: 'a fragment cycle of one', code: 'QUERY_FRAGMENT_CYCLE', query: '{ ...A } fragment A on Query { __typename ...A }' },
  { name: 'a fragment cycle of three', code: 'QUERY_FRAGMENT_CYCLE', query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }' },
  { name: '200 fragments', code: 'QUERY_TOO_MANY_FRAGMENTS', query: `{ __typename } ${repeat(200, (index) => `fragment F${String(index)} on Query { __typename }`)}` },
  { name: 'directives: 100 at one field', code: 'QUERY_TOO_MANY_DIRECTIVES', query: `{ __typename ${repeat(100, () => '@include(if: true)')} }` },
  { name: 'directives: 100 that nobody knows', code: 'QUERY_TOO_MANY_DIRECTIVES', query: `{ __typename ${repeat(100, (index) => `@d${String(index)}`)} }` },
  { name: 'root fields: 40', code: 'QUERY_TOO_MANY_ROOT_FIELDS', query: `{ ${repeat(40, (index) => `f${String(index)}`)} }` },
  { name: 'a document of 200,000 characters', code: 'DOCUMENT_TOO_LARGE', query: `{ __typename } #${'x'.repeat(200_000)}` },
  { name: 'a document of 6,000 tokens', code: 'DOCUMENT_TOO_LARGE', query: `{ ${repeat(6000, (index) => `f${String(index)}`)} }` },
  { name: 'variables of 30,000 values', code: 'VARIABLES_TOO_LARGE', query: '{ __typename }', variables: { all: Array.from({ length: 30_000 }, () => 1) } },
  { name: 'variables of a million values', code: 'VARIABLES_TOO_LARGE', query: 'mutation { __typename }', variables: { all: Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => 1)) } },
  { name: 'variables with a text of a million characters', code: 'VARIABLES_TOO_LARGE', query: '{ __typename }', variables: { text: 'x'.repeat(1_000_000) } },
  { name: 'variables of 1,000 levels', code: 'VARIABLES_TOO_LARGE', query: '{ __typename }', variables: { get deep() { return Array.from({ length: 1000 }).reduce<unknown>((inner) => [inner], 1); } } },
  { name: 'first 0', code: 'PAGE_SIZE_INVALID', query: PAGE('0') },
  { name: 'first -1', code: 'PAGE_SIZE_INVALID', query: PAGE('-1') },
  { name: 'first 1,000,000,000', code: 'PAGE_SIZE_INVALID', query: PAGE('1000000000') },
  { name: 'first 2^31', code: 'GRAPHQL_VALIDATION_FAILED', query: PAGE('2147483648') },
  { name: 'first 0 by variable', code: 'PAGE_SIZE_INVALID', query: PAGE_OF, variables: { n: 0 } },
  { name: 'first -1 by variable', code: 'PAGE_SIZE_INVALID', query: PAGE_OF, variables: { n: -1 } },
  { name: 'first 2^31 by variable', code: 'PAGE_SIZE_INVALID', query: PAGE_OF, variables: { n: 2 ** 31 } },
  { name: 'first 101 by default', code: 'PAGE_SIZE_INVALID', query: PAGE_OF.replace('$n: Int', '$n: Int = 101') },
  { name: 'no page at all', code: 'PAGE_SIZE_INVALID', query: PAGE_OF },
  { name: 'nodes with 101 ids', code: 'PAGE_SIZE_INVALID', query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array.from({ length: 101 }, () => ID) } },
  { name: 'cost: lists of lists', code: 'QUERY_TOO_COSTLY', query: `{ ${repeat(5, (index) => `a${String(index)}: commitments(first: 100) { nodes { evidence { id } verifications { id } } }`)} }` },
  { name: 'cost: 100 objects with lists, 20 times', code: 'QUERY_TOO_COSTLY', query: `query($ids: [ID!]!) { ${repeat(20, (index) => `a${String(index)}: nodes(ids: $ids) { ... on Commitment { evidence { id } } }`)} }`, variables: { ids: Array.from({ length: 100 }, () => ID) } },
  { name: 'introspection recursion', code: 'GRAPHQL_VALIDATION_FAILED', query: `{ __schema { types ${nest(5, '{ fields { type ', '{ name }')} ${'}'.repeat(5)} } }` },
];
