import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.mjs';

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage']);
const FORBIDDEN_WORDS = new Set(['core', 'common', 'shared', 'util', 'utils', 'helper', 'helpers', 'manager', 'policy', 'indices']);
const SOURCE = /\.(ts|tsx|mjs|js)$/;
const MAX_LINES = 300;

/** Every file of the checkout but what is installed, built or hidden: paths from its root. */
export function* filesOf(folder = '') {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name) || (entry.isDirectory() && entry.name.startsWith('.') && entry.name !== '.ci')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}

/** What is wrong with one file that no inline comment may excuse: a line each. */
export function complaintsAbout(path, readText) {
  const words = path.split(/[/._-]/).filter((word) => FORBIDDEN_WORDS.has(word.toLowerCase()));
  const complaints = words.map((word) => `the name says "${word}", which says nothing; name what it holds`);
  if (!SOURCE.test(path)) return complaints;
  if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(path.slice(path.lastIndexOf('/') + 1))) complaints.push('the file name is not in kebab-case');
  const lines = readText().split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > MAX_LINES) complaints.push(`${lines.length} lines; at most ${MAX_LINES}. Cut it by capability`);
  lines.forEach((line, index) => {
    if (/(\/\/|\/\*)\s*eslint-disable/.test(line) && !/eslint-disable\S*\s+\S.*\s--\s+\S/.test(line)) {
      complaints.push(`line ${index + 1}: a disabled rule is named and has a reason: "eslint-disable-next-line <rule> -- <reason>"`);
    }
  });
  return complaints;
}

export function checkFiles() {
  return [...filesOf()].flatMap((path) => complaintsAbout(path, () => readFileSync(join(ROOT, path), 'utf8')).map((complaint) => `${path}: ${complaint}`));
}
