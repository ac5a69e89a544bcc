import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, platformErrors } from '@quadhelix/access';
import { contextOf, statusOf } from '@quadhelix/graphql';
import type { Route, RouteAnswer } from '@quadhelix/service';

/** Headers of every answer of a route, unless it sets its own. */
const CAREFUL = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'" };

/** Mounts the doors of the slices beside /graphql. Bodies are handed on as they come, nothing is read or kept before the route does. */
export async function mountRoutes(fastify: FastifyInstance, routes: readonly Route[], onInternal: (error: unknown, requestId: string) => void): Promise<void> {
  await fastify.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_request, payload, done) => { done(null, payload); });
    for (const route of routes) inner.route({ method: route.method, url: route.path, handler: (request, reply) => answer(route, request, reply, onInternal) });
  });
}

async function answer(route: Route, request: FastifyRequest, reply: FastifyReply, onInternal: (error: unknown, requestId: string) => void): Promise<FastifyReply> {
  const { requestId, language } = contextOf(request.headers);
  const away = new AbortController();
  // The answer's end, not the request's: a request closes by itself when its body was read to the end.
  reply.raw.once('close', () => { if (!reply.raw.writableFinished) away.abort(); });
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  let made: RouteAnswer;
  try {
    made = await route.handle({
      requestId, address: request.ip, language, params: request.params as Record<string, string>, query: plain(request.query), headers: request.headers,
      body, signal: away.signal,
    });
  } catch (error) {
    if (!(error instanceof DomainError)) onInternal(error, requestId);
    const shown = error instanceof DomainError ? error : platformErrors.INTERNAL();
    const told = { errors: [{ message: shown.messageIn(language), extensions: { code: shown.code, category: shown.category, ...(shown.field ? { field: shown.field } : {}), requestId } }] };
    // What is left of a refused body is not waited for.
    const unread = request.body instanceof Readable && !body.readableEnded;
    made = { status: statusOf(shown), headers: { 'content-type': 'application/json; charset=utf-8', ...(unread ? { connection: 'close' } : {}) }, body: JSON.stringify(told) };
  }
  return reply.status(made.status).headers({ ...CAREFUL, 'x-request-id': requestId, ...made.headers }).send(made.body);
}

/** Each parameter once: of one that is repeated, the first. */
function plain(query: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(query as Record<string, string | string[]>).map(([name, value]) => [name, Array.isArray(value) ? value[0] ?? '' : value]));
}
