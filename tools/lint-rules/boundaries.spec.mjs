import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const boundary = '@nx/enforce-module-boundaries';
const activities = ['apprenticeships', 'teacher-exchanges', 'knowledge-transfer', 'accountability', 'contributions'];
const lower = ['stakeholders', 'standards', 'agreements', 'projects'];
const above = (name) => [...activities, 'indicators', 'notifications'].filter((other) => other !== name);

/** folder → [what it may import, what it may not]: the architecture's table, written out a second time on purpose. */
const table = {
  'apps/api': [['slices', 'database', 'graphql'], ['stakeholders', 'accountability', 'worker', 'testing']],
  'apps/worker': [['slices', 'outbox'], ['stakeholders', 'notifications', 'api']],
  'apps/identity': [['database', 'service', 'mail'], ['access', 'graphql', 'outbox', 'slices', 'stakeholders']],
  'apps/console': [['api-contract'], ['graphql', 'service', 'slices', 'stakeholders', 'api']],
  'libs/slices': [['stakeholders', ...activities, 'indicators', 'service', 'importing', 'readers', 'search'], ['database', 'graphql', 'testing', 'api']],
  'libs/api-contract': [[], ['service', 'stakeholders', 'slices']],
  'libs/platform/database': [['access', 'service'], ['stakeholders', 'slices', 'testing', 'api-contract']],
  'libs/platform/testing': [['database', 'service', 'slices', 'stakeholders', 'api', 'identity', 'worker'], ['console', 'api-contract']],
  'libs/stakeholders': [['database', 'graphql'], ['standards', ...above(), 'slices', 'testing', 'api']],
  'libs/standards': [['database', 'stakeholders'], ['agreements', 'projects', ...above()]],
  'libs/agreements': [['database', 'stakeholders', 'standards'], ['projects', ...above()]],
  'libs/projects': [['database', 'stakeholders', 'standards', 'agreements'], above()],
  ...Object.fromEntries(activities.map((name) => [`libs/${name}`, [['database', ...lower], [...above(name), 'slices', 'identity']]])),
  'libs/indicators': [['database', ...lower, ...activities], ['notifications', 'slices']],
  'libs/notifications': [['database', ...lower, ...activities], ['indicators', 'slices']],
};

const domainBans = {
  'import pg': `import { Client } from 'pg';`,
  'import pg-boss': `import { PgBoss } from 'pg-boss';`,
  'import pg while running': `await import('pg');`,
  'import Apollo': `import { ApolloServer } from '@apollo/server';`,
  'import Fastify': `import fastify from 'fastify';`,
  'import an HTTP client': `import { request } from 'node:https';`,
  'call fetch': `await fetch('http://localhost');`,
  'hold a DataSource': `import { DataSource } from 'typeorm';`,
  'read the wall clock': `export const now = new Date();`,
  'export a default': `export default 1;`,
  'climb three folders': `import { a } from '../../../a.js';`,
};

const cases = [];
const row = (title, file, code, red) => cases.push([title, file, code, red]);
const importing = (name) => `import { thing } from '@quadhelix/${name}'; export { thing };`;
for (const [folder, [allowed, forbidden]] of Object.entries(table)) {
  for (const name of allowed) row(`${folder} may import ${name}`, `${folder}/src/a.ts`, importing(name), false);
  for (const name of forbidden) row(`${folder} may not import ${name}`, `${folder}/src/a.ts`, importing(name), boundary);
}
for (const [title, code] of Object.entries(domainBans)) row(`a domain may not ${title}`, 'libs/stakeholders/src/a.ts', code, /^no-restricted-/);
row('a domain may use entity decorators', 'libs/stakeholders/src/a.ts', `import { Entity } from 'typeorm'; export { Entity };`, false);
row('a domain may tell the time it is given', 'libs/stakeholders/src/a.ts', `export const at = new Date(0);`, false);
row('an app may not hold a DataSource', 'apps/api/src/a.ts', domainBans['hold a DataSource'], 'no-restricted-imports');
row('platform/database holds the DataSource', 'libs/platform/database/src/a.ts', domainBans['hold a DataSource'], false);
row('a file of another library is not imported by path', 'libs/platform/access/src/a.ts', `import { a } from '../../database/src/a.js';`, boundary);
row('a spec may import testing', 'libs/stakeholders/src/a.spec.ts', importing('testing'), false);
row('a spec of what testing is made of may import it, too', 'libs/platform/database/src/a.spec.ts', importing('testing'), false);
row('a spec may import its neighbour', 'libs/stakeholders/src/a.spec.ts', `import { a } from './a.js'; export { a };`, false);
row('a spec keeps to its row otherwise', 'libs/stakeholders/src/a.spec.ts', importing('accountability'), boundary);
for (const code of ['it.only("a", f)', 'describe.skip("a", f)', 'test.todo("a")', 'it.only.each([1])("a", f)', 'xit("a", f)']) {
  row(`no ${code} in a test`, 'libs/stakeholders/src/a.spec.ts', code, 'no-restricted-syntax');
}
row('a file of 301 lines is too long', 'apps/api/src/a.ts', 'f();\n'.repeat(301), 'max-lines');
row('a file of 300 lines is not', 'apps/api/src/a.ts', 'f();\n'.repeat(299) + 'f();', false);

describe('The map of who may import whom', () => {
  const lint = (lines, ...flags) => JSON.parse(execFileSync(process.execPath, ['tools/lint-rules/lint-lines.mjs', ...flags],
    { cwd: root, input: JSON.stringify(lines), stdio: ['pipe', 'pipe', 'inherit'] }));
  const answers = lint(cases.map(([, file, code]) => ({ file, code })));

  it.each(cases.map((line, index) => [line[0], line[3], answers[index]]))('%s', (_title, red, objections) => {
    if (red === false) expect(objections.filter((rule) => rule !== 'no-undef')).toEqual([]);
    else expect(objections).toContainEqual(red instanceof RegExp ? expect.stringMatching(red) : red);
  });

  it('has a row for every package of the workspace', () => {
    const packages = globSync(['apps/*/package.json', 'libs/*/package.json', 'libs/platform/*/package.json'], { cwd: root });
    const config = readFileSync(new URL('eslint.config.mjs', root), 'utf8');
    const untagged = packages.filter((path) => {
      const [type, scope] = JSON.parse(readFileSync(new URL(path, root), 'utf8')).nx?.tags ?? [];
      const line = type === 'type:domain' ? scope : type;
      return !type || !scope || !config.includes(`'${line}':`);
    });
    expect(packages.length).toBeGreaterThan(10);
    expect(untagged).toEqual([]);
  });

  it('holds for the real project graph, too', () => {
    const file = 'libs/stakeholders/src/a.ts';
    expect(lint([{ file, code: importing('accountability') }, { file, code: importing('access') }], '--workspace')).toEqual([[boundary], []]);
  });
});
