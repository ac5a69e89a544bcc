import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { inRoot } from './places.mjs';
import { say, seconds } from './say.mjs';
import { outerEnvironment, runStep } from './step.mjs';

const STAMP = inRoot('node_modules', '.quadhelix-installed');
const LOCK = inRoot('package-lock.json');

/** Runs `npm ci` unless node_modules already holds what package-lock.json says. */
export async function install() {
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  if (!installedByHand()) {
    const began = Date.now();
    say('Installing packages (once, a minute or two) …');
    const { program, words } = npm();
    await runStep('installing packages', program, [...words, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], { env: outerEnvironment() });
    say(`Packages installed (${seconds(began)})`);
  }
  // Written beside and renamed: the file may be a hard link into another clone.
  writeFileSync(`${STAMP}.new`, wanted);
  renameSync(`${STAMP}.new`, STAMP);
}

/** npm notes in node_modules what it put there; the same versions as in package-lock.json need no second installation. */
function installedByHand() {
  try {
    const wanted = JSON.parse(readFileSync(LOCK, 'utf8')).packages;
    const present = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, link, optional }]) =>
      !path.startsWith('node_modules/') || link || optional || (present[path]?.version === version && existsSync(inRoot(path))));
  } catch {
    return false;
  }
}

function npm() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('.js') && existsSync(running) && !process.execPath.includes('node_modules')) return { program: process.execPath, words: [running] };
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', words: [] };
}
