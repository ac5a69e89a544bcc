import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CONSOLE, PASSWORD, signIn, TEST_SECRET, twoAlliances, World } from '@quadhelix/testing';

const GRANT = 'mutation($input: AppConsentGrantInput!) { appConsentGrant(input: $input) { appConsent { clientId } } }';
const REDIRECT = 'http://localhost:9/callback';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** One app as `npm start` runs it: the built program in a process of its own. */
class Running {
  private constructor(readonly url: string, readonly child: ChildProcess) {}

  static async start(app: 'api' | 'worker' | 'identity', env: Record<string, string>, port: number): Promise<Running> {
    const main = fileURLToPath(new URL(`../../apps/${app}/dist/main.js`, import.meta.url));
    const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, LOG_LEVEL: 'error', [`${app.toUpperCase()}_PORT`]: String(port), ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    const running = new Running(`http://localhost:${String(port)}`, child);
    for (let tries = 0; tries < 200; tries += 1) {
      if (await running.answers('/readyz')) return running;
      if (child.exitCode !== null) throw new Error(`${app} ended with ${String(child.exitCode)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${app} was not ready in time`);
  }

  async answers(path: string): Promise<boolean> {
    return fetch(`${this.url}${path}`).then((response) => response.ok, () => false);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

describe('the built programs', () => {
  let world: World;
  let identity: Running;
  let api: Running;
  let worker: Running;
  let token: string;
  const env = () => ({ DATABASE_URL: world.copy.url('quadhelix_app'), QUADHELIX_SECRET: TEST_SECRET });
  const running: Running[] = [];
  const start = async (app: 'api' | 'worker' | 'identity', more: Record<string, string> = {}): Promise<Running> => {
    const port = await freePort();
    const made = await Running.start(app, { ...env(), ...more, ...(app === 'identity' ? { IDENTITY_ISSUER: `http://localhost:${String(port)}` } : {}) }, port);
    running.push(made);
    return made;
  };

  beforeAll(async () => {
    world = await World.start();
    await twoAlliances(world);
    const numbered = (prefix: string, many: number): string[] => Array.from({ length: many }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);
    await world.apps([...numbered('crash-0', 30), ...numbered('crash-1', 30), ...numbered('stop', 40)]);
    [identity, api, worker] = await Promise.all([start('identity', { IDENTITY_DATABASE_URL: world.copy.url('quadhelix_identity') }), start('api'), start('worker')]);
    token = await signIn(identity.url, CONSOLE, REDIRECT, 'admin', PASSWORD, ['openid', 'apps:read', 'apps:write']);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(running.map((each) => each.end('SIGKILL')));
    await world.stop();
  });

  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<{ status: number; body: { data?: unknown; errors?: unknown } }> => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST', body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(8_000),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'quadhelix-alliance': 'alliance-a' },
    });
    return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: unknown } };
  };
  const grant = async (clientId: string): Promise<boolean> => {
    const { status, body } = await ask(GRANT, { input: { clientId, scopes: ['stakeholders:read'] } });
    return status === 200 && body.errors === undefined;
  };
  const granted = async (prefix: string): Promise<string[]> => {
    const rows = await world.api.database.system((await world.api.database.system(null, 'test', (scope) => scope.sql<{ id: string }>('select register_alliance($1) as id', [
      JSON.stringify({ id: scope.newId(), slug: 'alliance-a', name: 'x', kind: 'CITY_CONSORTIUM', regionCode: '32', createdAt: scope.now })])))[0]?.id ?? '', 'test',
    (scope) => scope.sql<{ client_id: string }>('select client_id from app_consents where client_id like $1 order by client_id', [`${prefix}%`]));
    return rows.map(({ client_id }) => client_id);
  };

  it('answer /livez and /readyz, and a query with a token of the identity beside them', async () => {
    for (const each of [identity, api, worker]) expect(await Promise.all([each.answers('/livez'), each.answers('/readyz')])).toEqual([true, true]);
    expect((await ask('{ viewer { roles } }')).body).toMatchObject({ data: { viewer: { roles: ['ALLIANCE_ADMIN'] } }, extensions: { cost: { requested: 1 } } });
  });

  it('lose no acknowledged write when they are killed in the middle, and write none twice', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const writers = Array.from({ length: 30 }, async (_, index) => {
        const clientId = `crash-${String(round)}-${String(index).padStart(2, '0')}`;
        await new Promise((resolve) => setTimeout(resolve, index * 15));
        if (await grant(clientId).catch(() => false)) acknowledged.push(clientId);
      });
      await until(() => acknowledged.length >= 5 * (round + 1));
      await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
      await Promise.all(writers);
      [api, worker] = await Promise.all([start('api'), start('worker')]);
    }
    const kept = await granted('crash-');
    expect(acknowledged.length).toBeGreaterThanOrEqual(10);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(kept).size).toBe(kept.length);
  }, 60_000);

  it('finish what they accepted when they are asked to stop, and exit in order', async () => {
    const accepted: string[] = [];
    const broken: unknown[] = [];
    const writers = Array.from({ length: 40 }, async (_, index) => {
      const clientId = `stop-${String(index).padStart(2, '0')}`;
      await new Promise((resolve) => setTimeout(resolve, index * 15));
      try {
        const { status, body } = await ask(GRANT, { input: { clientId, scopes: ['stakeholders:read'] } });
        if (status === 200 && !body.errors) accepted.push(clientId);
        else if (status !== 503) broken.push([status, body]);
      } catch {
        // Never taken in: the comparison below would show one that was.
      }
    });
    await until(() => accepted.length >= 5);
    const began = Date.now();
    const codes = await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    await Promise.all(writers);
    expect(codes).toEqual([0, 0]);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(broken).toEqual([]);
    expect(await granted('stop-')).toEqual(accepted.sort());
  }, 60_000);

  it('explain at start what is missing, without showing values', async () => {
    const main = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, DATABASE_URL: 'mysql://top-secret', API_PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    await once(child, 'close');
    expect(child.exitCode).not.toBe(0);
    expect(text).toMatch(/DATABASE_URL/);
    expect(text).toMatch(/QUADHELIX_SECRET/);
    expect(text).not.toMatch(/top-secret/);
  });
});
