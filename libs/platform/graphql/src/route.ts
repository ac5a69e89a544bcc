import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Language } from '@quadhelix/access';

/** A request to a route beside /graphql. */
export interface RouteRequest {
  readonly requestId: string;
  /** Network address that it came from: for slowing down, never to be kept. */
  readonly address: string;
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The body as it comes; nobody has read of it. */
  readonly body: Readable;
  /** Raised when the client goes away. */
  readonly signal: AbortSignal;
}

/** Its answer. Unless said otherwise it is not cached, not framed and not sniffed. */
export interface RouteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** A door beside /graphql for what GraphQL is not made for: bytes, feeds, pages without sign-in. It authenticates by itself. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** As Fastify writes it, e.g. `/files/:id`. */
  readonly path: string;
  /** May throw a DomainError: it is answered like one of GraphQL, with the status of its category. */
  handle(request: RouteRequest): Promise<RouteAnswer>;
}
