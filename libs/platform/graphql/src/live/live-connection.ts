import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { DomainError, platformErrors, type Actor } from '@quadhelix/access';
import type { Database, EntryRequest, Scope, Standing } from '@quadhelix/database';
import { actingOrganization, contextOf, type GraphqlContext } from '../context.js';
import { liveErrors } from './live.errors.js';

const BAD = 4400;
const UNAUTHENTICATED = 4401;
const FORBIDDEN = 4403;
const TOO_MANY = 4429;
const AGAIN = 1013;
const CODES: Partial<Record<DomainError['category'], number>> = { UNAUTHENTICATED, LIMIT: TOO_MANY, INVALID: BAD, UNAVAILABLE: AGAIN };
/** A close frame that is not answered: the peer is gone. */
const PATIENCE = 2_000;

/** Who somebody is in an alliance, and what he may do there. */
const standingOf = ({ kind, personId, clientId, organizationId, membershipState, roles, scopes, tenantId }: Actor): string =>
  JSON.stringify([kind, personId, clientId, organizationId, membershipState, [...roles].sort(), [...scopes].sort(), tenantId]);

/** One socket: who stands behind it, and how it ends. */
export class LiveConnection {
  private readonly ended = new AbortController();
  private context: GraphqlContext | null = null;
  private admitted: Actor | null = null;

  constructor(readonly socket: WebSocket, request: IncomingMessage, private readonly database: Database) {
    this.address = request.socket.remoteAddress ?? '';
    socket.once('close', () => { this.ended.abort(); });
  }

  readonly address: string;

  /** Raised at its end. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }
  get actor(): Actor | null {
    return this.admitted;
  }
  /** Connections with the same key stand and fall together. */
  get key(): string {
    return this.context ? JSON.stringify([this.context.tokenHash?.toString('hex'), this.context.alliance, this.context.organizationHeader]) : '';
  }

  /** What the client says about itself, named as the headers of a request. */
  introduce(params: Readonly<Record<string, unknown>> | undefined): GraphqlContext {
    const told = Object.entries(params ?? {}).filter((each): each is [string, string] => typeof each[1] === 'string');
    this.context = contextOf(Object.fromEntries(told.map(([name, value]) => [name.toLowerCase(), value])), this.signal);
    return this.context;
  }

  /** A context of its own for each transaction. */
  freshContext(): GraphqlContext {
    if (!this.context) throw platformErrors.UNAUTHENTICATED();
    const { requestId, language, tokenHash, alliance, organizationHeader } = this.context;
    return Object.assign(contextOf({}, this.signal), { requestId, language, tokenHash, alliance, organizationHeader });
  }

  /** By what it is let in. */
  get entrance(): Pick<EntryRequest, 'tokenHash' | 'alliance' | 'organizationId'> {
    const context = this.freshContext();
    return { tokenHash: context.tokenHash, alliance: context.alliance, organizationId: actingOrganization(context) };
  }

  /** Would it be let in now with the rights that it had at first? */
  stands({ error, roles, scopes, membershipState }: Standing): boolean {
    return error === null && this.admitted !== null && standingOf({ ...this.admitted, roles, scopes, membershipState }) === standingOf(this.admitted);
  }

  /** Opens a scope as who stands behind it now. Throws what `enter` answers, and RIGHTS_CHANGED where he is let in with other rights than at first. */
  async enter(): Promise<Scope> {
    const { requestId, alliance } = this.freshContext();
    if (alliance === null) throw platformErrors.ALLIANCE_REQUIRED();
    const scope = await this.database.begin({ ...this.entrance, readOnly: true, requestId });
    this.admitted ??= scope.actor;
    if (standingOf(scope.actor) === standingOf(this.admitted)) return scope;
    await this.database.rollback(scope);
    throw liveErrors.RIGHTS_CHANGED();
  }

  /** Closes with a code that tells the client whether to come again, and the code of the error as reason. */
  refuse(error: unknown): void {
    if (error instanceof DomainError) this.close(CODES[error.category] ?? FORBIDDEN, error.code);
    else this.close(AGAIN, 'INTERNAL');
  }

  close(code: number, reason: string): void {
    this.ended.abort();
    if (this.socket.readyState >= this.socket.CLOSING) return;
    this.socket.close(code, reason);
    setTimeout(() => { this.socket.terminate(); }, PATIENCE).unref();
  }

  /** Ends it for a client that takes nothing any more: not even a close frame. */
  cut(): void {
    this.ended.abort();
    this.socket.terminate();
  }
}
