import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphqlContext } from '../context.js';
import { membersUsed } from './members-used.js';
import type { UsageCounter } from './usage-counter.js';

/** Counts what an operation asks for when it runs: not what is refused before, and not a change that is sent again. */
export function usagePlugin(counter: UsageCounter): ApolloServerPlugin<GraphqlContext> {
  return {
    async requestDidStart() {
      return {
        async executionDidStart({ contextValue: { scope }, schema, document, operation, request }) {
          if (scope?.actor.clientId != null) counter.note(scope.actor.clientId, membersUsed(schema, document, operation, request.variables ?? {}));
        },
      };
    },
  };
}
