import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { differences } from './differences.mjs';
import { publish, writeChangelog } from './editions.mjs';
import { inRoot } from './places.mjs';
import { record } from './record-operation.mjs';
import { giveUp, say } from './say.mjs';
import { withThrowAwayDatabase } from './throw-away.mjs';

/**
 * `npm run contract` compares the two committed contracts with what the code makes; `-- --write` writes them. `-- --publish` makes the committed schema
 * today's edition, that clients may rely on; `-- --changelog` writes the changelog anew;
 * `-- --record` keeps an operation of today, to be replayed in the tests.
 */
export async function run(words) {
  try {
    if (words.includes('--publish')) return say(`Published the edition of ${await publish()}; commit it with docs/api/changelog.md.`);
    if (words.includes('--changelog')) return void await writeChangelog();
    if (words.includes('--record')) return void await record(words);
    const contracts = {
      'libs/platform/database/schema.sql': await databaseSchema(),
      'libs/api-contract/schema.graphql': apiSchema(),
    };
    for (const [file, made] of Object.entries(contracts)) {
      const committed = existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : '';
      if (committed === made) say(`${file} is up to date`);
      else if (words.includes('--write')) {
        writeFileSync(inRoot(file), made);
        say(`${file} written`);
      } else {
        process.stderr.write(`\n${file} is stale ("-" is committed, "+" is what the code makes):\n${differences(committed, made).join('\n')}\n`);
        process.exitCode = 1;
      }
    }
    if (process.exitCode === 1) process.stderr.write('\nIf this is meant: npm run contract -- --write, and commit what it wrote.\n');
  } catch (error) {
    giveUp(error);
  }
}

async function databaseSchema() {
  const { dumpSchema } = await import('@quadhelix/database');
  return await withThrowAwayDatabase(({ superuserUrl }) => dumpSchema(superuserUrl()));
}

function apiSchema() {
  return execFileSync(process.execPath, [inRoot('apps', 'api', 'dist', 'print-schema.js')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64_000_000 });
}
