import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { ClassType } from 'type-graphql';
import { consoleDocuments } from '@quadhelix/api-contract';
import { Database, type EntityClass } from '@quadhelix/database';
import { buildGraphqlSchema, NodeKinds, serveGraphql, TrustedDocuments, UsageCounter } from '@quadhelix/graphql';
import { Jobs, sendRecorded, type Projection } from '@quadhelix/outbox';
import { getFrom, Health, settingsFrom, SliceModule, systemClock, type Clock, type Get, type Logger, type Settings, type Slice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { apiLimits } from './api-limits.js';
import { serveConsole } from './console.js';
import { mountRoutes } from './routes.js';

export interface ApiOptions {
  databaseUrl: string;
  secret: string;
  logger: Pick<Logger, 'info' | 'error'>;
  clock?: Clock;
  poolSize?: number;
  slices?: readonly Slice[];
  /** By the environment of the process unless told. */
  settings?: Settings;
}

export interface Api {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly schema: GraphQLSchema;
  readonly health: Health;
  readonly get: Get;
  readonly usage: UsageCounter;
  /** Listens and answers the URL, e.g. http://localhost:4000. */
  listen(port: number): Promise<string>;
  close(): Promise<void>;
}

const resolversOf = (slices: readonly Slice[]): ClassType[] => slices.flatMap((slice) => slice.resolvers) as unknown as ClassType[];

/** The schema of all slices; needs no database. */
export function schemaOf(slices: readonly Slice[], get: (resolver: ClassType) => object): Promise<GraphQLSchema> {
  return buildGraphqlSchema({ resolvers: resolversOf(slices), nodes: slices.flatMap((slice) => slice.nodes), get });
}

/** Closes the door when every accepted request is answered; connections that carry none are cut, or a client's idle ones would keep the process. */
function countRequests(fastify: FastifyInstance): (app: NestFastifyApplication) => Promise<void> {
  const open = new Set<unknown>();
  fastify.addHook('onRequest', (request, _reply, done) => { open.add(request); done(); });
  fastify.addHook('onResponse', (request, _reply, done) => { open.delete(request); done(); });
  fastify.addHook('onRequestAbort', (request, done) => { open.delete(request); done(); });
  return async (app) => {
    const cut = setInterval(() => { if (open.size === 0) fastify.server.closeAllConnections(); }, 50);
    await app.close().finally(() => { clearInterval(cut); });
  };
}

/** The GraphQL door: verifies tokens, opens scopes, serves the schema. No business rules. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const clock = options.clock ?? systemClock;
  const slices = options.slices ?? allSlices;
  const settings = options.settings ?? settingsFrom(options.secret, process.env);
  const { limits, liveLimits, registeredOnly, trustProxy, operationTimeout, headerTime } = apiLimits(settings.env, options.poolSize ?? 10);
  const projections: Projection[] = [];
  const jobs = await Jobs.open(options.databaseUrl, { working: false, onError: (error) => { options.logger.error({ err: error }, 'jobs'); } });
  const database = await Database.open({
    url: options.databaseUrl, secret: options.secret, now: () => clock.now(), poolSize: options.poolSize ?? 10, operationTimeout,
    entities: slices.flatMap((slice) => slice.entities) as EntityClass[],
    onError: (error) => { options.logger.error({ err: error }, 'security log'); },
    followed: NodeKinds.followedTypes(slices.flatMap(({ nodes }) => nodes)),
    onRecorded: (scope, recorded) => sendRecorded(jobs, projections, scope, recorded),
  });
  const health = new Health({ database: () => database.ping() });
  const app = await NestFactory.create<NestFastifyApplication>(
    SliceModule.of({ slices, clock, settings, more: [{ provide: Database, useValue: database }, { provide: Jobs, useValue: jobs }] }),
    new FastifyAdapter({ bodyLimit: 12 * 1024 * 1024, trustProxy, http: { headersTimeout: headerTime, connectionsCheckingInterval: Math.ceil(headerTime / 4) } }), { logger: false },
  );
  const get = getFrom(app);
  projections.push(...slices.flatMap((slice) => slice.projections.flatMap((make) => make(get))));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.get('/livez', async (_request, reply) => { const answer = await health.respond('/livez'); return reply.status(answer?.status ?? 503).send(answer?.body); });
  fastify.get('/readyz', async (_request, reply) => { const answer = await health.respond('/readyz'); return reply.status(answer?.status ?? 503).send(answer?.body); });
  const closeDoor = countRequests(fastify);
  const schema = await schemaOf(slices, (resolver) => get(resolver as never));
  await app.init();
  const onInternal = (error: unknown, requestId: string): void => { options.logger.error({ err: error, requestId }, 'internal error'); };
  const usage = new UsageCounter(database.usage, () => database.now(), (error) => { onInternal(error, ''); });
  const trusted = new TrustedDocuments(Object.values(consoleDocuments).map(({ text }) => text), registeredOnly);
  const { live } = await serveGraphql({ schema, database, fastify, limits, liveLimits, trusted, usage, onInternal, sources: slices.flatMap((slice) => slice.live.map((make) => make(get))) });
  await mountRoutes(fastify, slices.flatMap((slice) => slice.routes.map((make) => make(get))), onInternal);
  await serveConsole(fastify, settings, slices);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await live.close();
    await closeDoor(app);
    await jobs.close();
    await database.close();
  };
  return {
    app, database, schema, health, get, usage,
    async listen(port) {
      await app.listen(port, '0.0.0.0');
      health.ready();
      const address = app.getHttpServer().address() as { port: number };
      return `http://localhost:${String(address.port)}`;
    },
    close: () => (closed ??= close()),
  };
}
