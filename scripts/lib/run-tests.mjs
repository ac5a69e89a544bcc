import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenAbandoned } from './abandoned.mjs';
import { sweepAbandoned, TEST_FOLDER } from './abandoned-tests.mjs';
import { inRoot } from './places.mjs';
import { runProgram } from './program.mjs';
import { say } from './say.mjs';

/** Starts a throw-away PostgreSQL with a migrated template database, runs Jest with the given words, and always stops the server. */
export async function run(words) {
  const { prepareCluster, startEmbeddedServer } = await import('@quadhelix/database');
  await sweepAbandoned(say);
  const folder = mkdtempSync(join(tmpdir(), TEST_FOLDER));
  // Root lends the server another account, which must be able to enter.
  chmodSync(folder, 0o755);
  const result = join(mkdtempSync(join(tmpdir(), 'quadhelix-jest-')), 'result.json');
  let server;
  let code = 1;
  const ignore = () => undefined;
  // Jest gets the signals; we must live to clear up after it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ignore);
  whenAbandoned(() => void server?.stop().finally(() => process.exit(1)));
  try {
    server = await startEmbeddedServer({ dataDir: folder, durable: false, onProgress: say });
    const password = randomBytes(18).toString('base64url');
    await prepareCluster(server.superuserUrl(), { migrator: password, app: password, identity: password }, 'quadhelix_template');
    const env = testEnvironment(server, password);
    const prepared = await runProgram(inRoot('apps', 'worker', 'dist', 'prepare.js'), [], {
      env: { ...env, MIGRATOR_DATABASE_URL: `postgresql://quadhelix_migrator:${password}@127.0.0.1:${server.port}/quadhelix_template` },
    });
    if (prepared !== 0) throw new Error('The template database could not be prepared.');
    code = await jest(words, result, env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const { passed, failed } = readResult(result);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = code === 0 && failed === 0 ? 0 : code || 1;
}

/** What the tests get to know: the superuser's address, and the one password of the three login roles. No address of a real database. */
function testEnvironment(server, password) {
  const env = { ...process.env, TEST_SUPERUSER_URL: server.superuserUrl(), TEST_ROLE_PASSWORD: password, NODE_ENV: 'test', TZ: 'UTC' };
  for (const name of ['DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'IDENTITY_DATABASE_URL']) delete env[name];
  return env;
}

function jest(words, result, env) {
  const long = words.includes('--long');
  return runProgram(inRoot('node_modules', 'jest', 'bin', 'jest.js'), ['--json', `--outputFile=${result}`, ...words.filter((word) => word !== '--long')], {
    env: { ...env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(), ...(long ? { QUADHELIX_LONG: '1' } : {}) },
  });
}

/** A file that could not even be loaded counts as one failure; no result at all counts as one as well. */
function readResult(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(join(file, '..'), { recursive: true, force: true });
  }
}
