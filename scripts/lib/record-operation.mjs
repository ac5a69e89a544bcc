import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from './places.mjs';
import { ask, tokenOf } from './run-query.mjs';
import { say } from './say.mjs';

const FOLDER = ['test', 'contract', 'operations'];
const USAGE = "Usage: npm run contract -- --record <name> --as <login> [--alliance <slug>] [--organization <id>] [--variables '<json>'] '<document>'";

/** Asks the running demo and keeps document, variables and the shape of the answer, to be replayed in the tests: what a client sends today has to work as long as it may. */
export async function record(words) {
  const { values, positionals: [document] } = parseArgs({
    args: words, allowPositionals: true,
    options: { record: { type: 'string' }, as: { type: 'string' }, alliance: { type: 'string' }, organization: { type: 'string' }, variables: { type: 'string' } },
  });
  const { record: name, as, alliance, organization } = values;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? '') || as === undefined || document === undefined) throw new Error(USAGE);
  if (existsSync(inRoot(...FOLDER, `${name}.json`))) throw new Error(`There is an operation ${name} already. What was recorded stays; give this one another name.`);
  const { shapeOf } = await import('@quadhelix/api-contract');
  const variables = JSON.parse(values.variables ?? '{}');
  const { data, errors = [] } = await ask(await tokenOf(as), document, { alliance, organization }, variables);
  const recorded = { as, alliance: alliance ?? null, organization: organization ?? null, variables, codes: [...new Set(errors.map(({ extensions }) => extensions.code))].sort(), shape: shapeOf(data) };
  writeFileSync(inRoot(...FOLDER, `${name}.graphql`), `${document.trim()}\n`);
  writeFileSync(inRoot(...FOLDER, `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  say(`${[...FOLDER, name].join('/')}.json written; commit it with its document`);
}
