import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { quadhelix } from './tools/lint-rules/index.mjs';
import { projectGraphHash } from './tools/lint-rules/project-graph.mjs';

const activity = ['type:platform', 'scope:stakeholders', 'scope:standards', 'scope:agreements', 'scope:projects'];

/** Who may import whom: package tag → tags of the packages it may import. All lines that fit a package hold at once. */
export const boundaries = {
  // api and worker are two doors into the same slices; they know no domain by name. The api knows the documents that the console sends.
  'type:app': ['type:slices', 'type:platform', 'type:contract'],
  // identity has its own schema and role, and no business to know.
  'scope:identity': ['scope:database', 'scope:service', 'scope:mail'],
  // The console sees what a third party sees: the API contract, nothing else.
  'type:console': ['type:contract'],
  // The contract is text; it depends on nothing.
  'type:contract': [],
  // The one registration list: every domain, the platform's own slices, and platform/service for defineSlice().
  'type:slices': ['type:domain', 'scope:service', 'scope:importing', 'scope:files', 'scope:documents', 'scope:personal-data', 'scope:readers', 'scope:search', 'scope:webhooks', 'scope:changes', 'scope:single-use-links'],
  // Platform libraries stand below every domain.
  'type:platform': ['type:platform'],
  // What tests stand on: it starts the real api, worker and identity. Only *.spec.ts, *.long.ts and test/ may import it (see below).
  'type:testing': ['type:platform', 'type:slices', 'type:app', 'type:domain'],
  // Domains by what they may build on; the lines below say which.
  'type:domain': ['type:platform', 'type:domain'],
  // Who is who: the lowest domain.
  'scope:stakeholders': ['type:platform'],
  // Standards judge stakeholders' work.
  'scope:standards': ['type:platform', 'scope:stakeholders'],
  // Agreements are made between stakeholders and cite standards.
  'scope:agreements': ['type:platform', 'scope:stakeholders', 'scope:standards'],
  // Projects carry out agreements.
  'scope:projects': ['type:platform', 'scope:stakeholders', 'scope:standards', 'scope:agreements'],
  // Activity slices build on the four below them and never on each other: they meet by id, by event, or by an added field.
  'scope:apprenticeships': activity,
  // Activity slice: as above.
  'scope:teacher-exchanges': activity,
  // Activity slice: as above.
  'scope:knowledge-transfer': activity,
  // Activity slice: as above.
  'scope:accountability': activity,
  // Activity slice: as above.
  'scope:contributions': activity,
  // Indicators read every activity; nobody imports them.
  'scope:indicators': [...activity, 'scope:apprenticeships', 'scope:teacher-exchanges', 'scope:knowledge-transfer', 'scope:accountability', 'scope:contributions'],
  // Notifications tell of every activity; nobody imports them.
  'scope:notifications': [...activity, 'scope:apprenticeships', 'scope:teacher-exchanges', 'scope:knowledge-transfer', 'scope:accountability', 'scope:contributions'],
  // The sandbox fills itself through the importer; nobody imports it.
  'scope:sandbox': ['type:platform', 'scope:stakeholders'],
};

/** The map as Nx's lint rule wants it; tests may also import @quadhelix/testing, which may come round to their own library. */
function moduleBoundaries({ tests = false } = {}) {
  const extra = tests ? ['type:testing'] : [];
  return ['error', {
    depConstraints: Object.entries(boundaries).map(([sourceTag, tags]) => ({ sourceTag, onlyDependOnLibsWithTags: [...tags, ...extra] })),
    ignoredCircularDependencies: tests ? [['@quadhelix/testing', '*']] : [],
  }];
}

const deep = { regex: String.raw`^\.\./\.\./\.\.`, message: 'No ../../..: import a library by its name, or move the file.' };
const dataSource = {
  name: 'typeorm',
  importNames: ['DataSource', 'createConnection', 'getConnection', 'getManager', 'getRepository'],
  message: 'Only platform/database holds a DataSource; the way to the database is Scope.',
};
const unscoped = { ...dataSource, importNames: [...dataSource.importNames, 'EntityManager', 'Repository', 'QueryRunner'] };
const doors = String.raw`(pg|@apollo|fastify|@fastify|@as-integrations|@nestjs/platform-fastify|undici|axios|got|ky|node-fetch|superagent|openid-client)($|[-/])`;
const network = String.raw`(node:)?(http|https|http2|net|tls|dgram)$`;
const outside = { regex: `^(${doors}|${network})`, message: 'A domain knows neither driver nor door nor network: use Scope, and let the worker call out.' };

const outsideByImport = {
  selector: `ImportExpression[source.value=/^(${`${doors}|${network}`.replaceAll('/', String.raw`\u002f`)})/]`,
  message: outside.message,
};
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Libraries export by name.' };
const wallClock = {
  selector: ":matches(NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now'])",
  message: 'Time comes from the injected clock.',
};
const skipped = {
  selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]",
  message: 'A test runs, whole and green, or it is removed.',
};
const skippedByName = { selector: "CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]", message: skipped.message };

const tests = ['**/*.spec.ts', '**/*.long.ts', '**/*.spec.mjs', 'test/**/*.ts'];
const domains = ['libs/*/src/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.quadhelix/**', 'coverage/**', '**/*.d.ts', 'examples/typed-client/src/gql/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, settings: { projectGraph: projectGraphHash } },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node, ecmaVersion: 'latest', sourceType: 'module' },
    rules: {
      'max-lines': ['error', 300],
      'no-restricted-syntax': ['error', skipped, skippedByName],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx, quadhelix },
    rules: {
      ...tseslint.configs.eslintRecommended.rules,
      'no-undef': 'off',
      'no-control-regex': 'off',
      'no-unused-vars': 'off',
      'max-lines': ['error', 300],
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      '@nx/enforce-module-boundaries': moduleBoundaries(),
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      'no-restricted-imports': ['error', { paths: [dataSource], patterns: [deep] }],
      'no-restricted-syntax': ['error', skipped, skippedByName],
      'quadhelix/constructor-params': ['error', 5],
      'quadhelix/ref-type': 'error',
    },
  },
  {
    // A web app of its own, with the browser's types; pages are loaded by route, which takes a default export.
    files: ['apps/console/src/**/*.ts', 'apps/console/src/**/*.tsx'],
    languageOptions: { parserOptions: { project: ['./apps/console/tsconfig.json'] }, globals: globals.browser },
  },
  {
    // An example stands for itself, as somebody else would have it.
    files: ['examples/typed-client/**/*.ts'],
    languageOptions: { parserOptions: { project: ['./examples/typed-client/tsconfig.json'] }, globals: globals.node },
  },
  {
    files: ['libs/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', skipped, skippedByName, defaultExport] },
  },
  {
    files: ['libs/platform/database/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [deep] }] },
  },
  {
    files: domains,
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { paths: [unscoped], patterns: [deep, outside] }],
      'no-restricted-globals': ['error', ...['fetch', 'WebSocket', 'EventSource'].map((name) => ({ name, message: outside.message }))],
      'no-restricted-syntax': ['error', skipped, skippedByName, defaultExport, wallClock, outsideByImport],
    },
  },
  {
    files: tests,
    plugins: { '@nx': nx },
    languageOptions: { globals: globals.jest },
    rules: { '@nx/enforce-module-boundaries': moduleBoundaries({ tests: true }) },
  },
  {
    // A test may hold a connection of its own, to be the second writer or to look behind the scope.
    files: ['**/*.spec.ts', '**/*.long.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [deep] }] },
  },
);
