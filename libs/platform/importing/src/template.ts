import { noteMarks } from './file.read.js';
import type { Column, ImportKind, ImportRow, Language, Words } from './kind.js';
import { type SheetContent, writeCsv, writeXlsx } from './table.write.js';
import { exampleText, rowTexts } from './value.format.js';
import { expectationOf } from './value.parse.js';

/** What a file is written as. */
export type FileFormat = 'csv' | 'xlsx';

/** A file to hand out. */
export interface WrittenFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const marks: Readonly<Record<Language, { how: string; example: string }>> = {
  'zh-CN': { how: noteMarks[0], example: noteMarks[1] },
  en: { how: noteMarks[2], example: noteMarks[3] },
};

const words = {
  required: { en: 'required', 'zh-CN': '必填' },
  optional: { en: 'may be blank', 'zh-CN': '可留空' },
  column: { en: 'Column', 'zh-CN': '列' },
  need: { en: 'Needed', 'zh-CN': '是否必填' },
  takes: { en: 'Takes', 'zh-CN': '填写内容' },
  meaning: { en: 'Meaning', 'zh-CN': '说明' },
  example: { en: 'Example', 'zh-CN': '示例' },
  help: { en: 'How to fill in', 'zh-CN': '填写说明' },
} as const satisfies Record<string, Words>;

function explanation(column: Column, language: Language): string {
  const need = (column.required ? words.required : words.optional)[language];
  const stop = language === 'en' ? '; ' : '；';
  return [need, expectationOf(column)[language], column.description[language]].join(stop);
}

/** Headers in a language; a required column carries a star. */
function headers(columns: readonly Column[], language: Language): string[] {
  return columns.map((column) => `${column.header[language]}${column.required ? '*' : ''}`);
}

/** Explanation and example below the header; a mark in their first cell tells readers that they are no data. */
function notes(columns: readonly Column[], language: Language): string[][] {
  const marked = (mark: string, cells: string[]): string[] => cells.map((cell, index) => (index === 0 ? mark + cell : cell));
  return [
    marked(marks[language].how, columns.map((column) => explanation(column, language))),
    marked(marks[language].example, columns.map((column) => exampleText(column, language))),
  ];
}

function helpSheet(kind: ImportKind, language: Language): SheetContent {
  const title = [words.column, words.need, words.takes, words.meaning, words.example].map((each) => each[language]);
  const rows = kind.columns.map((column) => [
    column.header[language],
    (column.required ? words.required : words.optional)[language],
    expectationOf(column)[language],
    column.description[language],
    exampleText(column, language),
  ]);
  return { name: words.help[language], rows: [title, ...rows] };
}

function choicesOf(columns: readonly Column[], language: Language): Map<number, readonly string[]> {
  const offered = new Map<number, readonly string[]>();
  columns.forEach((column, index) => {
    if (column.type === 'choice') offered.set(index, column.choices.map((choice) => choice.label[language]));
  });
  return offered;
}

/**
 * An empty file to fill in: headers (a star marks required columns), a row that explains and a row with an example.
 * Both rows are recognised by their mark ※ and never imported. The workbook has a second sheet with the explanations and lists to choose from.
 */
export async function templateFor(kind: ImportKind, language: Language, format: FileFormat): Promise<WrittenFile> {
  const rows = [headers(kind.columns, language), ...notes(kind.columns, language)];
  return written(kind, language, format, rows);
}

/** Values as a file that an import of the same kind reads as the same rows. Times are written in the time zone. */
export async function fileOf(
  kind: ImportKind,
  rows: readonly ImportRow[],
  options: { language: Language; format: FileFormat; timeZone: string },
): Promise<WrittenFile> {
  const { language, format, timeZone } = options;
  const texts = rows.map((row) => rowTexts(kind.columns, row, language, timeZone));
  return written(kind, language, format, [headers(kind.columns, language), ...texts]);
}

async function written(kind: ImportKind, language: Language, format: FileFormat, rows: readonly (readonly string[])[]): Promise<WrittenFile> {
  const name = `${kind.name}.${format}`;
  if (format === 'csv') return { name, mediaType: mediaTypes.csv, bytes: writeCsv(rows) };
  const data: SheetContent = { name: kind.title[language], rows, choices: choicesOf(kind.columns, language) };
  return { name, mediaType: mediaTypes.xlsx, bytes: await writeXlsx([data, helpSheet(kind, language)]) };
}
