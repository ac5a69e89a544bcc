import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './places.mjs';
import { runProgram } from './program.mjs';
import { explain, say } from './say.mjs';
import { withThrowAwayDatabase } from './throw-away.mjs';

/** Runs Jest with the given words beside a throw-away PostgreSQL with a migrated template database. */
export async function run(words) {
  const result = join(mkdtempSync(join(tmpdir(), 'quadhelix-jest-')), 'result.json');
  let code = 1;
  try {
    code = await withThrowAwayDatabase((database) => jest(words, result, testEnvironment(database)));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
  }
  const { passed, failed } = readResult(result);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = code === 0 && failed === 0 ? 0 : code || 1;
}

/** What the tests get to know: the superuser's address, and the one password of the three login roles. */
function testEnvironment({ env, password, superuserUrl }) {
  return { ...env, TEST_SUPERUSER_URL: superuserUrl('postgres'), TEST_ROLE_PASSWORD: password, NODE_ENV: 'test', TZ: 'UTC' };
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
