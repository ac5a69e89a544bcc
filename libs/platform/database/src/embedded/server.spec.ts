import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EmbeddedServer, ServerInUseError, startEmbeddedServer } from './server.js';

const BUILT = fileURLToPath(new URL('../../dist/embedded/server.js', import.meta.url));
const said: string[] = [];
let dataDir: string;
let server: EmbeddedServer | undefined;
let supervisor: ChildProcess | undefined;

const start = (): Promise<EmbeddedServer> => startEmbeddedServer({ dataDir, durable: true, onProgress: (line) => said.push(line) });
const postmasterPid = (): number => Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function ask(url: string, sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows.map(([value]) => String(value));
  } finally {
    await client.end();
  }
}

/** A server looked after by a process of its own, which a test can kill. */
async function startElsewhere(): Promise<string> {
  const program = `import { startEmbeddedServer } from ${JSON.stringify(BUILT)};
    const server = await startEmbeddedServer({ dataDir: ${JSON.stringify(dataDir)}, durable: true, onProgress: () => {} });
    process.stdout.write(server.superuserUrl());`;
  supervisor = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(supervisor.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return chunk.toString();
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'quadhelix-server-'));
  // mkdtemp makes it ours alone; as root, another account runs the server and must enter.
  chmodSync(dataDir, 0o755);
  said.length = 0;
});

afterEach(async () => {
  supervisor?.kill('SIGKILL');
  await server?.stop();
  server = supervisor = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the bundled PostgreSQL', () => {
  it('keeps data and port from one start to the next, and answers on 127.0.0.1 alone, in UTC and UTF-8', async () => {
    server = await start();
    const { port } = server;
    await ask(server.superuserUrl(), "CREATE TABLE kept AS SELECT '云河' AS word");
    expect(await ask(server.superuserUrl(), "SELECT setting FROM pg_settings WHERE name IN ('listen_addresses', 'server_encoding', 'TimeZone', 'fsync') ORDER BY name")).toEqual([
      'UTC',
      'on',
      '127.0.0.1',
      'UTF8',
    ]);
    await server.stop();
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    server = await start();
    expect(server.port).toBe(port);
    expect(await ask(server.superuserUrl(), 'SELECT word FROM kept')).toEqual(['云河']);
  });

  it('lets nobody in without the password, which only the starting user can read', async () => {
    server = await start();
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600);
    await expect(ask(server.superuserUrl().replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    await expect(ask(`postgresql://postgres@127.0.0.1:${server.port}/postgres`, 'SELECT 1')).rejects.toThrow();
  });

  it('takes another port where its own is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    writeFileSync(join(dataDir, 'server.json'), JSON.stringify({ port, supervisor: 1 }));
    server = await start();
    expect(server.port).not.toBe(port);
    squatter.close();
  });

  it('refuses a folder whose server another live process looks after', async () => {
    const url = await startElsewhere();
    await expect(start()).rejects.toThrow(ServerInUseError);
    expect(await ask(url, 'SELECT 1')).toEqual(['1']);
  });

  it('stops the server that a killed process left behind, and has what was committed', async () => {
    const url = await startElsewhere();
    await ask(url, 'CREATE TABLE kept AS SELECT 7 AS number');
    const orphan = postmasterPid();
    supervisor?.kill('SIGKILL');
    await once(supervisor as ChildProcess, 'exit');
    expect(await ask(url, 'SELECT number FROM kept')).toEqual(['7']);
    server = await start();
    expect(said.join()).toContain(`process ${orphan}`);
    expect(postmasterPid()).not.toBe(orphan);
    expect(await ask(server.superuserUrl(), 'SELECT number FROM kept')).toEqual(['7']);
  });

  it('recovers when process and server were killed together', async () => {
    const url = await startElsewhere();
    await ask(url, 'CREATE TABLE kept AS SELECT 8 AS number');
    supervisor?.kill('SIGKILL');
    process.kill(postmasterPid(), 'SIGKILL');
    await once(supervisor as ChildProcess, 'exit');
    server = await start();
    expect(await ask(server.superuserUrl(), 'SELECT number FROM kept')).toEqual(['8']);
  });

  it('starts over a pid file whose number another program has got since', async () => {
    server = await start();
    const pidFile = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8');
    await server.stop();
    // Of the server's own account: PostgreSQL itself sees through a number that belongs to another one.
    const { uid } = statSync(join(dataDir, 'cluster'));
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', cwd: '/', ...(process.getuid?.() === 0 ? { uid } : {}) });
    writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)));
    server = await start();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });

  it('restarts a server that dies, on the same port', async () => {
    server = await start();
    await ask(server.superuserUrl(), 'CREATE TABLE kept AS SELECT 9 AS number');
    process.kill(postmasterPid(), 'SIGKILL');
    while (!said.some((line) => line.includes('is back'))) await sleep(50);
    expect(await ask(server.superuserUrl(), 'SELECT number FROM kept')).toEqual(['9']);
  });

  it('refuses data of another major version, and says what to do', async () => {
    server = await start();
    await server.stop();
    server = undefined;
    writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 16.*runs PostgreSQL 18[^]*To start empty: mv/);
  });

  it('starts after a first start that was interrupted half-way', async () => {
    mkdirSync(join(dataDir, 'cluster.new', 'data', 'base'), { recursive: true });
    server = await start();
    expect(existsSync(join(dataDir, 'cluster.new'))).toBe(false);
  });

  it('keeps the data elsewhere, and finds it again, where its account can\'t enter the folder', async () => {
    chmodSync(dataDir, 0o700);
    server = await start();
    await ask(server.superuserUrl(), 'CREATE TABLE kept AS SELECT 10 AS number');
    await server.stop();
    server = await start();
    expect(await ask(server.superuserUrl(), 'SELECT number FROM kept')).toEqual(['10']);
    const pointer = join(dataDir, 'moved.json');
    // Only root runs the server as somebody else; everybody else can enter what is theirs.
    expect(existsSync(pointer)).toBe(process.getuid?.() === 0);
    if (!existsSync(pointer)) return;
    await server.stop();
    server = undefined;
    rmSync((JSON.parse(readFileSync(pointer, 'utf8')) as { to: string }).to, { recursive: true });
  });

  it('leaves nothing of a throw-away server', async () => {
    const folder = join(dataDir, 'gone');
    const throwAway = await startEmbeddedServer({ dataDir: folder, durable: false, onProgress: () => undefined });
    expect(await ask(throwAway.superuserUrl(), 'SHOW fsync')).toEqual(['off']);
    await throwAway.stop();
    expect(existsSync(folder)).toBe(false);
  });
});
