import type { Action, DomainError, Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

export type { Language };

/** The same words in every language. */
export type Words = Readonly<Record<Language, string>>;

interface ColumnBase {
  /** Name in code; a file may use it as header too. */
  readonly key: string;
  readonly header: Words;
  readonly description: Words;
  /** As somebody would type it into the file; of a choice, its value. */
  readonly example: string | Words;
  readonly required?: boolean;
  /** Tells about a person: error reports then never repeat the value. */
  readonly personal?: boolean;
  /** Further headers seen in other systems' files. */
  readonly aliases?: readonly string[];
}

/** Free text, trimmed and in Unicode form NFC. */
export interface TextColumn extends ColumnBase {
  readonly type: 'text';
  /** Characters; 200 unless told. */
  readonly maxLength?: number;
  /** Brings what people type to one form, before the check: upper case, no blanks. */
  tidy?(text: string): string;
  /** Rules of a coded text, such as a check character. */
  check?(text: string): DomainError | undefined;
}

/**
 * Whole numbers. `minutes` reads 90, 1:30 and 1.5h; `percent` reads 12.5 or 12.5% as 1250 basis points;
 * `money` reads yuan (1,234.50) as 123450 fen; `decimal` reads a number with at most four decimals as it is. `min` and `max` are in the unit of the result.
 */
export interface NumberColumn extends ColumnBase {
  readonly type: 'integer' | 'minutes' | 'percent' | 'money' | 'decimal';
  readonly min?: number;
  readonly max?: number;
}

/**
 * `date` gives YYYY-MM-DD, `localTime` HH:MM, `instant` a Date: a time without offset is local to the run's time zone.
 */
export interface TimeColumn extends ColumnBase {
  readonly type: 'date' | 'localTime' | 'instant';
}

/** Yes or no, 是 or 否. */
export interface BooleanColumn extends ColumnBase {
  readonly type: 'boolean';
}

/** One of a few values; files may hold the value or its label in any language. */
export interface ChoiceColumn extends ColumnBase {
  readonly type: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: Words }[];
}

export type Column = TextColumn | NumberColumn | TimeColumn | BooleanColumn | ChoiceColumn;

/** A value after reading; undefined where the cell is blank. */
export type ImportValue = string | number | boolean | Date | undefined;

export type ImportRow = Readonly<Record<string, ImportValue>>;

type ValueOf<C extends Column> = C extends NumberColumn
  ? number
  : C extends BooleanColumn
    ? boolean
    : C extends ChoiceColumn
      ? C['choices'][number]['value']
      : C extends TimeColumn & { type: 'instant' }
        ? Date
        : string;

/** The row type that a list of columns gives. */
export type RowOf<Columns extends readonly Column[]> = {
  readonly [C in Columns[number] as C['key']]: C extends { required: true } ? ValueOf<C> : ValueOf<C> | undefined;
};

/** What a record did. UNCHANGED is what makes a second run of the same file harmless. */
export type ImportOutcome = 'ADDED' | 'UPDATED' | 'UNCHANGED';

/** What a kind may know about the run it serves. */
export interface ImportContext {
  readonly mode: 'strict' | 'lenient';
  readonly dryRun: boolean;
  readonly language: Language;
  /** IANA name, such as Asia/Shanghai. */
  readonly timeZone: string;
  /** Keys of the columns that the file has: an absent column says nothing, a blank cell says "none". */
  readonly present: ReadonlySet<string>;
  /** Row numbers of the record's rows, as a spreadsheet shows them. */
  readonly rowNumbers: readonly number[];
}

/** One kind of thing that files can bring: a domain declares it, the importer runs it. */
export interface ImportKind<Row = ImportRow> {
  /** Stable name used by the command and the API: organizations, placements … */
  readonly name: string;
  readonly title: Words;
  readonly columns: readonly Column[];
  /** What its rows do: somebody whose role never may is refused before his file is read. Each row is authorized again by the verb it calls. */
  readonly action?: Action;
  /** Column keys of fields that verbs call otherwise when they refuse: organizationId → organization. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Goes into a public directory, not into an alliance: only the operator's command brings it. */
  readonly directory?: boolean;
  /** Columns whose values together may stand once in a file; a second row is reported, not applied. */
  readonly unique?: readonly string[];
  /**
   * Columns whose values together tell which rows make one record, or a function that answers a text which they share (the days of one week).
   * It also gets rows with unreadable cells: their values are undefined.
   */
  readonly group?: readonly string[] | ((row: Partial<Row>) => string);
  /**
   * Asks in bulk what the records of a chunk will need, into loaders of the scope; optional, for speed alone. Refuses nothing.
   */
  prepare?(scope: Scope, rows: readonly Row[]): Promise<void>;
  /**
   * Brings one record in. Finds what exists by its natural key and answers UNCHANGED where nothing differs.
   * @throws DomainError to refuse the record; nothing of it stays written. Its `field` is a column's key,
   * in a record of several rows `rows[2].key` (any word may stand for rows).
   */
  apply(scope: Scope, rows: readonly Row[], context: ImportContext): Promise<ImportOutcome>;
}

interface KindDefinition<Columns extends readonly Column[]> {
  readonly name: string;
  readonly title: Words;
  readonly columns: Columns;
  readonly action?: Action;
  readonly directory?: boolean;
  readonly fields?: Readonly<Record<string, Columns[number]['key']>>;
  readonly unique?: readonly Columns[number]['key'][];
  readonly group?: readonly Columns[number]['key'][] | ((row: Partial<RowOf<Columns>>) => string);
  prepare?(scope: Scope, rows: readonly RowOf<Columns>[]): Promise<void>;
  apply(scope: Scope, rows: readonly RowOf<Columns>[], context: ImportContext): Promise<ImportOutcome>;
}

/** Case, width, blanks, underlines and a template's mark of required columns don't matter in a header. */
export function comparableHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\(必填\)|\(required\)|[\s_*]/g, '');
}

/** What a header may say to mean a column, made comparable. */
export function namesOf(column: Column): string[] {
  return [column.key, column.header.en, column.header['zh-CN'], ...(column.aliases ?? [])].map(comparableHeader);
}

/** Declares a kind; the rows that `apply` gets are typed from the columns. */
export function importKind<const Columns extends readonly Column[]>(definition: KindDefinition<Columns>): ImportKind {
  const names = definition.columns.flatMap((column) => [...new Set(namesOf(column))]);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Import kind ${definition.name} has two columns named ${twice}`);
  return definition as unknown as ImportKind;
}
