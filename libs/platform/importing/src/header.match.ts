import type { FileRow } from './csv.read.js';
import { type Column, comparableHeader, type ImportKind, type Language, namesOf } from './kind.js';
import { columnLetter, type ImportProblem, problemText } from './problem.js';

/** Which column of the kind stands where in the file. */
export interface Header {
  /** By position in the file; undefined where the header cell is blank. */
  readonly columns: readonly (Column | undefined)[];
  /** Keys of the columns that the file has. */
  readonly present: ReadonlySet<string>;
}

/**
 * Finds the kind's columns in the first row of a file, by key or by header in any language, in any order.
 * Problems are all told at once: UNKNOWN_COLUMN, DUPLICATE_COLUMN, MISSING_COLUMN.
 */
export function matchHeader(kind: ImportKind, { row, cells }: FileRow, language: Language): { header: Header; problems: ImportProblem[] } {
  const byName = new Map(kind.columns.flatMap((column) => namesOf(column).map((name) => [name, column] as const)));
  const present = new Set<string>();
  const problems: ImportProblem[] = [];
  const columns = cells.map((cell, index) => {
    if (cell.trim() === '') return undefined;
    const column = byName.get(comparableHeader(cell));
    const place = { row, column: columnLetter(index), field: column?.key ?? cell.trim() };
    if (!column) {
      const known = kind.columns.map((each) => each.header[language]).join(language === 'en' ? ', ' : '、');
      problems.push({ ...place, code: 'UNKNOWN_COLUMN', message: problemText('UNKNOWN_COLUMN', language, { header: cell.trim(), known }) });
    } else if (present.has(column.key)) {
      problems.push({ ...place, code: 'DUPLICATE_COLUMN', message: problemText('DUPLICATE_COLUMN', language, { header: column.header }) });
    }
    if (column) present.add(column.key);
    return column;
  });
  for (const column of kind.columns) {
    if (!column.required || present.has(column.key)) continue;
    problems.push({ row, field: column.key, code: 'MISSING_COLUMN', message: problemText('MISSING_COLUMN', language, { header: column.header }) });
  }
  return { header: { columns, present }, problems };
}
