import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenAbandoned } from './abandoned.mjs';
import { sweepAbandoned, TEST_FOLDER } from './abandoned-tests.mjs';
import { inRoot } from './places.mjs';
import { runProgram } from './program.mjs';
import { say } from './say.mjs';

const DATABASE = 'quadhelix_template';

/**
 * Starts a throw-away PostgreSQL, prepares the database `quadhelix_template` as a real start would, calls `work` with
 * { env, password, superuserUrl(database) }, and always stops and removes the server. `env` names no real database.
 */
export async function withThrowAwayDatabase(work) {
  const { prepareCluster, startEmbeddedServer } = await import('@quadhelix/database');
  await sweepAbandoned(say);
  const folder = mkdtempSync(join(tmpdir(), TEST_FOLDER));
  // Root lends the server another account, which must be able to enter.
  chmodSync(folder, 0o755);
  let server;
  const ignore = () => undefined;
  // Children get the signals; we must live to clear up after them.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ignore);
  whenAbandoned(() => process.kill(process.pid, 'SIGTERM'));
  try {
    server = await startEmbeddedServer({ dataDir: folder, durable: false, onProgress: say });
    const password = randomBytes(18).toString('base64url');
    await prepareCluster(server.superuserUrl(), { migrator: password, app: password, identity: password }, DATABASE);
    const env = { ...process.env };
    for (const name of ['DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'IDENTITY_DATABASE_URL']) delete env[name];
    const migrator = `postgresql://quadhelix_migrator:${password}@127.0.0.1:${server.port}/${DATABASE}`;
    const prepared = await runProgram(inRoot('apps', 'worker', 'dist', 'prepare.js'), [], { env: { ...env, MIGRATOR_DATABASE_URL: migrator } });
    if (prepared !== 0) throw new Error('The template database could not be prepared.');
    return await work({ env, password, superuserUrl: (database = DATABASE) => server.superuserUrl(database) });
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
