import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import { getMetadataStorage as validations } from 'class-validator';
import { getMetadataStorage } from 'type-graphql';
import { actionOf, boundedLists } from '@quadhelix/graphql';

const own = (schema: GraphQLSchema) => Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const BUILT_IN = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);

/** Everything without a description: types, fields, arguments, enum values, inputs. */
export function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const need = (name: string, description: string | null | undefined): void => { if (!description?.trim()) missing.push(name); };
  for (const type of own(schema)) {
    if (isScalarType(type) && BUILT_IN.has(type.name)) continue;
    if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) need(type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value.description);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        need(`${type.name}.${field.name}`, field.description);
        for (const arg of field.args) need(`${type.name}.${field.name}(${arg.name})`, arg.description);
      }
    }
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) need(`${type.name}.${field.name}`, field.description);
  }
  return missing;
}

const isList = (type: GraphQLOutputType): boolean => (isNonNullType(type) ? isList(type.ofType) : isListType(type));

/** Fields with @Bounded as `<type>.<field>` of the schema: stated on a type's own property, or on the method that resolves it. */
function statedLists(): Set<string> {
  const { objectTypes, fieldResolvers, queries, mutations } = getMetadataStorage();
  const nameOf = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]));
  const places = [
    ...objectTypes.flatMap(({ target, name, fields }) => (fields ?? []).map((field) => [`${target.name}.${field.name}`, `${name}.${field.schemaName}`] as const)),
    ...fieldResolvers.map(({ target, methodName, schemaName, getObjectType }) => [`${target.name}.${methodName}`, `${nameOf.get(getObjectType?.()) ?? ''}.${schemaName}`] as const),
    ...queries.map(({ target, methodName, schemaName }) => [`${target.name}.${methodName}`, `Query.${schemaName}`] as const),
    ...mutations.map(({ target, methodName, schemaName }) => [`${target.name}.${methodName}`, `Mutation.${schemaName}`] as const),
  ];
  return new Set(places.filter(([key]) => boundedLists().has(key)).map(([, place]) => place));
}

const LENGTHS = ['isLength', 'maxLength', 'isIn', 'matches'];

/** Input fields that take a text or a list of any length. */
export function unboundedInputs(): string[] {
  return getMetadataStorage().inputTypes.flatMap(({ target, name, fields }) => {
    const rules = validations().getTargetValidationMetadatas(target, '', false, false);
    const has = (property: string, names: readonly string[]): boolean => rules.some((rule) => rule.propertyName === property && names.includes(rule.name ?? ''));
    return (fields ?? []).filter((field) => {
      const array = Boolean(field.typeOptions.array);
      return (array && !has(field.name, ['arrayMaxSize'])) || (field.getType() === String && !has(field.name, LENGTHS));
    }).map((field) => `${name}.${field.name}`);
  });
}

/** Lists that are neither part of a connection nor stated to be short by @Bounded. */
export function unboundedLists(schema: GraphQLSchema): string[] {
  const stated = statedLists();
  const found: string[] = [];
  for (const type of own(schema)) {
    if (!isObjectType(type) || type.name.endsWith('Connection')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isList(field.type) && !stated.has(`${type.name}.${field.name}`)) found.push(`${type.name}.${field.name}: ${getNamedType(field.type).name}`);
    }
  }
  return found;
}

/** Resolver methods that name neither an action nor @Public. */
export function methodsWithoutAction(): string[] {
  const storage = getMetadataStorage();
  const external = storage.fieldResolvers.filter(({ kind }) => kind === 'external');
  return [...storage.queries, ...storage.mutations, ...storage.subscriptions, ...external]
    .filter(({ target, methodName }) => actionOf(target, methodName) === undefined)
    .map(({ target, methodName }) => `${target.name}.${methodName}`);
}

/** Connections whose page arguments could be left open: every field that answers one takes first, after, last and before. */
export function pagelessConnections(schema: GraphQLSchema): string[] {
  const found: string[] = [];
  for (const type of own(schema)) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!getNamedType(field.type).name.endsWith('Connection')) continue;
      const names = field.args.map(({ name }) => name);
      if (!['first', 'after', 'last', 'before'].every((name) => names.includes(name))) found.push(`${type.name}.${field.name}`);
    }
  }
  return found;
}

/** Mutations that do not take exactly one argument `input` of an input type of their own. */
export function looseMutations(schema: GraphQLSchema): string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter(({ args }) => args.length !== 1 || args[0]?.name !== 'input' || !isInputObjectType(getNamedType(args[0].type)))
    .map(({ name }) => name);
}
