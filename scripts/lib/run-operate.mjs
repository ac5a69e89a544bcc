import { runOnDatabase } from './with-database.mjs';

export async function run(words) {
  process.exitCode = await runOnDatabase('operate.js', words);
}
