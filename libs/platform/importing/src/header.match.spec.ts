import { matchHeader } from './header.match.js';
import { importKind, type ImportKind, type Language } from './kind.js';
import { columnsOfEachType } from './testing.kinds.js';

const kind: ImportKind = {
  ...importKind({ name: 'samples', title: { en: 'Samples', 'zh-CN': '样本' }, columns: columnsOfEachType, apply: () => Promise.resolve('ADDED') }),
  columns: columnsOfEachType.slice(0, 3).map((column) => ({ ...column, aliases: column.key === 'text' ? ['单位名称'] : [] })),
};

function match(cells: string[], language: Language = 'en'): { keys: (string | undefined)[]; problems: unknown[] } {
  const { header, problems } = matchHeader(kind, { row: 1, cells }, language);
  return { keys: header.columns.map((column) => column?.key), problems };
}

describe('a header', () => {
  it.each([
    ['in English', ['Name', 'Staff', 'From'], ['text', 'integer', 'date']],
    ['in Chinese', ['名称', '员工数', '开始日期'], ['text', 'integer', 'date']],
    ['by key', ['text', 'integer', 'date'], ['text', 'integer', 'date']],
    ['mixed, in another order', ['开始日期', 'text'], ['date', 'text']],
    ['as a template writes it', ['名称*', 'Name (required)'].slice(0, 1), ['text']],
    ['with other case, width and blanks', ['　ＮＡＭＥ ', 's t a f f'], ['text', 'integer']],
    ['by an alias', ['单位名称'], ['text']],
    ['with a blank column', ['Name', '', 'From'], ['text', undefined, 'date']],
  ])('is found %s', (_how, cells, keys) => {
    expect(match(cells)).toEqual({ keys, problems: [] });
  });

  it('with an unknown column names it and lists the known ones, in the language asked for', () => {
    expect(match(['Name', 'Helmet size']).problems).toEqual([
      { row: 1, column: 'B', field: 'Helmet size', code: 'UNKNOWN_COLUMN', message: 'There is no column "Helmet size" here. Known columns: Name, Staff, From' },
    ]);
    expect(match(['名称', '头盔'], 'zh-CN').problems).toEqual([
      { row: 1, column: 'B', field: '头盔', code: 'UNKNOWN_COLUMN', message: '无法识别的列“头盔”。可用的列：名称、员工数、开始日期' },
    ]);
  });

  it('with several faults tells all of them at once', () => {
    expect(match(['Staff', '员工数', '?'])).toMatchObject({
      problems: [
        { column: 'B', field: 'integer', code: 'DUPLICATE_COLUMN' },
        { column: 'C', field: '?', code: 'UNKNOWN_COLUMN' },
        { field: 'text', code: 'MISSING_COLUMN', message: 'The column "Name" is missing' },
      ],
    });
  });
});

describe('a kind', () => {
  it('is refused when it names a column twice', () => {
    const twice = [columnsOfEachType[0], columnsOfEachType[0]] as const;
    expect(() => importKind({ name: 'twice', title: { en: '', 'zh-CN': '' }, columns: twice, apply: () => Promise.resolve('ADDED') })).toThrow('two columns named text');
  });
});
