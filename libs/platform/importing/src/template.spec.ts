import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { readFile } from './file.read.js';
import { importKind, type ImportRow, type Language } from './kind.js';
import { defaultLimits } from './limits.js';
import { RecordReader } from './record.read.js';
import { fileOf, type FileFormat, templateFor } from './template.js';
import { columnsOfEachType } from './testing.kinds.js';
import { exampleText } from './value.format.js';
import { parseCell } from './value.parse.js';
import { writeCsv, writeXlsx } from './table.write.js';

const kind = importKind({
  name: 'samples', title: { en: 'Samples', 'zh-CN': '样本' }, columns: columnsOfEachType, apply: () => Promise.resolve('ADDED'),
});
const timeZone = 'Asia/Shanghai';
const limits = defaultLimits;
const each: [Language, FileFormat][] = [['en', 'csv'], ['en', 'xlsx'], ['zh-CN', 'csv'], ['zh-CN', 'xlsx']];

async function cellsOf(file: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readFile(file, limits)) rows.push([...cells]);
  return rows;
}

async function recordsOf(file: Uint8Array): Promise<ImportRow[]> {
  const reader = await RecordReader.survey({ kind, file, language: 'en', timeZone, limits });
  if (!(reader instanceof RecordReader)) throw new Error(JSON.stringify(reader));
  const rows: ImportRow[] = [];
  for await (const record of reader.records()) {
    expect(record.problems).toEqual([]);
    rows.push(...record.rows);
  }
  return rows;
}

describe('a template', () => {
  it.each(each)('in %s as %s has headers that the importer knows, and no row to import', async (language, format) => {
    const file = await templateFor(kind, language, format);
    const [headers, ...rows] = await cellsOf(file.bytes);
    expect(headers).toEqual(kind.columns.map((column) => `${column.header[language]}${column.required ? '*' : ''}`));
    expect(rows).toEqual([]);
    const survey = RecordReader.survey({ kind, file: file.bytes, language, timeZone, limits });
    await expect(survey).rejects.toMatchObject({ code: 'IMPORT_FILE_EMPTY' });
  });

  it('as CSV opens in Excel: byte order mark, and a row each for explanation and example', async () => {
    const { name, bytes } = await templateFor(kind, 'zh-CN', 'csv');
    expect(name).toBe('samples.csv');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = Buffer.from(bytes).toString().split('\r\n');
    expect(lines[1]).toMatch(/^※填写说明：必填；文本；任意文本,可留空；整数；人数,/);
    expect(lines[2]).toMatch(/^※示例：云河职院,480,2026-09-01,08:30,2026-09-01 08:30,90,50%,"600,000.00",12.5,是,学校$/);
  });

  it('as workbook explains itself on a second sheet and offers choices', async () => {
    const workbook = new ExcelJS.Workbook();
    const { bytes } = await templateFor(kind, 'en', 'xlsx');
    await workbook.xlsx.load(bytes.slice().buffer as ArrayBuffer);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(['Samples', 'How to fill in']);
    expect(workbook.worksheets[1]?.rowCount).toBe(kind.columns.length + 1);
    expect(workbook.worksheets[0]?.getCell('K4').dataValidation?.formulae).toEqual(['"School,Industry"']);
  });

  it.each(['en', 'zh-CN'] as const)('has examples in %s that are valid themselves', (language) => {
    for (const column of kind.columns) expect(parseCell(column, exampleText(column, language), timeZone)).toHaveProperty('value');
  });
});

const line = fc
  .tuple(fc.constantFrom('', '=', "'", "'=", '+', '-', '@', '※', '"', ',', ';'), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', '云河', '𬭚', '"', ',\n'))
  .map((parts) => parts.join('').replaceAll(/\p{Cc}/gu, ' ').trim().normalize('NFC'));
const text = line.filter((each) => each !== '' && [...each].length <= 30 && !/^#|^-?\d(\.\d+)?E\+\d\d/i.test(each));
const minute = fc.integer({ min: 0, max: 1439 });
const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
const row = fc.record({
  text,
  integer: fc.option(fc.integer(), { nil: undefined }),
  date: fc.option(date, { nil: undefined }),
  localTime: fc.option(minute.map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`), { nil: undefined }),
  instant: fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)), { nil: undefined }),
  minutes: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  percent: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
  money: fc.option(fc.integer({ min: -1e14, max: 1e14 }), { nil: undefined }),
  boolean: fc.option(fc.boolean(), { nil: undefined }),
  choice: fc.option(fc.constantFrom('SCHOOL', 'INDUSTRY'), { nil: undefined }),
});

describe('what is written', () => {
  it.each(each)('in %s as %s is read as the same rows', async (language, format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const file = await fileOf(kind, rows, { language, format, timeZone });
        expect(await recordsOf(file.bytes)).toEqual(rows);
      }),
      { numRuns: format === 'csv' ? 300 : 40 },
    );
  });

  it('as CSV keeps any cells but blank rows, also tabs and line breaks; as workbook all but control characters', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((each) => !/[\uFFFD\0]/.test(each));
    const rows = (cells: fc.Arbitrary<string>): fc.Arbitrary<string[][]> =>
      fc.array(fc.array(cells, { minLength: 3, maxLength: 3 }).filter((each) => each.some((value) => value.trim() !== '')), { minLength: 1, maxLength: 5 });
    const filled = cell.map((each) => `x${each}`);
    await fc.assert(
      fc.asyncProperty(rows(fc.oneof(cell, fc.constantFrom('\t=1', '\r', 'a\r\nb', '"', '='))), async (cells) => {
        const bytes = writeCsv([['a', 'b', 'c'], ...cells]);
        expect((await cellsOf(bytes)).slice(1)).toEqual(cells);
      }),
    );
    await fc.assert(
      fc.asyncProperty(rows(filled.map((each) => each.replaceAll(/\p{Cc}/gu, ''))), async (cells) => {
        const bytes = await writeXlsx([{ name: 'x', rows: [['a', 'b', 'c'], ...cells] }]);
        expect((await cellsOf(bytes)).slice(1)).toEqual(cells);
      }),
      { numRuns: 20 },
    );
  });

  it('holds no cell that a spreadsheet would evaluate', async () => {
    const attack = `=cmd|' /C calc'!A0`;
    const csv = Buffer.from((await fileOf(kind, [{ text: attack }], { language: 'en', format: 'csv', timeZone })).bytes).toString();
    expect(csv).toContain(`\r\n'=cmd`);
    const workbook = new ExcelJS.Workbook();
    const { bytes } = await fileOf(kind, [{ text: attack }], { language: 'en', format: 'xlsx', timeZone });
    await workbook.xlsx.load(bytes.slice().buffer as ArrayBuffer);
    expect(workbook.worksheets[0]?.getCell('A2').value).toBe(`'${attack}`);
  });
});
