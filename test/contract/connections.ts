import { getNamedType, getNullableType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, type GraphQLArgument, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { inputIdTypes } from '@quadhelix/graphql';
import { globalId } from '@quadhelix/testing';

/** A list of the schema, found from it. */
export interface ListField {
  readonly name: string;
  /** Type of its entries, and whether they are found by their ids. */
  readonly entry: string;
  readonly isNode: boolean;
  readonly hasId: boolean;
  /** Arguments beside those of the page. */
  readonly needed: readonly GraphQLArgument[];
  readonly optional: readonly GraphQLArgument[];
}

const PAGE = new Set(['first', 'after', 'last', 'before']);

/** Every field of Query that answers a connection. */
export function listFields(schema: GraphQLSchema): ListField[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const connection = getNamedType(field.type);
    if (!connection.name.endsWith('Connection') || !isObjectType(connection)) return [];
    const entry = getNamedType(connection.getFields()['nodes']?.type);
    if (!isObjectType(entry) && !isInterfaceType(entry)) return [];
    const others = field.args.filter(({ name }) => !PAGE.has(name));
    return [{
      name: field.name, entry: entry.name, isNode: isObjectType(entry) && entry.getInterfaces().some(({ name }) => name === 'Node'), hasId: entry.getFields()['id'] !== undefined,
      needed: others.filter(({ type }) => isNonNullType(type)), optional: others.filter(({ type }) => !isNonNullType(type)),
    }];
  });
}

/** Connections below other types than Query: none are covered by the laws, so there are none. */
export function listsBelow(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !['Query', 'Mutation'].includes(type.name) && !type.name.startsWith('__'))
    .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).filter((field) => getNamedType(field.type).name.endsWith('Connection')).map((field) => `${type.name}.${field.name}`) : []));
}

const VALUES: Readonly<Record<string, unknown>> = { String: 'x', Int: 1, Float: 1.5, Boolean: true, LocalDate: '2026-03-02', Instant: '2026-03-02T01:00:00Z', Minutes: 1, Fen: 1, BasisPoints: 1 };

/** A value for a field of an input; ids by the type that the input names, or that the argument's name begins with. */
export function valueFor(type: GraphQLInputType, name: string, rowId: string, owner = ''): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueFor(nullable.ofType as GraphQLInputType, name, rowId, owner)];
  const named = getNamedType(nullable);
  if (isEnumType(named)) return named.getValues().at(-1)?.name;
  if (isInputObjectType(named)) {
    const given = Object.values(named.getFields()).filter(({ type: inner }, index) => index === 0 || isNonNullType(inner));
    return Object.fromEntries(given.map((field) => [field.name, valueFor(field.type, field.name, rowId, named.name)]));
  }
  if (named.name !== 'ID') return VALUES[named.name];
  const idType = inputIdTypes().get(`${owner}.${name}`) ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replace(/Id$/, '')}`;
  return globalId(idType, rowId);
}
