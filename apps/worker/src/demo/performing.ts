import { graphql, type GraphQLSchema } from 'graphql';
import type { ClassType } from 'type-graphql';
import { DomainError } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { buildGraphqlSchema } from '@quadhelix/graphql';
import type { Product } from '../product.js';

/** What an act may use: the scope of the person who acts, and the product's own mutations, called in that scope. */
export interface Performing {
  readonly scope: Scope;
  /** Does `name(input: …) { selection }` and answers what was selected. Throws what the API would answer. */
  mutate(name: string, input: Readonly<Record<string, unknown>>, selection: string): Promise<Record<string, unknown>>;
}

/** The schema of the API, without its door. */
export const schemaOf = ({ slices, get }: Product): Promise<GraphQLSchema> =>
  buildGraphqlSchema({ resolvers: slices.flatMap((slice) => slice.resolvers) as unknown as ClassType[], nodes: slices.flatMap((slice) => slice.nodes), get: (resolver) => get(resolver as never) });

/** Lets a person act: every mutation passes the same checks of scopes, roles and input as over HTTP. */
export function performing(schema: GraphQLSchema, scope: Scope): Performing {
  return {
    scope,
    async mutate(name, input, selection) {
      const type = inputTypeOf(schema, name);
      const answer = await graphql({
        schema, source: `mutation($input: ${type}) { ${name}(input: $input) { ${selection} } }`, variableValues: { input },
        contextValue: { scope, language: 'zh-CN', requestId: scope.requestId },
      });
      const [error] = answer.errors ?? [];
      if (error) throw error.originalError instanceof DomainError ? error.originalError : error;
      return answer.data?.[name] as Record<string, unknown>;
    },
  };
}

function inputTypeOf(schema: GraphQLSchema, mutation: string): string {
  const argument = schema.getMutationType()?.getFields()[mutation]?.args.find(({ name }) => name === 'input');
  if (!argument) throw new Error(`There is no mutation ${mutation}`);
  return String(argument.type);
}
