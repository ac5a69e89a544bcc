import JSZip from 'jszip';
import { extractText, getDocumentProxy } from 'unpdf';
import { defaultLimits, readFile } from '@quadhelix/importing';
import { FORMATS, type TableRow } from '../content/content.js';
import { bytesOf, content, rendering, someRows } from './samples.fixture.js';

const textOf = async (bytes: Uint8Array): Promise<string[]> => (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false })).text;

async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readFile(bytes, defaultLimits)) rows.push([...cells]);
  return rows;
}

const wordXml = async (bytes: Buffer): Promise<string> => (await (await JSZip.loadAsync(bytes)).file('word/document.xml')?.async('string')) ?? '';

describe('a document in every format', () => {
  it.each(FORMATS)('%s has the same bytes for the same content, however late it is written', async (format) => {
    const first = await bytesOf(content(someRows), format);
    // The dates in an archive are two seconds apart.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const second = await bytesOf(content(someRows), format);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    const other = await bytesOf(content(someRows.slice(1)), format);
    expect(other.bytes.equals(first.bytes)).toBe(false);
  });

  it('PDF: names, dates and money can be read out of it, in Chinese and in English', async () => {
    const [page = ''] = await textOf((await bytesOf(content(someRows), 'PDF')).bytes);
    for (const text of ['实习实训记录', '云河职业技术学院', '张三', '㐂龘䶮', '2026年3月2日', '¥1,500.00', '7小时30分', '12.5%', '1,234.5', '23456A-BCDEFG-HJKMNP', '=HYPERLINK']) expect(page).toContain(text);
    const [english = ''] = await textOf((await bytesOf(content(someRows), 'PDF', { ...rendering, language: 'en' })).bytes);
    for (const text of ['Training record', '张三', '2 Mar 2026', 'CNY 1,500.00', '7 h 30 min', 'Page 1']) expect(english).toContain(text);
  });

  it('PDF: what the font lacks is shown as a mark and reported, also what is invisible', async () => {
    const { bytes, written } = await bytesOf(content([['𠮷野\u{E0100}家𠮷', null, null, null, null, null]]), 'PDF');
    expect(written.missing).toEqual([{ codePoint: 'U+20BB7', times: 2 }, { codePoint: 'U+E0100', times: 1 }]);
    const [page = ''] = await textOf(bytes);
    expect(page).toContain('〓野家〓');
    expect(page).toContain('U+20BB7 × 2、U+E0100 × 1');
  });

  it('PDF: a table goes on over pages under its head; a cell longer than a page is not cut off', async () => {
    const long = Array.from({ length: 900 }, (_, at) => `第${String(at)}句。`).join('');
    const pages = await textOf((await bytesOf(content([...Array.from({ length: 60 }, (): TableRow => ['学生', null, null, null, null, null]), [long, null, null, null, null, null]]), 'PDF')).bytes);
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page).toContain('姓名');
    const all = pages.join('').replaceAll(/\s/g, '');
    for (const at of [0, 450, 899]) expect(all).toContain(`第${String(at)}句`);
  });

  it('XLSX: an import reads back what was written; text is no formula', async () => {
    const { bytes } = await bytesOf(content(someRows), 'XLSX');
    const { default: ExcelJS } = await import('exceljs');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['实习实训记录', '周次']);
    const [front, table] = workbook.worksheets;
    const [, first, second] = [1, 2, 3].map((row) => table?.getRow(row).values as unknown[]);
    // exceljs tells a duration as a time after its first day.
    expect(first?.slice(1)).toEqual(['张三', new Date('2026-03-02T00:00:00Z'), new Date('1899-12-30T07:30:00Z'), 1500, 0.125, 1234.5]);
    expect(second?.[1]).toBe(`'=HYPERLINK("http://evil")`);
    expect((front?.getRow(4).values as unknown[]).slice(1)).toEqual(['津贴', 123456.78]);
    if (front) workbook.removeWorksheet(front.id);
    const rows = await rowsOf(new Uint8Array(await workbook.xlsx.writeBuffer()));
    expect(rows).toEqual([
      ['姓名', '日期', '时长', '报酬', '比例', '数值'],
      ['张三', '2026-03-02', '07:30:00', '1500', '12.5%', '1234.5'],
      ['=HYPERLINK("http://evil")', '2026-03-03', '01:00:00', '-0.05', '100%', '-0.25'],
      ['㐂龘䶮'],
    ]);
  });

  it('CSV: begins with its mark, an import reads it back, text is no formula', async () => {
    const { bytes } = await bytesOf(content(someRows), 'CSV');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect((await rowsOf(bytes)).slice(2)).toEqual([
      ['姓名', '日期', '时长', '报酬', '比例', '数值'], ['张三', '2026-03-02', '450', '1500', '12.5%', '1234.5'],
      ['=HYPERLINK("http://evil")', '2026-03-03', '60', '-0.05', '100%', '-0.25'], ['㐂龘䶮', '', '', '', '', ''],
    ]);
  });

  it('DOCX: is an archive with the words in it', async () => {
    const { bytes, written } = await bytesOf(content(someRows), 'DOCX');
    const xml = await wordXml(bytes);
    for (const text of ['实习实训记录', '张三', '㐂龘䶮', '2026年3月2日', '¥1,500.00', 'https://example.org/verify/23456ABCDEFGHJKMNP']) expect(xml).toContain(text);
    expect(written.rows).toBe(3);
  });

  it('DOCX: refuses what is too large for a word processor', async () => {
    const row: TableRow = ['x', null, null, null, null, null];
    await expect(bytesOf(content(Array.from({ length: 5_001 }, () => row)), 'DOCX')).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE_FOR_WORD' });
  });

  it.each(FORMATS)('%s fails as its rows fail', async (format) => {
    async function* rows(): AsyncGenerator<TableRow> {
      yield await Promise.resolve(someRows[0] ?? []);
      throw new Error('the facts can not be read');
    }
    await expect(bytesOf(content(rows()), format)).rejects.toThrow('the facts can not be read');
  });

  it.each(FORMATS)('%s of nothing says that there is nothing', async (format) => {
    const { bytes, written } = await bytesOf(content([]), format);
    expect(written.rows).toBe(0);
    expect(bytes.length).toBeGreaterThan(50);
  });
});
