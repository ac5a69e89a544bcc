import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type ImportLimits, inMegabytes } from './limits.js';
import { ImportFileError } from './problem.js';
import { decodeText } from './text.decode.js';

/** One row of a file: its number as a spreadsheet shows it, and its cells as text. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly string[];
}

const delimiters = [',', ';', '\t'];

/** The delimiter that splits the first line with text into most cells; quoted text doesn't count. */
export function delimiterOf(text: string): string {
  const firstLine = /^[^\r\n]*\S[^\r\n]*/m.exec(text.slice(0, 65_536))?.[0] ?? '';
  const bare = firstLine.replaceAll(/"(?:[^"]|"")*"?/g, '');
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

/**
 * Rows of CSV text (RFC 4180; comma, semicolon or tab), streamed. Blank lines count as rows, as they do in a spreadsheet.
 * @throws ImportFileError IMPORT_FILE_MALFORMED with the row, IMPORT_FILE_ENCODING.
 */
export async function* readCsv(bytes: Uint8Array, limits: ImportLimits): AsyncGenerator<FileRow> {
  const text = decodeText(bytes);
  const parser = parse({
    delimiter: delimiterOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: limits.rowCharacters,
  });
  const source = Readable.from(slices(Buffer.from(text)), { objectMode: false }).pipe(parser);
  let row = 0;
  try {
    for await (const cells of source as AsyncIterable<string[]>) {
      row += 1;
      yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = parser.info.records + 1;
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: inMegabytes(limits.rowCharacters) }, at);
    throw new ImportFileError('IMPORT_FILE_MALFORMED', { reason: { en: 'a quotation mark is out of place', 'zh-CN': '引号位置有误' } }, at);
  }
}
