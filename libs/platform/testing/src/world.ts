import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, type Api } from '@quadhelix/api';
import { startIdentity, type IdentityOptions, type RunningIdentity } from '@quadhelix/identity';
import { createLogger, defineSlice, TestClock, type Slice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { createWorker, type Worker } from '@quadhelix/worker';
import { copyDatabase, type DatabaseCopy } from './database-copy.js';
import { GraphqlClient } from './graphql-client.js';
import { signIn } from './sign-in.js';

export const TEST_SECRET = 'a secret for tests, at least 32 characters';
export const CONSOLE = 'console';
export const PASSWORD = 'correct horse battery staple';
const REDIRECT = 'http://localhost:9/callback';
export const ALL_SCOPES = ['stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'personal-data', 'integrations'].flatMap((domain) => [`${domain}:read`, `${domain}:write`]);

/** The clock of a world stands still, and no points come back: a test that is not about limits gets more than it needs. */
const WIDE = { API_POINTS: '1000000000', API_UNPAID_PER_MINUTE: '1000000' };

export interface WorldOptions {
  clock?: TestClock;
  worker?: boolean;
  poolSize?: number;
  /** The slices in place of all; */
  slices?: readonly Slice[];
  /** or further ones, that a test made. */
  moreSlices?: readonly (Partial<Slice> & { name: string })[];
  env?: Readonly<Record<string, string>>;
  /** What the identity app is started with besides. */
  identity?: Pick<IdentityOptions, 'channels' | 'secondFactorRoles'>;
  /** Nothing is logged: where a test breaks things on purpose, and many times. */
  quiet?: boolean;
}

/** A whole product for one test file: a database of its own, the real OpenID provider, the real api, and a worker where asked for. */
export class World {
  private readonly tokens = new Map<string, Promise<string>>();
  /** Folder that this world keeps files in. */
  stateFolder = '';

  private readonly besides: Api[] = [];
  private slices: readonly Slice[] = [];

  private constructor(
    readonly copy: DatabaseCopy,
    readonly clock: TestClock,
    readonly api: Api,
    readonly identity: RunningIdentity,
    readonly worker: Worker | null,
  ) {}

  static async start(options: WorldOptions = {}): Promise<World> {
    const slices = options.slices ?? [...allSlices, ...(options.moreSlices ?? []).map((slice) => defineSlice(slice))];
    const clock = options.clock ?? new TestClock('2026-03-02T01:00:00Z');
    const logger = createLogger('test', { level: options.quiet ? 'silent' : 'error' });
    const copy = await copyDatabase();
    const identity = await startIdentity({ databaseUrl: copy.url('quadhelix_identity'), secret: TEST_SECRET, ...options.identity });
    const stateFolder = mkdtempSync(join(tmpdir(), 'quadhelix-world-'));
    const settings = {
      slices, databaseUrl: copy.url('quadhelix_app'), secret: TEST_SECRET, logger, clock,
      settings: { secret: TEST_SECRET, stateFolder, publicUrl: 'http://localhost:4000', env: { IDENTITY_ISSUER: identity.url, ...WIDE, ...options.env } },
    };
    const api = await createApi({ ...settings, poolSize: options.poolSize ?? 10 });
    const worker = options.worker ? await createWorker({ ...settings, tickEvery: 3_600_000 }) : null;
    await identity.registerClient({ id: CONSOLE, name: 'Console', type: 'public', grantTypes: ['authorization_code', 'refresh_token'], scopes: ['openid', ...ALL_SCOPES], redirectUris: [REDIRECT], firstParty: true });
    return Object.assign(new World(copy, clock, api, identity, worker), { stateFolder, slices });
  }

  /** A further process of the api on the same database. */
  async beside(env: Readonly<Record<string, string>> = {}): Promise<Api> {
    const settings = { secret: TEST_SECRET, stateFolder: this.stateFolder, publicUrl: 'http://localhost:4000', env: { ...WIDE, ...env } };
    const logger = createLogger('test', { level: 'silent' });
    const api = await createApi({ slices: this.slices, databaseUrl: this.copy.url('quadhelix_app'), secret: TEST_SECRET, logger, clock: this.clock, settings });
    this.besides.push(api);
    return api;
  }

  /** Makes an account for a person; sign in with `as`. */
  async account(login: string, personId: string): Promise<void> {
    await this.identity.createAccount({ login, password: PASSWORD, personId });
  }

  /** Access token of an account, by a real sign-in the first time. */
  token(login: string, scopes: readonly string[] = ALL_SCOPES): Promise<string> {
    const key = `${login} ${scopes.join(' ')}`;
    const known = this.tokens.get(key) ?? signIn(this.identity.url, CONSOLE, REDIRECT, login, PASSWORD, ['openid', ...scopes]);
    this.tokens.set(key, known);
    return known;
  }

  /** A client that acts as an account in an alliance. */
  async as(login: string, alliance: string | null, options: { organization?: string; scopes?: readonly string[] } = {}): Promise<GraphqlClient> {
    return new GraphqlClient(this.api, await this.token(login, options.scopes), alliance, options.organization ?? null);
  }

  /** A client with any token, for apps and for attacks. */
  withToken(token: string | null, alliance: string | null, organization: string | null = null): GraphqlClient {
    return new GraphqlClient(this.api, token, alliance, organization);
  }

  /** Revokes a token at the provider's revocation endpoint, as its client would. */
  async revoke(token: string): Promise<void> {
    const discovered = await fetch(`${this.identity.url}/.well-known/openid-configuration`);
    const { revocation_endpoint: endpoint } = (await discovered.json()) as { revocation_endpoint: string };
    const answer = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ token, client_id: CONSOLE }) });
    if (!answer.ok) throw new Error(`Not revoked: ${String(answer.status)}`);
  }

  /** Waits until the worker has done all that committed transactions left to it. Throws where something is still undone after ten seconds. */
  async settled(): Promise<void> {
    const undone = `select count(*)::int as n from pgboss.job where state in ('created', 'retry', 'active')`;
    for (let tries = 0; tries < 400; tries += 1) {
      const [row] = await this.api.database.system(null, 'test', (scope) => scope.sql<{ n: number }>(undone), { readOnly: true });
      if (row?.n === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('The worker did not come to rest');
  }

  async stop(): Promise<void> {
    await this.worker?.close();
    for (const api of [...this.besides, this.api]) await api.close();
    await this.identity.close();
    await this.copy.drop();
    rmSync(this.stateFolder, { recursive: true, force: true });
  }
}
