import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphqlContext } from './context.js';

/** Errors of the document or the variables, found before any field ran. */
const REQUEST_CODES = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * Answers 200 where a document does not parse, is not valid or its variables do not fit, unless the client asked for `application/graphql-response+json`:
 * in plain `application/json` any other status could as well come from something between client and server (GraphQL over HTTP, section 6.4.1).
 */
export function jsonStatusPlugin(): ApolloServerPlugin<GraphqlContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors }) {
          const asked = request.http?.headers.get('accept')?.includes('application/graphql-response+json');
          if (asked || response.http.status !== 400 || !errors?.length) return;
          if (errors.every(({ extensions }) => REQUEST_CODES.has(extensions.code))) response.http.status = 200;
        },
      };
    },
  };
}
