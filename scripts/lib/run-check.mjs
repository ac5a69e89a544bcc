import { readFileSync } from 'node:fs';
import { checkFiles } from './file-checks.mjs';
import { checkEvolution } from './editions.mjs';
import { missingOptional } from './lock-file.mjs';
import { inRoot } from './places.mjs';
import { say, seconds } from './say.mjs';
import { runStep } from './step.mjs';

const node = (title, ...words) => runStep(title, process.execPath, words.map((word, index) => (index === 0 ? inRoot(word) : word)), { quiet: true });

/** What stands between a change and the main branch, besides the tests. Every step runs, so that one run shows all that is wrong. */
const STEPS = {
  'lock file': checkLockFile,
  'files': checkOwnFiles,
  'types': async () => { for (const project of ['tsconfig.json', 'apps/console/tsconfig.json']) await node('types', 'node_modules/typescript/bin/tsc', '-p', project); },
  // Without cache: a rule that knows types may object to a file that did not change.
  'lint': () => node('lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  'contract': () => node('contract', 'scripts/contract.mjs'),
  'evolution': checkEvolution,
};

export async function run(words) {
  const failed = [];
  for (const [title, check] of Object.entries(STEPS)) {
    if (words.length > 0 && !words.includes(title)) continue;
    const began = Date.now();
    try {
      await check();
      say(`ok      ${title} (${seconds(began)})`);
    } catch (error) {
      failed.push(title);
      process.stderr.write(`${error.message}\n`);
      say(`FAILED  ${title} (${seconds(began)})`);
    }
  }
  if (failed.length > 0) say(`Not ready to merge: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function checkLockFile() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const wrong = Object.entries(packages).filter(([, { resolved }]) => /^\w+:\/\//.test(resolved ?? '')).map(([path]) => `${path} names the host that it came from`);
  const missing = missingOptional(packages).map(({ path }) => `${path} is missing: node scripts/complete-lock.mjs`);
  complain([...wrong, ...missing]);
}

function checkOwnFiles() {
  complain(checkFiles());
}

function complain(lines) {
  if (lines.length > 0) throw new Error(lines.join('\n'));
}
