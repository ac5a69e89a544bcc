import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sliceFiles } from './lib/slice-files.mjs';

const [slice, noun] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

if (!/^[a-z]+(-[a-z]+)*$/.test(slice ?? '') || !/^[a-z]+(-[a-z]+)*$/.test(noun ?? '')) {
  console.error('Usage: npm run slice -- <slice> <noun>    for example: npm run slice -- knowledge-transfer tech-asset\nBoth in kebab-case; the noun in the singular.');
  process.exit(1);
}
if (existsSync(join(root, 'libs', slice))) {
  console.error(`libs/${slice} is there already. Add a folder per noun to it instead.`);
  process.exit(1);
}
for (const [file, text] of Object.entries(sliceFiles(slice, noun))) {
  const path = join(root, 'libs', slice, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`libs/${slice}/${file}`);
}
console.log(`
Next:
  1. a migration in libs/platform/database/migrations for the table (its SQL stands in libs/${slice}/README.md), and its class in test/isolation/table-classes.ts
  2. the slice in libs/slices/src/index.ts, and its row of the map in eslint.config.mjs where it is new
  3. the OAuth scopes ${slice}:read and ${slice}:write in apps/identity/src/scopes.ts
  4. npm install, npm run contract -- --write, npm run check, npm test`);
