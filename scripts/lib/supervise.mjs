import { existsSync, readFileSync, rmSync } from 'node:fs';
import { whenAbandoned } from './abandoned.mjs';
import { App } from './app.mjs';
import { openDatabase, withUrls } from './database.mjs';
import { clearLeftovers } from './leftovers.mjs';
import { takeLock } from './lock.mjs';
import { choosePorts, recall, remember, secrets } from './memory.mjs';
import { inRoot, inState } from './places.mjs';
import { runProgram } from './program.mjs';
import { explain, giveUp, say, seconds } from './say.mjs';

const began = Date.now();

/** Starts the database and the apps, and looks after them until told to stop. */
export async function run() {
  const lock = takeLock(inState('start.lock'));
  if (lock.holder !== undefined) giveUp(alreadyRunning(lock.holder));
  const running = { apps: [], opening: undefined, stopped: undefined };
  let asked = 0;
  const stop = (code) => {
    // One Ctrl-C may reach us twice, from the terminal and from npm; only a later one means "now".
    if (asked > 0 && Date.now() - asked > 2_000) for (const app of running.apps) void app.stop(0);
    asked ||= Date.now();
    running.stopped ??= stopAll(running, lock).then(() => process.exit(code));
    return running.stopped;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
  whenAbandoned(() => void stop(0));
  try {
    await startAll(running);
  } catch (error) {
    if (running.stopped === undefined) process.stderr.write(`\n${explain(error)}\n`);
    await stop(1);
  }
}

async function startAll(running) {
  await clearLeftovers(say);
  const database = await (running.opening = openDatabase(say));
  const { urls } = database;
  const ports = await choosePorts(say);
  const env = settings(ports);
  const alive = () => running.stopped === undefined;
  if (alive()) await must('Preparing the database', 'prepare.js', withUrls(urls, ['MIGRATOR_DATABASE_URL', 'DATABASE_URL'], env));
  if (!alive()) return;
  const make = (name, names) => new App(name, { port: ports[name], env: withUrls(urls, names, env), say });
  running.apps = [make('identity', ['IDENTITY_DATABASE_URL']), make('api', ['DATABASE_URL']), make('worker', ['DATABASE_URL'])];
  const note = () => remember('running.json', { supervisor: process.pid, ports, urls, apps: Object.fromEntries(running.apps.map((app) => [app.name, app.pid])) });
  const start = (apps) => Promise.all(apps.map((app) => (app.start(), app.ready())));
  for (const app of running.apps) app.onStart = note;
  // The demo tells of weeks that are over: a worker that looks at today's clock would call its promises overdue while they are being kept.
  const loaded = recall('demo.json')?.loaded === true;
  const [first, later] = loaded ? [running.apps, []] : [running.apps.slice(0, 2), running.apps.slice(2)];
  await start(first);
  if (alive()) await demo(database, env);
  if (alive()) await start(later);
  if (alive()) announce(ports, database);
}

function settings(ports) {
  return {
    API_PORT: String(ports.api),
    IDENTITY_PORT: String(ports.identity),
    WORKER_PORT: String(ports.worker),
    IDENTITY_ISSUER: process.env.IDENTITY_ISSUER ?? `http://localhost:${ports.identity}`,
    QUADHELIX_SECRET: process.env.QUADHELIX_SECRET ?? secrets().secret,
    QUADHELIX_STATE_DIR: inState(),
  };
}

async function must(title, program, env) {
  say(`${title} …`);
  const code = await runProgram(inRoot('apps', 'worker', 'dist', program), [], { env });
  if (code !== 0) throw new Error(`${title} failed (exit code ${code}).`);
}

/** The demo is invented data: into somebody's own database it goes only when asked for. */
async function demo({ urls, embedded }, env) {
  const wanted = process.env.QUADHELIX_DEMO ?? (embedded ? 'on' : 'off');
  if (wanted === 'off' || !existsSync(inRoot('apps', 'worker', 'dist', 'demo.js'))) return;
  await must('Loading the demo', 'demo.js', withUrls(urls, ['DATABASE_URL', 'IDENTITY_DATABASE_URL'], env));
}

function announce(ports, { folder }) {
  const words = inState('demo.txt');
  if (existsSync(words)) say(`\n${readFileSync(words, 'utf8').trimEnd()}`);
  say(`
Quadhelix is ready (${seconds(began)})
  GraphQL   http://localhost:${ports.api}/graphql
  GraphiQL  http://localhost:${ports.api}/graphiql
  Sign-in   http://localhost:${ports.identity}
  Logs      ${inState('logs')}
  Data      ${folder ?? 'in the database that DATABASE_URL names'}
Ctrl-C stops everything; the data stays.`);
}

async function stopAll(running, lock) {
  say('\nStopping …');
  await Promise.all(running.apps.map((app) => app.stop()));
  const database = await running.opening?.catch(() => undefined);
  await database?.stop().catch((error) => process.stderr.write(`${error.message}\n`));
  rmSync(inState('running.json'), { force: true });
  lock.release();
  say('Stopped.');
}

export function alreadyRunning(pid) {
  const ports = recall('running.json')?.ports;
  const where = ports === undefined ? '' : `: http://localhost:${ports.api}/graphql`;
  return `Quadhelix already runs in this folder, as process ${pid}${where}\nStop it with Ctrl-C where it was started, or with: kill ${pid}`;
}
