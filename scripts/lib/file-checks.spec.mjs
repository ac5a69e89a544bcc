import { complaintsAbout, filesOf } from './file-checks.mjs';

const DISABLE = 'eslint-' + 'disable';

describe('The file checks', () => {
  it.each([
    ['libs/shared/src/a.ts', '"shared"'],
    ['libs/stakeholders/src/date.utils.ts', '"utils"'],
    ['libs/stakeholders/src/seat-manager.ts', '"manager"'],
    ['docs/common/a.md', '"common"'],
    ['libs/a/src/SeatList.ts', 'kebab-case'],
    ['libs/a/src/seat_list.mjs', 'kebab-case'],
  ])('object to the name %s', (path, complaint) => {
    expect(complaintsAbout(path, () => '')).toEqual([expect.stringContaining(complaint)]);
  });

  it.each(['libs/stakeholders/src/seat.entity.ts', 'libs/platform/service/src/scoreboard.ts', 'README.md', 'demo/Story.md'])('let %s pass', (path) => {
    expect(complaintsAbout(path, () => '')).toEqual([]);
  });

  it.each([
    ['300 lines', 'a\n'.repeat(300), 0],
    ['301 lines', 'a\n'.repeat(301), 1],
    ['a disabled rule with its reason', `// ${DISABLE}-next-line no-console -- the command line prints`, 0],
    ['a disabled rule without reason', `// ${DISABLE}-next-line no-console`, 1],
    ['a reason without rule', `// ${DISABLE}-line -- because`, 1],
    ['everything disabled', `/* ${DISABLE} */`, 1],
    ['a block with its reason', `/* ${DISABLE} no-console -- the command line prints */`, 0],
  ])('of %s', (_what, text, count) => {
    expect(complaintsAbout('libs/a/src/a.ts', () => text)).toHaveLength(count);
  });

  it('look at every source file, and at nothing installed or built', () => {
    const files = [...filesOf()];
    expect(files).toEqual(expect.arrayContaining(['eslint.config.mjs', 'libs/platform/database/src/index.ts', 'apps/api/package.json']));
    expect(files.filter((path) => /(^|\/)(node_modules|dist|\.nx)\//.test(path))).toEqual([]);
  });
});
