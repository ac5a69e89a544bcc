import { isObjectType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { platformErrors, type Action } from '@quadhelix/access';
import type { GraphqlContext } from './context.js';
import { encodeId } from './ids.js';
import { RateLimitResolver } from './limits/rate-limit.resolver.js';
import { NodeKinds, nodeResolver, type NodeKind } from './node.js';
import { guardPersonalFields } from './personal.js';
import { validateInput } from './validate-input.js';

export interface SchemaOptions {
  resolvers: readonly ClassType[];
  nodes: readonly NodeKind[];
  /** Nest's container, or any that makes a resolver from its class. */
  get: (resolver: ClassType) => object;
}

/** Builds the schema of all slices. Fails closed: a method whose action the actor may not do does not run. */
export async function buildGraphqlSchema(options: SchemaOptions): Promise<GraphQLSchema> {
  const NodeResolver = nodeResolver(new NodeKinds(options.nodes));
  const own = new Map<unknown, object>([NodeResolver, RateLimitResolver].map((resolver) => [resolver, new resolver() as object]));
  const schema = await buildSchema({
    resolvers: [...options.resolvers, NodeResolver, RateLimitResolver] as unknown as NonEmptyArray<ClassType>,
    container: { get: (resolver) => own.get(resolver) ?? options.get(resolver as ClassType) },
    validate: false,
    validateFn: (value) => validateInput(value),
    authChecker: ({ context }, actions) => {
      const { scope } = context as GraphqlContext;
      if (!scope) throw platformErrors.UNAUTHENTICATED();
      for (const action of actions as unknown as Action[]) {
        const refused = scope.refusal(action);
        if (!refused) continue;
        scope.refusals.push({ code: refused.code, action: action.name });
        throw refused;
      }
      return actions.length > 0;
    },
    scalarsMap: [],
    // Wanted wherever there is a subscription; ours are read by the door for sockets out of what is committed.
    pubSub: { publish: () => undefined, subscribe: () => { throw new Error('Nothing is published in memory'); } },
  });
  encodeIdsOf(schema);
  guardPersonalFields(schema);
  return schema;
}

/** Row ids leave the API as global ids, for every type that is a Node. */
function encodeIdsOf(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) continue;
    const id = type.getFields().id;
    if (id) id.resolve = (source: { id: string }) => encodeId(type.name, source.id);
  }
}

/** The schema as text, sorted, so that two builds of the same schema are equal. */
export const printSortedSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
