import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './places.mjs';
import { brokenPromises, changesBetween } from './schema-evolution.mjs';

const FOLDER = ['libs', 'api-contract', 'published'];
const CHANGELOG = ['docs', 'api', 'changelog.md'];
const schema = () => readFileSync(inRoot('libs', 'api-contract', 'schema.graphql'), 'utf8');
const today = () => new Date().toISOString().slice(0, 10);

/** What was published, oldest first: { date, sdl }. */
export function editions() {
  if (!existsSync(inRoot(...FOLDER))) return [];
  return readdirSync(inRoot(...FOLDER)).filter((name) => /^\d{4}-\d{2}-\d{2}\.graphql$/.test(name)).sort()
    .map((name) => ({ date: name.slice(0, 10), sdl: readFileSync(inRoot(...FOLDER, name), 'utf8') }));
}

/** Throws with a line for each promise that the committed schema breaks, or where the changelog is not what the editions say. */
export async function checkEvolution() {
  const published = editions();
  const broken = await brokenPromises(published, schema(), today());
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\nDeprecate first, with REMOVE_AFTER at least 180 days ahead, and publish that: docs/api/versioning.md says how.`);
  if (published.length > 0 && (!existsSync(inRoot(...CHANGELOG)) || readFileSync(inRoot(...CHANGELOG), 'utf8') !== await changelogOf(published))) {
    throw new Error('docs/api/changelog.md is not what libs/api-contract/published says: npm run contract -- --changelog');
  }
}

/** Makes the committed schema today's edition (it replaces one of the same day) and writes the changelog. Throws where it breaks what was published. */
export async function publish() {
  const date = today();
  const earlier = editions().filter((each) => each.date !== date);
  const broken = await brokenPromises(earlier, schema(), date);
  if (broken.length > 0) throw new Error(`Not published, since it breaks what was:\n${broken.join('\n')}`);
  writeFileSync(inRoot(...FOLDER, `${date}.graphql`), schema());
  await writeChangelog();
  return date;
}

export async function writeChangelog() {
  writeFileSync(inRoot(...CHANGELOG), await changelogOf(editions()));
}

const TITLES = { added: 'New', deprecated: 'Will leave', changed: 'Changed', removed: 'Left' };

/** The changelog as Markdown, newest edition first. */
export async function changelogOf(published) {
  const sections = [];
  for (const [index, { date, sdl }] of published.entries()) {
    const before = published[index - 1];
    const changes = before === undefined ? {} : await changesBetween(before.sdl, sdl);
    const parts = Object.entries(TITLES).filter(([kind]) => changes[kind]?.length > 0).map(([kind, title]) => `### ${title}\n\n${changes[kind].map((line) => `- ${line}`).join('\n')}\n`);
    const said = before === undefined ? 'The first edition.\n' : parts.length > 0 ? parts.join('\n') : 'Descriptions only.\n';
    sections.unshift(`## ${date}\n\n${said}`);
  }
  return `# Changelog of the API\n\nMade from the editions in \`libs/api-contract/published\`. What will leave says after which day; until then it works as before.\n\n${sections.join('\n')}`;
}
