import type { BilingualText } from '@quadhelix/access';

/** Words of a document: data as it is, or words in each language. */
export type Said = string | BilingualText;

/**
 * What a value is: decides how people read it and what a spreadsheet computes with. `date` is a local date `yyyy-mm-dd`, `instant` a Date,
 * `minutes`, `fen` (1/100 yuan) and `basisPoints` are integers, `number` has at most four decimals.
 */
export type ValueType = 'text' | 'date' | 'instant' | 'minutes' | 'fen' | 'basisPoints' | 'number';

/** Null is "not known" and shown as such, never as 0. */
export type Value = Said | number | Date | null;

export interface Column {
  readonly header: BilingualText;
  readonly type: ValueType;
  /** Share of the page's width against the other columns; 1 unless told. */
  readonly width?: number;
}

/** Values in the order of the columns. */
export type TableRow = readonly Value[];

/** Rows are read once, as they are written: a large table hands out an async iterable. */
export interface Table {
  readonly kind: 'table';
  readonly title: BilingualText;
  readonly columns: readonly Column[];
  readonly rows: Iterable<TableRow> | AsyncIterable<TableRow>;
}

/** Single values with their labels, at the head of a document. */
export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly { readonly label: BilingualText; readonly type: ValueType; readonly value: Value }[];
}

export interface Prose {
  readonly kind: 'heading' | 'paragraph';
  readonly text: Said;
}

export type Part = Table | Facts | Prose;

/** A document as a slice describes it, once for all formats and languages. */
export interface DocumentContent {
  readonly title: BilingualText;
  readonly parts: readonly Part[];
  /** Pages lie on their long side. */
  readonly wide?: boolean;
}

export const FORMATS = ['PDF', 'XLSX', 'DOCX', 'CSV'] as const;
export type DocumentFormat = (typeof FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<DocumentFormat, string>> = {
  PDF: 'application/pdf',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  DOCX: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  CSV: 'text/csv; charset=utf-8',
};
