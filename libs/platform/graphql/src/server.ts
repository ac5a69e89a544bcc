import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Database } from '@quadhelix/database';
import type { GraphqlContext } from './context.js';
import { formatError } from './format-error.js';
import { HttpDoor } from './http-door.js';
import { DocumentGate } from './limits/document-gate.js';
import { limitsPlugin } from './limits/limits-plugin.js';
import { LIMITS } from './limits/limits.js';
import { SERVER_LIMITS, type ServerLimits } from './limits/server-limits.js';
import { Turnstile } from './limits/turnstile.js';
import { LIVE_LIMITS, type LiveLimits } from './live/live-limits.js';
import { LiveServer } from './live/live-server.js';
import type { LiveSource } from './live/live-source.js';
import { jsonStatusPlugin } from './json-status.js';
import { transactionPlugin } from './transaction-plugin.js';
import { TrustedDocuments } from './trusted/trusted-documents.js';
import type { UsageCounter } from './usage/usage-counter.js';
import { usagePlugin } from './usage/usage-plugin.js';

export interface GraphqlServer {
  readonly apollo: ApolloServer<GraphqlContext>;
  /** Subscriptions over sockets; close it before the door, which waits for all connections. */
  readonly live: LiveServer;
}

export interface GraphqlServerOptions {
  schema: GraphQLSchema;
  database: Database;
  fastify: FastifyInstance;
  /** Called with what went wrong inside, so that it is logged; it never reaches the client. */
  onInternal: (error: unknown, requestId: string) => void;
  limits?: ServerLimits;
  /** Where the answers to subscriptions come from. */
  sources?: readonly LiveSource[];
  liveLimits?: LiveLimits;
  trusted?: TrustedDocuments;
  /** Counts what clients use; what it still holds is written when the server closes. */
  usage: UsageCounter;
}

/** Serves the schema at /graphql. Bearer tokens only, never cookies, so a browser can't be tricked into a request. */
export async function serveGraphql(options: GraphqlServerOptions): Promise<GraphqlServer> {
  const { schema, database, fastify, onInternal, limits = SERVER_LIMITS, trusted = new TrustedDocuments([], []), usage, sources = [], liveLimits = LIVE_LIMITS } = options;
  const turnstile = new Turnstile(database, limits, (error) => { onInternal(error, ''); });
  const door = new HttpDoor(database, turnstile, limits, trusted);
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
      transactionPlugin(database, turnstile, trusted, onInternal),
      usagePlugin(usage),
      jsonStatusPlugin(),
    ],
  });
  await server.start();
  await fastify.register(async (inner) => {
    door.guard(inner);
    await inner.register(fastifyApollo(server), { path: '/graphql', method: ['GET', 'POST'], context: async (request) => door.context(request) });
  });
  // Points that are still to be given back, and uses that are still to be written.
  fastify.addHook('onClose', async () => { await Promise.all([turnstile.points.settle(), usage.settle()]); });
  const live = new LiveServer({ server: fastify.server, schema, database, turnstile, gate, sources, limits: liveLimits, report: onInternal });
  return { apollo: server, live };
}
