import { recall, secrets } from './memory.mjs';
import { inState } from './places.mjs';

const NAMES = ['DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'IDENTITY_DATABASE_URL'];

/**
 * The database to work on: the one that the environment names, else the bundled server, started here.
 * Returns { urls: { DATABASE_URL, … }, embedded, folder, stop }.
 */
export async function openDatabase(say) {
  const urls = urlsFromEnvironment();
  if (urls !== undefined) return { urls, embedded: false, stop: async () => undefined };
  const { prepareCluster, startEmbeddedServer } = await import('@quadhelix/database');
  const server = await startEmbeddedServer({ dataDir: inState('postgres'), durable: true, onProgress: say });
  try {
    const { migrator, app, identity } = secrets();
    await prepareCluster(server.superuserUrl(), { migrator, app, identity });
    return { urls: urlsOnPort(server.port), embedded: true, folder: server.folder, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The database of a running `npm start` of this clone. */
export function databaseOfRunning() {
  return urlsFromEnvironment() ?? recall('running.json')?.urls;
}

/** All three addresses or none: with only some of them set, the apps would work on different databases. */
export function urlsFromEnvironment(env = process.env) {
  const given = NAMES.filter((name) => env[name]);
  if (given.length === 0) return undefined;
  if (given.length === NAMES.length) return Object.fromEntries(NAMES.map((name) => [name, env[name]]));
  const missing = NAMES.filter((name) => !env[name]);
  throw new Error(
    `Set, but not enough: ${given.join(', ')}. Missing: ${missing.join(', ')}. To use a PostgreSQL of your own (17 or newer), set all three:\n` +
      '  DATABASE_URL           as quadhelix_app\n  MIGRATOR_DATABASE_URL  as quadhelix_migrator\n  IDENTITY_DATABASE_URL  as quadhelix_identity\n' +
      'Its superuser makes these roles with libs/platform/database/roles.sql and database.sql, then sets their passwords.\n' +
      'To use the bundled PostgreSQL 18, set none of them.',
  );
}

function urlsOnPort(port) {
  const { migrator, app, identity } = secrets();
  const url = (role, password) => `postgresql://quadhelix_${role}:${password}@127.0.0.1:${port}/quadhelix`;
  return { DATABASE_URL: url('app', app), MIGRATOR_DATABASE_URL: url('migrator', migrator), IDENTITY_DATABASE_URL: url('identity', identity) };
}

/** Our environment with these database addresses and no others: no app gets an address it has no use for. */
export function withUrls(urls, names, more = {}) {
  const env = { ...process.env, ...more };
  for (const name of NAMES) delete env[name];
  for (const name of names) env[name] = urls[name];
  return env;
}
