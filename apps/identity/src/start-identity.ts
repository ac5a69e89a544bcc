import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelKind, MessageChannel } from '@quadhelix/mail';
import { createLogger, Health, healthListener, systemClock } from '@quadhelix/service';
import type { Clock, Logger } from '@quadhelix/service';
import type Provider from 'oidc-provider';
import { registerAccountClient } from './account/account-session.js';
import { createAccount, createAccounts, disableAccount } from './accounts.js';
import type { CreatedAccount, NewAccount } from './accounts.js';
import { disableClient, registerClient } from './clients.js';
import type { NewClient, RegisteredClient } from './clients.js';
import { setSecurityHeaders } from './http.js';
import { STYLE } from './layout.js';
import { Passwords } from './passwords.js';
import { people } from './people.js';
import { openPool, refuseMightyRole } from './pool.js';
import { makeProvider } from './provider.js';
import { startPurging } from './purge.js';
import { SignUp } from './sign-up/sign-up.js';
import { signUpPages } from './sign-up/sign-up.pages.js';
import { SignIns } from './sign-ins/sign-ins.js';
import { loadSigningKeys } from './signing-keys.js';
import { Federation } from './upstream/federation.js';
import type { RelyingPartyOptions } from './upstream/relying-party.js';

/** What is under way when the app stops may take so long. */
const LAST_MESSAGES_MILLISECONDS = 5_000;

export interface IdentityOptions {
  /** PostgreSQL as role quadhelix_identity. */
  readonly databaseUrl: string;
  /** At least 32 characters; cookies and stored keys depend on it. */
  readonly secret: string;
  /** 0 or unset: a free port. */
  readonly port?: number;
  /** What browsers and apps call; `http://localhost:<port>` where unset. */
  readonly issuer?: string;
  /** By which messages reach people; none where unset: then nobody can reset a password, be invited, or sign in by phone. */
  readonly channels?: ReadonlyMap<ChannelKind, MessageChannel>;
  /** Roles of an alliance whose holders must have a second factor. */
  readonly secondFactorRoles?: readonly string[];
  /** How providers of organizations may be reached: by the public internet alone where unset. */
  readonly upstream?: Partial<Pick<RelyingPartyOptions, 'inside' | 'guard'>>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** May anybody make an account of his own, where mail is sent? Yes where unset. */
  readonly signUp?: boolean;
}

export interface RunningIdentity {
  /** The issuer; `/.well-known/openid-configuration` below it names the endpoints. */
  readonly url: string;
  /** Served at /livez and /readyz. */
  readonly health: Health;
  createAccount(input: NewAccount): Promise<CreatedAccount>;
  createAccounts(inputs: readonly NewAccount[]): Promise<CreatedAccount[]>;
  disableAccount(login: string): Promise<boolean>;
  registerClient(input: NewClient): Promise<RegisteredClient>;
  disableClient(id: string): Promise<boolean>;
  /** Sends the invitations that wait, as it happens by itself every few seconds. */
  sendInvitations(): Promise<number>;
  /** When messages under way have left. */
  messagesSent(): Promise<void>;
  /** Answers requests under way, then closes port and connections. */
  close(): Promise<void>;
}

/**
 * Starts the OpenID provider on its own port.
 * @throws Error where the port is taken, the database cannot be reached or its role is too mighty
 */
export async function startIdentity(options: IdentityOptions): Promise<RunningIdentity> {
  const logger = options.logger ?? createLogger('identity', { level: 'silent' });
  const pool = openPool(options.databaseUrl);
  pool.on('error', (err) => logger.error({ err }, 'idle connection lost'));
  const health = new Health({ database: () => pool.query('select 1') });
  const passwords = new Passwords();
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 });
  const stops: (() => void)[] = [];
  const close = async () => {
    for (const stop of stops) stop();
    await closeServer(server);
    await pool.end();
  };
  try {
    await refuseMightyRole(pool);
    const keys = await loadSigningKeys(pool, options.secret);
    const port = await listen(server, options.port ?? 0);
    const issuer = options.issuer ?? `http://localhost:${port}`;
    await registerAccountClient(pool, issuer);
    const signIns = new SignIns(pool);
    const federation = new Federation({ inside: [], ...options.upstream, issuer, pool, secret: options.secret, logger });
    const provider = makeProvider({ issuer, pool, secret: options.secret, keys, signIns, federation, logger });
    const { channels = new Map<ChannelKind, MessageChannel>(), secondFactorRoles = [], clock = systemClock, secret } = options;
    const mail = (options.signUp ?? true) ? channels.get('MAIL') : undefined;
    const signUp = mail && new SignUp({ pool, passwords, mail, issuer, clock, logger });
    const met = people({ provider, pool, secret, passwords, signIns, federation, channels, secondFactorRoles, clock, logger });
    const { courier, invitations } = met;
    const pages = [...(signUp ? [signUpPages({ signUp, issuer, clock, logger })] : []), ...met.pages];
    server.on('request', healthListener(health, routes(issuer, pages, provider.callback())));
    stops.push(startPurging(pool, logger), ...(courier.offers('MAIL') ? [invitations.start()] : []));
    health.ready();
    return {
      url: issuer,
      health,
      createAccount: (input) => createAccount(pool, passwords, input),
      createAccounts: (inputs) => createAccounts(pool, passwords, inputs),
      disableAccount: (login) => disableAccount(pool, login),
      registerClient: (input) => registerClient(pool, input),
      disableClient: (id) => disableClient(pool, id),
      sendInvitations: () => invitations.sendWaiting(),
      messagesSent: async () => { await Promise.all([courier.settled(), signUp?.settled()]); },
      close: async () => {
        for (const stop of stops) stop();
        await closeServer(server);
        await Promise.race([Promise.all([courier.settled(), signUp?.settled()]), new Promise((resolve) => { setTimeout(resolve, LAST_MESSAGES_MILLISECONDS).unref(); })]);
        await pool.end();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Our pages first, then the provider, which reads request bodies itself: nothing may have read them before it. */
function routes(issuer: string, pages: readonly Pages[], provider: ReturnType<Provider['callback']>): RequestListener {
  const secure = issuer.startsWith('https:');
  return (request, response) => {
    setSecurityHeaders(response, secure);
    if (request.url === '/style.css') {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' });
      return void response.end(STYLE);
    }
    void answer(pages, request, response).then(async (mine) => {
      if (!mine) await provider(request, response);
    });
  };
}

async function answer(pages: readonly Pages[], request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  for (const page of pages) if (await page(request, response)) return true;
  return false;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(force);
}
