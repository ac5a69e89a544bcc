import iconv from 'iconv-lite';
import { delimiterOf } from './csv.read.js';
import { readFile } from './file.read.js';
import { defaultLimits, type ImportLimits } from './limits.js';

async function rowsOf(bytes: Uint8Array, limits: Partial<ImportLimits> = {}): Promise<string> {
  const rows: string[] = [];
  for await (const { row, cells } of readFile(bytes, { ...defaultLimits, ...limits })) rows.push(`${row}:${cells.join('|')}`);
  return rows.join(' ');
}

const text = '名称,城市\r\n云河职院,云河市\r\n';
const asRows = '1:名称|城市 2:云河职院|云河市';
const bom = Buffer.from([0xef, 0xbb, 0xbf]);

describe('a CSV file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with byte order mark', Buffer.concat([bom, Buffer.from(text)])],
    ['GB18030', iconv.encode(text, 'gb18030')],
    ['GBK', iconv.encode(text, 'gbk')],
    ['GB18030 with its byte order mark', iconv.encode(`\uFEFF${text}`, 'gb18030')],
    ['GBK behind a UTF-8 byte order mark', Buffer.concat([bom, iconv.encode(text, 'gbk')])],
    ['UTF-16 with byte order mark', Buffer.from(`\uFEFF${text.replaceAll(',', '\t')}`, 'utf16le')],
  ])('is read in %s', async (_encoding, bytes) => {
    expect(await rowsOf(bytes)).toBe(asRows);
  });

  it('keeps a rare name glyph of four GB18030 bytes', async () => {
    expect(await rowsOf(iconv.encode('名称,x\n李𬭚,㐂', 'gb18030'))).toBe('1:名称|x 2:李𬭚|㐂');
  });

  it.each([
    ['bytes that are neither UTF-8 nor GB18030', Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a])],
    ['a half character at the end', Buffer.concat([iconv.encode('云河', 'gbk'), Buffer.from([0xd4])])],
  ])('is refused with %s', async (_what, bytes) => {
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'IMPORT_FILE_ENCODING' });
  });

  it.each([
    ['a,b,c\n1;2', ','],
    ['a;b;c\n1,2', ';'],
    ['a\tb\tc', '\t'],
    ['\n\na;b', ';'],
    ['"a,b,c";d', ';'],
    ['single', ','],
  ])('%j is split at %j', (sample, delimiter) => {
    expect(delimiterOf(sample)).toBe(delimiter);
  });

  it('counts rows as a spreadsheet shows them: blank lines count, a line break inside quotes does not', async () => {
    expect(await rowsOf(Buffer.from('a,b\n\n"one\ntwo",2\n,\n3,4\n'))).toBe('1:a|b 3:one\ntwo|2 5:3|4');
  });

  it.each([
    ['\r\n', '1:a|b 2:1|2'],
    ['\n', '1:a|b 2:1|2'],
    ['\r', '1:a|b 2:1|2'],
  ])('ends its lines with %j', async (end, expected) => {
    expect(await rowsOf(Buffer.from(['a,b', '1,2', ''].join(end)))).toBe(expected);
  });

  it('leaves rows short or long: the importer tells, not the reader', async () => {
    expect(await rowsOf(Buffer.from('a,b\n1\n1,2,3'))).toBe('1:a|b 2:1 3:1|2|3');
  });

  it('survives characters that fall across the pieces it is read in', async () => {
    const long = `名称\n${Array.from({ length: 30_000 }, (_, index) => `云河${index}`).join('\n')}`;
    const rows = (await rowsOf(Buffer.from(long))).split(' ');
    expect(rows).toHaveLength(30_001);
    expect(rows.at(-1)).toBe('30001:云河29999');
    expect(rows.filter((row) => row.includes('\uFFFD'))).toEqual([]);
  });

  it('names the row where a quotation mark is out of place', async () => {
    await expect(rowsOf(Buffer.from('a,b\n1,2\nx"y,2\n'))).rejects.toMatchObject({ code: 'IMPORT_FILE_MALFORMED', row: 3 });
  });

  it.each([
    ['no bytes at all', Buffer.alloc(0), {}, 'IMPORT_FILE_EMPTY'],
    ['more bytes than allowed', Buffer.from(text), { bytes: 10 }, 'IMPORT_FILE_TOO_LARGE'],
    ['more rows than allowed', Buffer.from('a\n1\n2\n3'), { rows: 2 }, 'IMPORT_TOO_MANY_ROWS'],
    ['more columns than allowed', Buffer.from('a,b,c'), { columns: 2 }, 'IMPORT_FILE_TOO_LARGE'],
    ['a row without end', Buffer.from(`a\n"${'x'.repeat(2_000)}`), { rowCharacters: 1_000 }, 'IMPORT_FILE_TOO_LARGE'],
    ['a PDF inside', Buffer.from('%PDF-1.7'), {}, 'IMPORT_FILE_TYPE'],
    ['an old .xls inside', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), {}, 'IMPORT_FILE_TYPE'],
    ['a web page inside', Buffer.from('<html><table>'), {}, 'IMPORT_FILE_TYPE'],
    ['an image inside', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), {}, 'IMPORT_FILE_TYPE'],
  ])('is refused with %s', async (_what, bytes, limits, code) => {
    await expect(rowsOf(bytes, limits)).rejects.toMatchObject({ code });
  });
});
