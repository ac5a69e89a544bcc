import { ESLint, Linter } from 'eslint';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { boundaries } from '../../eslint.config.mjs';

/**
 * Lints lines of code as if they stood in the named files, with the repository's own configuration but without type information,
 * so that the files need not exist. Reads [{ file, code }] from stdin, prints for each the names of the rules that object.
 * The project graph is made up from the map, so that it holds every library of the map, built or not; with --workspace it is Nx's own.
 */
const folders = { api: 'apps/api', worker: 'apps/worker', identity: 'apps/identity', console: 'apps/console' };
const platform = ['access', 'database', 'outbox', 'graphql', 'files', 'documents', 'importing', 'mail', 'search', 'readers', 'personal-data', 'service', 'testing'];
const typeOf = (scope) => {
  if (scope === 'console' || scope === 'testing' || scope === 'slices') return scope;
  if (scope === 'api-contract') return 'contract';
  return scope in folders ? 'app' : platform.includes(scope) ? 'platform' : 'domain';
};
const domains = Object.keys(boundaries).filter((tag) => tag.startsWith('scope:')).map((tag) => tag.slice(6));
const scopes = new Set([...Object.keys(folders), ...platform, ...domains, 'slices', 'api-contract']);

const nodes = {};
const roots = new Map();
for (const scope of scopes) {
  const root = folders[scope] ?? (platform.includes(scope) ? `libs/platform/${scope}` : `libs/${scope}`);
  const name = `@quadhelix/${scope}`;
  nodes[name] = { name, type: 'lib', data: { root, sourceRoot: `${root}/src`, tags: [`type:${typeOf(scope)}`, `scope:${scope}`] } };
  roots.set(root, name);
}
const made = {
  projectGraph: { nodes, dependencies: {}, externalNodes: {} },
  projectRootMappings: roots,
  projectFileMap: Object.fromEntries(Object.keys(nodes).map((name) => [name, []])),
  targetProjectLocator: { findProjectFromImport: (name) => (name in nodes ? name : undefined) },
};
// Nx keeps a graph that it finds here only under ESLint's command line.
process.argv[1] = 'node_modules/.bin/eslint';
if (!process.argv.includes('--workspace')) Object.assign(globalThis, made);

const eslint = new ESLint();
const linter = new Linter({ configType: 'flat' });
const answers = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const { rules, plugins, languageOptions } = await eslint.calculateConfigForFile(file);
  const untyped = Object.entries(rules).filter(([name]) => !name.startsWith('@typescript-eslint/'));
  const messages = linter.verify(code, [{
    files: ['**/*.ts'],
    plugins,
    languageOptions: { parser: languageOptions.parser },
    rules: Object.fromEntries(untyped),
  }], { filename: resolve(file) });
  answers.push([...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))]);
}
process.stdout.write(JSON.stringify(answers));
