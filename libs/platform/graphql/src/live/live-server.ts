import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { DomainError, platformErrors } from '@quadhelix/access';
import { asRequestError, formatError } from '../format-error.js';
import type { DocumentGate } from '../limits/document-gate.js';
import { limitErrors } from '../limits/limit.errors.js';
import { Census } from './live-census.js';
import { LiveConnection } from './live-connection.js';
import type { LiveLimits } from './live-limits.js';
import { InvalidOperation, readOperation, type LiveOperation } from './live-operation.js';
import type { LiveSource } from './live-source.js';
import { LiveStream, type LiveGround } from './live-stream.js';
import { liveErrors } from './live.errors.js';

const PATH = '/graphql';
const WINDOW = 10_000;

export interface LiveServerOptions extends Omit<LiveGround, 'stall'> {
  readonly server: Server;
  readonly gate: DocumentGate;
  readonly sources: readonly LiveSource[];
  readonly limits: LiveLimits;
}

type Params = Record<string, unknown> | undefined;
type Live = Context<Params, LiveConnection>;

/**
 * Subscriptions at /graphql over the subprotocol graphql-transport-ws. Authentication is in connection_init, by the names of the headers; queries and mutations are refused here,
 * for their limits, keys and transactions are those of the door for requests.
 */
export class LiveServer {
  private readonly sockets: WebSocketServer;
  private readonly census: Census;
  private readonly protocol = this.makeProtocol();
  private closing = false;

  constructor(private readonly options: LiveServerOptions) {
    const { limits, database, report, server } = options;
    this.sockets = new WebSocketServer({ noServer: true, maxPayload: limits.message, handleProtocols, perMessageDeflate: false });
    this.census = new Census(database, limits, (error) => { report(error, ''); });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => { this.upgrade(request, socket, head); });
  }

  /** Ends all streams; clients are told to come again. */
  async close(): Promise<void> {
    this.closing = true;
    await this.census.close();
    this.sockets.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { census, options: { limits } } = this;
    const refuse = (status: string): void => { socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`); };
    // Neither is worth ending the process.
    socket.on('error', () => { socket.destroy(); });
    if (request.url?.split('?')[0] !== PATH) refuse('404 Not Found');
    else if (this.closing || census.size >= limits.connections) refuse('503 Service Unavailable');
    else if (census.unknownFrom(request.socket.remoteAddress ?? '') >= limits.unknown) refuse('429 Too Many Requests');
    else this.sockets.handleUpgrade(request, socket, head, (opened) => { this.open(opened, request); });
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const connection = new LiveConnection(socket, request, this.options.database);
    this.census.add(connection);
    const stopPings = keepAlive(socket, this.options.limits.ping);
    const spend = budget(this.options.limits.messages);
    // A message that is too large, bytes that are no frame: ws closes by itself, with the code for it.
    socket.on('error', () => undefined);
    const closed = this.protocol.opened({
      protocol: socket.protocol,
      send: (data) => new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) resolve();
        else socket.send(data, (error) => { if (error) reject(error); else resolve(); });
      }),
      close: (code = 1000, reason = '') => { connection.close(code, reason); },
      onMessage: (handle) => {
        socket.on('message', (data: Buffer) => {
          if (connection.signal.aborted) return;
          if (spend()) handle(data.toString('utf8')).catch((error: unknown) => { this.broken(connection, error); });
          else connection.refuse(liveErrors.TOO_MANY_MESSAGES());
        });
      },
    }, connection);
    socket.once('close', (code, reason) => {
      stopPings();
      closed(code, reason.toString()).catch((error: unknown) => { this.options.report(error, ''); });
    });
  }

  private makeProtocol(): ReturnType<typeof makeServer<Params, LiveConnection>> {
    return makeServer<Params, LiveConnection>({
      connectionInitWaitTimeout: this.options.limits.init,
      onConnect: (ctx) => this.connect(ctx),
      onSubscribe: (ctx, _id, payload) => this.read(ctx, payload),
      subscribe: (args) => {
        const { connection, operation } = args.contextValue as { connection: LiveConnection; operation: LiveOperation };
        return new LiveStream({ ...this.options, stall: this.options.limits.stall }, connection, operation);
      },
      onNext: (ctx, _id, _payload, _args, result) => ({ ...result, ...(result.errors ? { errors: result.errors.map((error) => this.format(ctx, error)) } : {}) }),
      onError: (ctx, _id, _payload, errors) => errors.map((error) => this.format(ctx, error)),
    });
  }

  /** Who is it? Paid for like a small request, so that guessing tokens is slowed down. */
  private async connect({ extra: connection, connectionParams }: Live): Promise<boolean> {
    const { turnstile, database } = this.options;
    const context = connection.introduce(connectionParams);
    try {
      const caller = turnstile.unpaid.callerOf(context.tokenHash, connection.address);
      const wait = turnstile.unpaid.waitOf(caller);
      if (wait !== null) throw limitErrors.TOO_MANY_UNPAID({ params: { seconds: wait } });
      turnstile.unpaid.note(caller);
      await turnstile.enter(context, 1);
      await database.rollback(await connection.enter());
      this.census.demandRoom(connection);
    } catch (error) {
      if (!(error instanceof DomainError)) this.options.report(error, context.requestId);
      connection.refuse(error);
      // Nothing more is said on a connection that is closing.
      await new Promise(() => undefined);
    } finally {
      context.leave?.();
    }
    return true;
  }

  private read(ctx: Live, payload: { query: string; operationName?: string | null | undefined; variables?: Record<string, unknown> | null | undefined }): ExecutionArgs | readonly GraphQLError[] {
    const { schema, gate, sources, limits } = this.options;
    const connection = ctx.extra;
    try {
      if (Object.keys(ctx.subscriptions).length > limits.subscriptions) throw liveErrors.TOO_MANY_SUBSCRIPTIONS({ params: { limit: limits.subscriptions } });
      const operation = readOperation(schema, gate, sources, payload);
      return { schema, document: operation.document, operationName: payload.operationName ?? null, contextValue: { connection, operation } };
    } catch (error) {
      if (error instanceof InvalidOperation) return error.errors;
      if (error instanceof DomainError) return [asRequestError(error)];
      this.options.report(error, connection.freshContext().requestId);
      return [asRequestError(platformErrors.INTERNAL())];
    }
  }

  private format({ extra }: Live, error: GraphQLError): ReturnType<typeof formatError> {
    const context = extra.freshContext();
    return formatError(error.toJSON(), error, context, (cause) => { if (!extra.signal.aborted) this.options.report(cause, context.requestId); });
  }

  private broken(connection: LiveConnection, error: unknown): void {
    if (connection.signal.aborted) return;
    this.options.report(error, '');
    connection.refuse(error);
  }
}

/** Pings; ends a connection whose client has not answered one when the next is due. */
function keepAlive(socket: WebSocket, every: number): () => void {
  let answered = true;
  socket.on('pong', () => { answered = true; });
  const timer = setInterval(() => {
    if (!answered) socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, every);
  return () => { clearInterval(timer); };
}

/** Messages that may still come in this window. */
function budget(messages: number): () => boolean {
  let left = messages;
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since > WINDOW) [left, since] = [messages, now];
    left -= 1;
    return left >= 0;
  };
}
