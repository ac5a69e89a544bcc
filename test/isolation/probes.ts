import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { encodeId, inputIdTypes } from '@quadhelix/graphql';

/** An id argument of an operation, as a path into its variables. */
export interface Probe {
  operation: string;
  document: string;
  /** Type of the id. */
  type: string;
  path: string;
  /** Variables with `id` at the probed place, ids of the own alliance elsewhere. */
  variables: (id: string) => Record<string, unknown>;
}

type OwnId = (type: string) => string;

const SCALARS: Record<string, unknown> = {
  String: 'x', Int: 1, Float: 1.5, Boolean: true, LocalDate: '2026-03-02', Instant: '2026-03-02T01:00:00Z', Minutes: 1, Fen: 1, BasisPoints: 1, ID: 'none',
};
/** Values that a field needs to pass its own checks, so that the probe gets as far as the id. */
const FITTING: Record<string, unknown> = {
  weekStartsOn: '2026-03-02', endsBefore: '2026-03-09', endsOn: '2026-03-09', endsAt: '2026-03-02T02:00:00Z', scopes: ['stakeholders:read'], sha256: 'a'.repeat(64), link: 'https://example.org/x',
  lastDay: '2026-03-09', validUntil: '2026-03-09', regionCode: '3201', uscc: null, target: 2, baseline: 1, dueOn: '2026-03-09',
};

function fill(type: GraphQLInputType, name: string, ownId: OwnId, depth = 0): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return name in FITTING ? FITTING[name] : [fill(nullable.ofType as GraphQLInputType, name, ownId, depth)];
  const named = getNamedType(nullable);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (name in FITTING) return FITTING[name];
  if (!isInputObjectType(named)) return SCALARS[named.name];
  const types = inputIdTypes();
  return Object.fromEntries(Object.values(named.getFields())
    .filter((field) => isNonNullType(field.type) || types.has(`${named.name}.${field.name}`))
    .filter(() => depth < 3)
    .map((field) => {
      const idType = types.get(`${named.name}.${field.name}`);
      if (idType === undefined) return [field.name, fill(field.type, field.name, ownId, depth + 1)];
      return [field.name, isListType(getNullableType(field.type)) ? [ownId(idType)] : ownId(idType)];
    }));
}

function idPaths(type: GraphQLInputType, path: string[]): { path: string[]; type: string }[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => {
    const step = isListType(getNullableType(field.type)) ? [...path, field.name, '0'] : [...path, field.name];
    const idType = inputIdTypes().get(`${named.name}.${field.name}`);
    return idType === undefined ? idPaths(field.type, step) : [{ path: step, type: idType }];
  });
}

function setAt(target: unknown, path: readonly string[], value: string): void {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<Record<string, unknown> | undefined>((at, key) => at?.[key] as Record<string, unknown> | undefined, target as Record<string, unknown>);
  if (holder) holder[last] = value;
}

/** Every id argument of every mutation and query of the schema. New operations join by themselves. */
export function probesOf(schema: GraphQLSchema, ownRow: (type: string) => string): Probe[] {
  const ownId: OwnId = (type) => encodeId(type, ownRow(type));
  const roots = [['mutation', schema.getMutationType()], ['query', schema.getQueryType()]] as const;
  return roots.flatMap(([kind, root]) => Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const used = field.args.filter((arg) => isNonNullType(arg.type) || idPaths(arg.type, []).length > 0 || arg.name === 'first');
    const head = used.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
    const call = used.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const document = `${kind}${head ? `(${head})` : ''} { ${field.name}${call ? `(${call})` : ''} { __typename } }`;
    return used.flatMap((arg) => idPaths(arg.type, [arg.name]).map(({ path, type }): Probe => ({
      operation: field.name, document, type, path: path.join('.'),
      variables: (id) => {
        const values = Object.fromEntries(used.map((each) => [each.name, each.name === 'first' ? 10 : fill(each.type, each.name, ownId)]));
        setAt(values, path, id);
        return values;
      },
    })));
  }));
}
