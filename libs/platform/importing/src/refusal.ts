import { DomainError } from '@quadhelix/access';
import type { Header } from './header.match.js';
import type { ImportKind, Language } from './kind.js';
import { type ImportProblem, problemText } from './problem.js';
import { type FileRecord, placeOf } from './record.read.js';
import { isDataConflict } from './session.js';

/**
 * What a record's error means to the person with the file: a rule's refusal keeps its code and points at the cell,
 * a broken constraint says no more than that. `fields` tells the column of a field that the rule calls otherwise. Undefined where the fault is not the record's.
 */
export function problemOf(error: unknown, record: FileRecord, header: Header, language: Language, fields: ImportKind['fields'] = {}): ImportProblem | undefined {
  if (isDataConflict(error)) {
    return { row: record.rowNumbers[0], code: 'IMPORT_ROW_CONFLICT', message: problemText('IMPORT_ROW_CONFLICT', language) };
  }
  if (!(error instanceof DomainError)) return undefined;
  const [, index, key] = /^(?:\w+\[(\d+)\]\.?)?(.*)$/.exec(error.field ?? '') ?? [];
  return { ...place(record, header, Number(index ?? 0), fields[key ?? ''] ?? key ?? ''), code: error.code, message: error.messageIn(language) };
}

function place(record: FileRecord, header: Header, index: number, key: string): Omit<ImportProblem, 'code' | 'message'> {
  const row = record.rowNumbers[index] ?? record.rowNumbers[0] ?? 0;
  const position = header.columns.findIndex((column) => column?.key === key);
  const column = header.columns[position];
  if (column) return placeOf(row, column, position, record.cells[index]?.[position] ?? '');
  return key === '' ? { row } : { row, field: key };
}
