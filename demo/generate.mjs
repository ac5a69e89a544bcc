import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeActs } from './make/acts.mjs';
import { makeApprentices } from './make/apprentices.mjs';
import { alliances, LI_WEI, organizationOf, people } from './make/cast.mjs';
import { makeTables } from './make/files.mjs';
import { makeNumbers } from './make/numbers.mjs';
import { withNumbers } from './make/story.mjs';
import { makeWeeks } from './make/weeks.mjs';
import { bytesOf } from './make/write.mjs';

const here = import.meta.dirname;

/** All files of the demo by their path in this folder: what is imported, what is done, who signs in, and the numbers that must come out. */
export async function generate() {
  const apprentices = makeApprentices();
  const weeks = makeWeeks(apprentices);
  const numbers = makeNumbers(apprentices, weeks);
  const tables = makeTables(apprentices, weeks, makeActs(apprentices, weeks));
  const logins = [...people.map(({ login, organization, number, name, title, seats }) => ({ login, organization, number, name, title, alliances: seats.map(({ alliance }) => alliance) })),
    { login: LI_WEI.login, organization: 'zz', number: LI_WEI.number, name: LI_WEI.name, title: '学徒', alliances: ['yunhe'] }];
  const files = await Promise.all(tables.map(async (table) => [join('files', table.file), await bytesOf(table)]));
  const story = withNumbers(readFileSync(join(here, 'story.md'), 'utf8'), numbers);
  return new Map([
    ...files,
    ['cast.json', Buffer.from(`${JSON.stringify({ alliances: alliances.map(({ slug, name }) => ({ slug, name })), logins: logins.map(({ organization, ...each }) => ({ ...each, organization: organizationOf(organization).legalName })) }, null, 2)}\n`)],
    ['expected.json', Buffer.from(`${JSON.stringify(numbers, null, 2)}\n`)],
    ['story.md', Buffer.from(story)],
  ]);
}

if (import.meta.main) {
  for (const [path, bytes] of await generate()) {
    mkdirSync(dirname(join(here, path)), { recursive: true });
    writeFileSync(join(here, path), bytes);
  }
}
