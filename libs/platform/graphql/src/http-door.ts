import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, platformErrors, type BilingualText } from '@quadhelix/access';
import type { Database } from '@quadhelix/database';
import { contextOf, type GraphqlContext } from './context.js';
import { retryAfterOf, statusOf } from './format-error.js';
import { limitErrors } from './limits/limit.errors.js';
import type { ServerLimits } from './limits/server-limits.js';
import type { Turnstile } from './limits/turnstile.js';
import type { TrustedDocuments } from './trusted/trusted-documents.js';

const MEGABYTE = 1024 * 1024;
/** Requests that are open at the same time, and bytes of their bodies: what one process keeps in memory. */
const OPEN = 1_000;
const OPEN_BYTES = 256 * MEGABYTE;

/** What is wrong with a body, by Fastify's code; what is not listed is no JSON. */
const PROBLEMS: Readonly<Record<string, BilingualText>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { en: 'it is too large', 'zh-CN': '正文过大' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { en: 'its Content-Type is not application/json', 'zh-CN': 'Content-Type 不是 application/json' },
};
const NO_JSON: BilingualText = { en: 'it is no JSON', 'zh-CN': '不是 JSON' };
const ENCODED: BilingualText = { en: 'it is compressed', 'zh-CN': '正文经过压缩' };
const CHARSET: BilingualText = { en: 'its text is not UTF-8', 'zh-CN': '正文不是 UTF-8 编码' };
const SLOW: BilingualText = { en: 'it did not arrive in time', 'zh-CN': '正文未按时到达' };

/** Judges requests to /graphql before their bodies are read, and watches whether their clients stay. */
export class HttpDoor {
  private readonly contexts = new WeakMap<object, GraphqlContext>();
  private open = 0;
  private bytes = 0;

  constructor(private readonly database: Database, private readonly turnstile: Turnstile, private readonly limits: ServerLimits, private readonly trusted: TrustedDocuments) {}

  context(request: FastifyRequest): GraphqlContext {
    const known = this.contexts.get(request);
    if (!known) throw new Error('The request did not come through the door');
    return known;
  }

  /** Hangs itself before every route of this part of the server. */
  guard(fastify: FastifyInstance): void {
    const bodyLimit = fastify.initialConfig.bodyLimit ?? MEGABYTE;
    fastify.addHook('onRequest', async (request, reply) => { this.receive(request, reply, bodyLimit); });
    fastify.addHook('preParsing', async (request, reply) => { this.watchBody(request, reply, bodyLimit); });
    fastify.addHook('onResponse', async (request, reply) => { await this.finish(request, reply); });
    fastify.setErrorHandler((error, request, reply) => this.answer(request, reply, asRefusal(error, bodyLimit), (error as { statusCode?: number }).statusCode));
    const json = fastify.getDefaultJsonParser('error', 'error');
    // Not what others taught the server to read, a form for example.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      try {
        void json(request, utf8(request, body as Buffer, bodyLimit), (error, read: unknown) => { this.hand(done, error, read); });
      } catch (error) {
        done(error as Error);
      }
    });
  }

  /** Hands a body on, with the document in place of its id. */
  private hand(done: (error: Error | null, body?: unknown) => void, error: Error | null, body: unknown): void {
    if (error) return void done(error);
    let whole: unknown;
    try {
      whole = this.trusted.resolve(body);
    } catch (refused) {
      return void done(refused as Error);
    }
    done(null, whole);
  }

  private receive(request: FastifyRequest, reply: FastifyReply, bodyLimit: number): void {
    const away = new AbortController();
    const context = contextOf(request.headers, away.signal);
    this.contexts.set(request, context);
    const bytes = Number(request.headers['content-length'] ?? (request.headers['transfer-encoding'] ? bodyLimit : 0));
    this.open += 1;
    this.bytes += bytes;
    reply.raw.once('close', () => {
      this.open -= 1;
      this.bytes -= bytes;
      if (reply.raw.writableFinished) return;
      away.abort();
      void this.leave(context, true);
    });
    const wait = this.turnstile.unpaid.waitOf(this.callerOf(request));
    if (wait !== null) throw limitErrors.TOO_MANY_UNPAID({ params: { seconds: wait } });
    if (this.open > OPEN || this.bytes > OPEN_BYTES) throw limitErrors.OVERLOADED();
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') throw refusal(ENCODED, bodyLimit);
  }

  /** A body that does not arrive in time is answered, and its connection closed. */
  private watchBody(request: FastifyRequest, reply: FastifyReply, bodyLimit: number): void {
    if (request.method !== 'POST') return;
    const timer = setTimeout(() => { void this.answer(request, reply.header('connection', 'close'), refusal(SLOW, bodyLimit), 408); }, this.limits.bodyTime);
    const stop = (): void => { clearTimeout(timer); };
    request.raw.once('end', stop);
    reply.raw.once('close', stop);
  }

  /** Whatever went wrong in between, no transaction outlives its request. */
  private async finish(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.contexts.get(request);
    if (!context) return;
    if (context.paid === 0) this.turnstile.unpaid.note(this.callerOf(request));
    await this.leave(context, !reply.raw.writableFinished);
  }

  private async leave(context: GraphqlContext, gone: boolean): Promise<void> {
    const { scope } = context;
    if (scope) await (gone ? this.database.abandon(scope) : this.database.rollback(scope));
    context.leave?.();
  }

  private callerOf(request: FastifyRequest): string {
    return this.turnstile.unpaid.callerOf(this.context(request).tokenHash, request.ip);
  }

  /** The one form of an error, also for what never becomes a GraphQL operation. */
  private answer(request: FastifyRequest, reply: FastifyReply, error: DomainError, status = statusOf(error)): FastifyReply {
    const { language, requestId } = this.context(request);
    const seconds = retryAfterOf(error);
    if (seconds !== null) void reply.header('retry-after', String(seconds));
    const extensions = { code: error.code, category: error.category, requestId };
    return reply.status(status).header('x-request-id', requestId).send({ errors: [{ message: error.messageIn(language), extensions }] });
  }
}

const refusal = (problem: BilingualText, bodyLimit: number): DomainError & { statusCode?: number } =>
  Object.assign(limitErrors.BODY_REFUSED({ params: { problem, megabytes: Math.floor(bodyLimit / MEGABYTE) } }), problem === NO_JSON ? {} : { statusCode: 415 });

function asRefusal(error: unknown, bodyLimit: number): DomainError {
  if (error instanceof DomainError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  return statusCode !== undefined && statusCode < 500 ? refusal(PROBLEMS[code ?? ''] ?? NO_JSON, bodyLimit) : platformErrors.INTERNAL();
}

/** JSON between systems is UTF-8 (RFC 8259, 8.1); bytes that are not would be kept as something else than what was meant. */
function utf8(request: FastifyRequest, body: Buffer, bodyLimit: number): string {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') throw refusal(CHARSET, bodyLimit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refusal(CHARSET, bodyLimit);
  }
}
