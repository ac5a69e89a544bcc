import { databaseOfRunning, openDatabase, withUrls } from './database.mjs';
import { holderOf } from './lock.mjs';
import { secrets } from './memory.mjs';
import { inRoot, inState } from './places.mjs';
import { runProgram } from './program.mjs';
import { giveUp } from './say.mjs';

/**
 * Runs a program of the worker (`apps/worker/dist/<program>`) on this clone's database: the one of a running `npm start`, else one that
 * is started and brought up to date for it, and stopped afterwards. Paths in `words` are those of the folder the person stands in.
 */
export async function runOnDatabase(program, words) {
  // Progress goes to standard error: what the program prints may be piped on.
  const tell = (line) => process.stderr.write(`${line}\n`);
  const file = inRoot('apps', 'worker', 'dist', program);
  const settings = { QUADHELIX_SECRET: process.env.QUADHELIX_SECRET ?? secrets().secret, QUADHELIX_STATE_DIR: inState() };
  const environment = (urls) => withUrls(urls, ['DATABASE_URL', 'IDENTITY_DATABASE_URL'], settings);
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const running = holderOf(inState('start.lock')) === undefined ? undefined : databaseOfRunning();
  try {
    if (running !== undefined) return await runProgram(file, words, { env: environment(running), cwd });
    const database = await openDatabase(tell);
    try {
      const prepared = await runProgram(inRoot('apps', 'worker', 'dist', 'prepare.js'), [], { env: withUrls(database.urls, ['MIGRATOR_DATABASE_URL', 'DATABASE_URL'], settings) });
      return prepared === 0 ? await runProgram(file, words, { env: environment(database.urls), cwd }) : prepared;
    } finally {
      await database.stop();
    }
  } catch (error) {
    return giveUp(error);
  }
}
