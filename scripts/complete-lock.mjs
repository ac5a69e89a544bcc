import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/places.mjs';
import { completeLock } from './lib/lock-file.mjs';

const file = inRoot('package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = completeLock(lock);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length === 0 ? 'package-lock.json is complete.\n' : `Added to package-lock.json:\n${added.map((path) => `  ${path}\n`).join('')}`);
