import ExcelJS from 'exceljs';
import JSZip from 'jszip';
import { readFile } from './file.read.js';
import { defaultLimits, type ImportLimits } from './limits.js';

type Fill = (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void;

async function workbookOf(fill: Fill): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  fill(workbook.addWorksheet('数据'), workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

async function rowsOf(bytes: Uint8Array, limits: Partial<ImportLimits> = {}): Promise<[number, readonly string[]][]> {
  const rows: [number, readonly string[]][] = [];
  for await (const { row, cells } of readFile(bytes, { ...defaultLimits, ...limits })) rows.push([row, cells]);
  return rows;
}

/** The same workbook with some parts written anew. */
async function rewritten(bytes: Uint8Array, parts: Record<string, (xml: string) => string>): Promise<Buffer> {
  const zip = await JSZip.loadAsync(bytes);
  for (const [name, change] of Object.entries(parts)) zip.file(name, change((await zip.file(name)?.async('string')) ?? ''));
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const utc = (text: string): Date => new Date(`${text}Z`);

describe('a workbook', () => {
  it.each<[string, ExcelJS.CellValue, string | undefined, string]>([
    ['text', '云河职院', undefined, '云河职院'],
    ['text that looks like a formula', '=1+1', undefined, '=1+1'],
    ['a number', 480, undefined, '480'],
    ['a number with binary noise', 0.1 + 0.2, undefined, '0.3'],
    ['a number too long for Excel', 110101199001011230, undefined, '1.10101199001011E+17'],
    ['a code stored as text', '110101199001011234', '@', '110101199001011234'],
    ['a number with a thousands format', 1234.5, '#,##0.00_);[Red]\\(#,##0.00\\)', '1234.5'],
    ['a percentage', 0.125, '0.0%', '12.5%'],
    ['a percentage with binary noise', 0.57, '0%', '57%'],
    ['a date', utc('2026-09-01T00:00:00'), 'yyyy-mm-dd', '2026-09-01'],
    ['a date in the Chinese form', utc('2026-09-01T00:00:00'), 'yyyy"年"m"月"d"日";@', '2026-09-01'],
    ['a date in the built-in form', utc('2026-09-01T00:00:00'), 'mm-dd-yy', '2026-09-01'],
    ['the first days of 1900', 1, 'yyyy-mm-dd', '1900-01-01'],
    ['a date and time', utc('2026-09-01T08:30:00'), 'yyyy-mm-dd hh:mm', '2026-09-01T08:30:00'],
    ['a date and time shown as time', 46266.354166666664, 'h:mm', '2026-09-01T08:30:00'],
    ['a time of day', 8.5 / 24, 'h:mm', '08:30:00'],
    ['a time of day with 上午', 8.5 / 24, '上午/下午h"时"mm"分"', '08:30:00'],
    ['a duration over a day', 25.5 / 24, '[h]:mm', '25:30:00'],
    ['an amount with a unit', 600000, '#,##0"元"', '600000'],
    ['yes or no', true, undefined, 'TRUE'],
    ['a formula with a number', { formula: 'A1*2', result: 42 }, undefined, '42'],
    ['a formula with text', { formula: 'A1&"x"', result: '云河' }, undefined, '云河'],
    ['a formula with a date', { formula: 'TODAY()', result: utc('2026-09-01T00:00:00') }, 'yyyy-mm-dd', '2026-09-01'],
    ['a formula never computed', { formula: 'A1*2' }, undefined, '#FORMULA!'],
    ['a formula that failed', { formula: 'A1/0', result: { error: '#DIV/0!' } }, undefined, '#DIV/0!'],
    ['text in several styles', { richText: [{ text: '云河', font: { bold: true } }, { text: ' 职院' }] }, undefined, '云河 职院'],
    ['a link', { text: '云河职院', hyperlink: 'https://example.com' }, undefined, '云河职院'],
  ])('gives %s as text', async (_what, value, format, expected) => {
    const bytes = await workbookOf((sheet) => {
      const cell = sheet.getCell('A1');
      cell.value = value;
      if (format) cell.numFmt = format;
    });
    expect(await rowsOf(bytes)).toEqual([[1, [expected]]]);
  });

  it('keeps row numbers and gaps as the person sees them', async () => {
    const bytes = await workbookOf((sheet) => {
      sheet.getCell('A1').value = 'a';
      sheet.getCell('C1').value = 'c';
      sheet.getCell('B5').value = 'b';
      sheet.getCell('AB7').value = 'far';
    });
    const rows = await rowsOf(bytes);
    expect(rows.slice(0, 2)).toEqual([[1, ['a', '', 'c']], [5, ['', 'b']]]);
    expect(rows[2]?.[1]).toHaveLength(28);
  });

  it('reads the first sheet that is visible', async () => {
    const bytes = await workbookOf((sheet, workbook) => {
      sheet.state = 'hidden';
      sheet.getCell('A1').value = 'hidden';
      workbook.addWorksheet('second').getCell('A1').value = 'seen';
    });
    expect(await rowsOf(bytes)).toEqual([[1, ['seen']]]);
  });

  it('counts days from 1904 where it says so', async () => {
    const bytes = await workbookOf((sheet, workbook) => {
      workbook.properties.date1904 = true;
      sheet.getCell('A1').value = 1;
      sheet.getCell('A1').numFmt = 'yyyy-mm-dd';
    });
    expect(await rowsOf(bytes)).toEqual([[1, ['1904-01-02']]]);
  });

  it('is read when other programs wrote it: prefixed names, inline texts, pronunciation hints, cells without reference', async () => {
    const plain = await workbookOf((sheet) => sheet.addRow(['x']));
    const bytes = await rewritten(plain, {
      'xl/worksheets/sheet1.xml': () =>
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>' +
        '<x:c t="inlineStr"><x:is><x:t>云河</x:t><x:rPh sb="0" eb="1"><x:t>yun</x:t></x:rPh></x:is></x:c><x:c><x:v>7</x:v></x:c>' +
        '<x:c t="str"><x:f>1</x:f><x:v>a_x000D_b</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    });
    expect(await rowsOf(bytes)).toEqual([[1, ['云河', '7', 'a\rb']]]);
  });

  it('streams 20,000 rows whose merged and validated ranges span the sheet', async () => {
    const bytes = await rewritten(
      await workbookOf((sheet) => sheet.addRows(Array.from({ length: 20_000 }, (_, index) => [`云河${index}`, index, 'x']))),
      {
        'xl/worksheets/sheet1.xml': (xml) =>
          xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="E1:XFD1048576"/></mergeCells>' +
            '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation></dataValidations>'),
      },
    );
    const rows = await rowsOf(bytes);
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toEqual([20_000, ['云河19999', '19999', 'x']]);
  });
});

describe('an archive that is no good workbook', () => {
  const small = (): Promise<Uint8Array> => workbookOf((sheet) => sheet.addRow(['x']));

  it('is refused by the sizes it declares, before anything is unpacked', async () => {
    const bomb = await rewritten(await small(), { 'xl/media/zeros.bin': () => '\0'.repeat(5_000_000) });
    expect(bomb.length).toBeLessThan(50_000);
    await expect(rowsOf(bomb, { unpackedBytes: 1_000_000 })).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE' });
  });

  it('is refused when a part unpacks to more than it declares', async () => {
    const liar = await rewritten(await small(), { 'xl/worksheets/sheet1.xml': (xml) => xml.replace('<sheetData>', `${' '.repeat(1_000_000)}<sheetData>`) });
    for (let at = liar.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = liar.indexOf('PK\x01\x02', at + 4, 'latin1')) liar.writeUInt32LE(900, at + 24);
    await expect(rowsOf(liar)).rejects.toMatchObject({ code: 'IMPORT_FILE_MALFORMED' });
  });

  it('is refused with too many parts, as another kind of archive, cut short, or with XML that is none', async () => {
    const good = await small();
    const other = await new JSZip().file('word/document.xml', '<a/>').generateAsync({ type: 'nodebuffer' });
    const broken = await rewritten(good, { 'xl/worksheets/sheet1.xml': () => '<worksheet><sheetData><row>' });
    await expect(rowsOf(good, { parts: 3 })).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE' });
    await expect(rowsOf(other)).rejects.toMatchObject({ code: 'IMPORT_FILE_TYPE' });
    await expect(rowsOf(good.subarray(0, good.length - 30))).rejects.toMatchObject({ code: 'IMPORT_FILE_MALFORMED' });
    await expect(rowsOf(broken)).rejects.toMatchObject({ code: 'IMPORT_FILE_MALFORMED' });
  });

  it('does not expand the entities of a document type', async () => {
    const entities = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>';
    const bytes = await rewritten(await small(), {
      'xl/worksheets/sheet1.xml': () => `${entities}<worksheet><sheetData><row><c t="inlineStr"><is><t>&y;</t></is></c></row></sheetData></worksheet>`,
    });
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'IMPORT_FILE_MALFORMED' });
  });

  it('is refused with more columns than allowed', async () => {
    const wide = await workbookOf((sheet) => {
      sheet.getCell('XFD1').value = 'far';
    });
    await expect(rowsOf(wide)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE', row: 1 });
    const endless = await rewritten(await small(), { 'xl/worksheets/sheet1.xml': (xml) => xml.replace('"A1"', '"ZZZZZZZ1"') });
    await expect(rowsOf(endless)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE', row: 1 });
  });
});
