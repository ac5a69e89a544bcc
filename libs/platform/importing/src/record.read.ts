import { DomainError } from '@quadhelix/access';
import type { FileRow } from './csv.read.js';
import { readFile } from './file.read.js';
import { type Header, matchHeader } from './header.match.js';
import type { Column, ImportKind, ImportRow, ImportValue, Language } from './kind.js';
import type { ImportLimits } from './limits.js';
import { columnLetter, ImportFileError, type ImportProblem, problemText, shortened } from './problem.js';
import { type CellFault, parseCell } from './value.parse.js';

/** The rows of a file that make one record; it can be applied where nothing is wrong with any of them. */
export interface FileRecord {
  readonly rows: readonly ImportRow[];
  readonly rowNumbers: readonly number[];
  /** The cells as they stand in the file. */
  readonly cells: readonly (readonly string[])[];
  readonly problems: readonly ImportProblem[];
}

/** What tells how to read a file. */
export interface ReadOptions {
  readonly kind: ImportKind;
  readonly file: Uint8Array;
  readonly language: Language;
  readonly timeZone: string;
  readonly limits: ImportLimits;
}

interface ReadRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly values: ImportRow;
  readonly problems: ImportProblem[];
}

/** Reads records one by one; the file was surveyed first, so that totals are known and a damaged end stops the run at its start. */
export class RecordReader {
  private constructor(
    private readonly options: ReadOptions,
    readonly header: Header,
    /** How many rows of each group the file has; empty for kinds without groups. */
    private readonly groups: ReadonlyMap<string, number>,
    /** Rows and records of the file. */
    readonly total: { readonly rows: number; readonly records: number },
  ) {}

  /**
   * Reads the file once, without applying anything.
   * @returns the reader, or the problems of its header.
   * @throws ImportFileError for a file that can't be read to its end.
   */
  static async survey(options: ReadOptions): Promise<RecordReader | ImportProblem[]> {
    const { kind } = options;
    let header: Header | undefined;
    let rows = 0;
    const groups = new Map<string, number>();
    for await (const fileRow of readFile(options.file, options.limits)) {
      if (!header) {
        const matched = matchHeader(kind, fileRow, options.language);
        if (matched.problems.length > 0) return matched.problems;
        header = matched.header;
        continue;
      }
      rows += 1;
      const group = kind.group && groupOf(readRow(fileRow, header, options).values, kind);
      if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    if (!header || rows === 0) throw new ImportFileError('IMPORT_FILE_EMPTY');
    return new RecordReader(options, header, groups, { rows, records: kind.group ? groups.size : rows });
  }

  /** The records in the order in which they become complete; rows of one group may stand apart. */
  async *records(): AsyncGenerator<FileRecord> {
    const { file, limits, kind } = this.options;
    const firstRows = new Map<string, number>();
    const open = new Map<string, ReadRow[]>();
    let isHeader = true;
    for await (const fileRow of readFile(file, limits)) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const row = readRow(fileRow, this.header, this.options);
      this.checkUnique(row, firstRows);
      const group = groupOf(row.values, kind);
      const rows = kind.group ? [...(open.get(group) ?? []), row] : [row];
      if (kind.group && rows.length < (this.groups.get(group) ?? 0)) {
        open.set(group, rows);
        continue;
      }
      open.delete(group);
      yield recordOf(rows);
    }
  }

  /** A row that repeats an earlier one is reported once, as that, whatever else is wrong with it. */
  private checkUnique(row: ReadRow, firstRows: Map<string, number>): void {
    const { unique } = this.options.kind;
    if (!unique || row.problems.some((problem) => unique.includes(problem.field ?? ''))) return;
    const key = keyOf(row.values, unique);
    const first = firstRows.get(key);
    if (first === undefined) {
      firstRows.set(key, row.number);
      return;
    }
    const message = problemText('IMPORT_ROW_DUPLICATE', this.options.language, { first });
    row.problems.splice(0, Infinity, { row: row.number, code: 'IMPORT_ROW_DUPLICATE', message });
  }
}

function recordOf(rows: readonly ReadRow[]): FileRecord {
  return {
    rows: rows.map((row) => row.values),
    rowNumbers: rows.map((row) => row.number),
    cells: rows.map((row) => row.cells),
    problems: rows.flatMap((row) => row.problems),
  };
}

function groupOf(values: ImportRow, { group = [] }: ImportKind): string {
  return typeof group === 'function' ? group(values) : keyOf(values, group);
}

function keyOf(values: ImportRow, keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => values[key] ?? null));
}

function readRow({ row, cells }: FileRow, header: Header, options: ReadOptions): ReadRow {
  const { language, timeZone } = options;
  const values: Record<string, ImportValue> = {};
  const problems: ImportProblem[] = [];
  header.columns.forEach((column, index) => {
    if (!column) return;
    const cell = cells[index] ?? '';
    const result = parseCell(column, cell, timeZone);
    if ('value' in result) values[column.key] = result.value;
    else problems.push({ ...placeOf(row, column, index, cell), code: result.fault.code, message: faultText(result.fault, language) });
  });
  const stray = cells.findIndex((cell, index) => !header.columns[index] && cell.trim() !== '');
  if (stray >= 0) {
    problems.push({ row, column: columnLetter(stray), code: 'IMPORT_ROW_TOO_LONG', message: problemText('IMPORT_ROW_TOO_LONG', language) });
  }
  return { number: row, cells, values, problems };
}

/** Where a value stands and what it is; a personal one is not repeated. */
export function placeOf(row: number, column: Column, index: number, cell: string): Omit<ImportProblem, 'code' | 'message'> {
  const place = { row, column: columnLetter(index), field: column.key };
  return column.personal || cell.trim() === '' ? place : { ...place, value: shortened(cell) };
}

function faultText(found: CellFault, language: Language): string {
  return found instanceof DomainError ? found.messageIn(language) : problemText(found.code, language, found.params);
}
