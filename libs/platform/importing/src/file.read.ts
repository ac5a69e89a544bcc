import { type FileRow, readCsv } from './csv.read.js';
import { formulaPlain } from './formula.js';
import { type ImportLimits, inMegabytes } from './limits.js';
import type { Words } from './kind.js';
import { ImportFileError } from './problem.js';
import { readXlsx } from './xlsx.read.js';

const signatures: readonly { bytes: readonly number[]; found: Words }[] = [
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], found: { en: 'an old .xls or a password-protected workbook', 'zh-CN': '旧版 .xls 或加密的工作簿' } },
  { bytes: [0x25, 0x50, 0x44, 0x46], found: { en: 'a PDF', 'zh-CN': 'PDF 文件' } },
  { bytes: [0x3c], found: { en: 'a web page or XML', 'zh-CN': '网页或 XML' } },
];

/** Signs in front of a cell that explain a template; such rows hold no data. */
export const noteMarks = ['※填写说明：', '※示例：', '※How to fill in: ', '※Example: '] as const;

function typeOf(bytes: Uint8Array): 'xlsx' | 'csv' {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04) return 'xlsx';
  const found = signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))?.found;
  if (found) throw new ImportFileError('IMPORT_FILE_TYPE', { found });
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isUtf16 && bytes.subarray(0, 8_192).includes(0)) {
    throw new ImportFileError('IMPORT_FILE_TYPE', { found: { en: 'binary data', 'zh-CN': '二进制数据' } });
  }
  return 'csv';
}

function isNote(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.startsWith('※') && noteMarks.some((mark) => cell.startsWith(mark)));
}

/**
 * Rows of a file that hold something, header included. The type is told by content, never by name. Blank rows and a template's notes are
 * left out but counted; the apostrophe in front of what would be a formula is taken off.
 * @throws ImportFileError for what can't be read or is too large.
 */
export async function* readFile(bytes: Uint8Array, limits: ImportLimits): AsyncGenerator<FileRow> {
  if (bytes.length > limits.bytes) throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: inMegabytes(limits.bytes) });
  if (bytes.length === 0) throw new ImportFileError('IMPORT_FILE_EMPTY');
  const rows = typeOf(bytes) === 'xlsx' ? readXlsx(bytes, limits) : readCsv(bytes, limits);
  let count = -1;
  for await (const { row, cells } of rows) {
    if (isNote(cells) || cells.every((cell) => cell.trim() === '')) continue;
    count += 1;
    if (count > limits.rows) throw new ImportFileError('IMPORT_TOO_MANY_ROWS', { limit: limits.rows });
    if (cells.length > limits.columns) {
      throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: { en: `${limits.columns} columns`, 'zh-CN': `${limits.columns} 列` } }, row);
    }
    yield { row, cells: cells.map(formulaPlain) };
  }
}
