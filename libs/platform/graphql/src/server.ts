import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Database } from '@quadhelix/database';
import { contextOf, type GraphqlContext } from './context.js';
import { formatError } from './format-error.js';
import { DocumentGate } from './limits/document-gate.js';
import { limitsPlugin } from './limits/limits-plugin.js';
import { LIMITS } from './limits/limits.js';
import { jsonStatusPlugin } from './json-status.js';
import { transactionPlugin } from './transaction-plugin.js';

export interface GraphqlServerOptions {
  schema: GraphQLSchema;
  database: Database;
  fastify: FastifyInstance;
  /** Called with what went wrong inside, so that it is logged; it never reaches the client. */
  onInternal: (error: unknown, requestId: string) => void;
}

/** Serves the schema at /graphql. Bearer tokens only, never cookies, so a browser can't be tricked into a request. */
export async function serveGraphql(options: GraphqlServerOptions): Promise<ApolloServer<GraphqlContext>> {
  const { schema, database, fastify, onInternal } = options;
  const gate = new DocumentGate();
  const server = new ApolloServer<GraphqlContext>({
    schema,
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: gate,
    parseOptions: { maxTokens: LIMITS.tokens },
    stopOnTerminationSignals: false,
    // A first form without anything internal; the plugin makes the final one in the reader's language.
    formatError: (formatted, thrown) => formatError(formatted, thrown, { language: 'en', requestId: '' }, () => undefined),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(fastify),
      limitsPlugin(gate),
      transactionPlugin(database, onInternal),
      jsonStatusPlugin(),
    ],
  });
  await server.start();
  const contexts = new WeakMap<object, GraphqlContext>();
  // Whatever went wrong in between, no transaction outlives its request.
  fastify.addHook('onResponse', async (request) => {
    const scope = contexts.get(request)?.scope;
    if (scope) await database.rollback(scope);
  });
  await fastify.register(fastifyApollo(server), { path: '/graphql', method: ['GET', 'POST'], context: async (request) => {
    const context = contextOf(request.headers);
    contexts.set(request, context);
    return context;
  } });
  return server;
}
