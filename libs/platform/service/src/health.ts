import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Resolves where the part is usable, rejects where it is not. */
export type ReadinessCheck = () => Promise<unknown>;

export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: { readonly status: 'ok' | 'starting' | 'stopping' | 'unavailable'; readonly failing?: readonly string[] };
}

/**
 * What `/livez` and `/readyz` answer. `/livez` is 200 as long as the process can answer at all and asks nothing else.
 * `/readyz` is 200 only between {@link Health.ready} and {@link Health.stopping} and while every check passes.
 */
export class Health {
  #state: 'starting' | 'ready' | 'stopping' = 'starting';

  /** @param checks by name; each must pass within `checkMilliseconds` for the service to count as ready */
  constructor(
    private readonly checks: Readonly<Record<string, ReadinessCheck>> = {},
    private readonly checkMilliseconds = 2_000,
  ) {}

  /** From now on requests are welcome. Without effect once stopping. */
  ready(): void {
    if (this.#state === 'starting') this.#state = 'ready';
  }

  /** From now on `/readyz` answers 503, so that whoever routes requests sends them elsewhere. */
  stopping(): void {
    this.#state = 'stopping';
  }

  get isStopping(): boolean {
    return this.#state === 'stopping';
  }

  /** The answer for a request path (query ignored), or undefined where the path is not one of the two. */
  async respond(url: string): Promise<HealthAnswer | undefined> {
    const path = url.split('?', 1)[0];
    if (path === '/livez') return { status: 200, body: { status: 'ok' } };
    return path === '/readyz' ? this.#readiness() : undefined;
  }

  async #readiness(): Promise<HealthAnswer> {
    if (this.#state !== 'ready') return { status: 503, body: { status: this.#state } };
    const names = Object.keys(this.checks);
    const passed = await Promise.all(names.map((name) => this.#passes(name)));
    const failing = names.filter((_, index) => !passed[index]);
    if (this.isStopping) return { status: 503, body: { status: 'stopping' } };
    return failing.length === 0 ? { status: 200, body: { status: 'ok' } } : { status: 503, body: { status: 'unavailable', failing } };
  }

  async #passes(name: string): Promise<boolean> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('too slow')), this.checkMilliseconds);
    try {
      await Promise.race([this.checks[name]?.(), late.promise]);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A node:http listener that answers the two paths and hands everything else to `otherwise` (404 where there is none). */
export function healthListener(
  health: Health,
  otherwise?: (request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void health.respond(request.url ?? '').then((answer) => {
      if (answer === undefined && otherwise) return otherwise(request, response);
      response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(answer ? JSON.stringify(answer.body) : '{"status":"not found"}');
    });
  };
}

/** A small HTTP server for processes that serve nothing else (the worker). @throws where the port is taken */
export async function serveHealth(health: Health, port: number): Promise<Server> {
  const server = createServer(healthListener(health));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return server;
}
