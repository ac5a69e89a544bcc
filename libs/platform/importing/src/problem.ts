import type { Language, Words } from './kind.js';
import { problemTexts, type ImportProblemCode } from './problem.texts.js';

/** One thing wrong with a file, told so that a person finds and mends it. */
export interface ImportProblem {
  /** As the person's spreadsheet shows it (the header is usually row 1); absent where it is about the whole file. */
  readonly row?: number;
  /** Spreadsheet letter of the column. */
  readonly column?: string;
  /** Key of the column, or the unknown header itself. */
  readonly field?: string;
  /** Stable: one of IMPORT_…, UNKNOWN_COLUMN, MISSING_COLUMN, DUPLICATE_COLUMN, or a code of the domain. */
  readonly code: string;
  /** In the language asked for. */
  readonly message: string;
  /** What stood there, shortened; never of a personal column. */
  readonly value?: string;
}

/** Numbers and words that a text mentions; words are chosen by language. */
export type ProblemParams = Readonly<Record<string, string | number | Words>>;

/** The message of one of the importer's own codes. */
export function problemText(code: ImportProblemCode, language: Language, params: ProblemParams = {}): string {
  return problemTexts[code][language].replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = params[name];
    return typeof value === 'object' ? value[language] : String(value ?? '');
  });
}

/** The file as a whole can't be read; nothing of it was applied. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';

  constructor(
    readonly code: ImportProblemCode,
    readonly params: ProblemParams = {},
    readonly row?: number,
  ) {
    super(problemText(code, 'en', params));
  }

  /** The same as a problem in somebody's language. */
  toProblem(language: Language): ImportProblem {
    return { ...(this.row === undefined ? {} : { row: this.row }), code: this.code, message: problemText(this.code, language, this.params) };
  }
}

const shownLength = 40;

/** A value as reports repeat it: one line, at most 40 characters. */
export function shortened(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > shownLength ? `${characters.slice(0, shownLength - 1).join('')}…` : line;
}

/** A, B … Z, AA: the spreadsheet's name of the column at an index from 0. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
