export {
  importKind,
  type BooleanColumn, type ChoiceColumn, type Column, type ImportContext, type ImportKind, type ImportOutcome, type ImportRow, type ImportValue, type NumberColumn,
  type RowOf, type TextColumn, type TimeColumn, type Words,
} from './kind.js';
export { runImport, type ImportResult, type ImportRun } from './run.js';
export type { ImportSession } from './session.js';
export type { ImportCounts } from './tally.js';
export type { ImportProblem } from './problem.js';
export { problemTexts, type ImportProblemCode } from './problem.texts.js';
export { decodeText } from './text.decode.js';
export { ZipArchive } from './zip.read.js';
export { defaultLimits, type ImportLimits } from './limits.js';
export { fileOf, templateFor, type FileFormat, type WrittenFile } from './template.js';
export { CSV_MARK, csvLine, writeCsv, writeXlsx, type SheetContent } from './table.write.js';
export { decimalText } from './value.parse.js';
export { readFile } from './file.read.js';
export { formulaPlain, formulaSafe } from './formula.js';
export { DatabaseSession } from './session.database.js';
export { ImportKinds } from './request/import-kinds.js';
export { importAccess } from './request/import.access.js';
export { Import, type ImportMode, type ImportState } from './request/import.entity.js';
export { ImportType } from './request/import.type.js';
export { importingSlice } from './request/importing.slice.js';
export { ImportRunner } from './request/import.runner.js';
