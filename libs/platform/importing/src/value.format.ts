import { DateTime } from 'luxon';
import type { Column, ImportRow, ImportValue, Language } from './kind.js';
import { decimalText } from './value.parse.js';

/** A value as a file holds it, so that reading it for the same column gives the value again. */
export function valueText(column: Column, value: ImportValue, language: Language, timeZone: string): string {
  if (value === undefined) return '';
  if (value instanceof Date) return instantText(value, timeZone);
  if (typeof value === 'boolean') return (value ? { en: 'yes', 'zh-CN': '是' } : { en: 'no', 'zh-CN': '否' })[language];
  if (typeof value === 'number') {
    if (column.type === 'percent') return `${decimalText(value)}%`;
    return column.type === 'money' ? decimalText(value) : String(value);
  }
  if (column.type === 'choice') return column.choices.find((choice) => choice.value === value)?.label[language] ?? value;
  return value;
}

function instantText(value: Date, timeZone: string): string {
  const local = DateTime.fromJSDate(value, { zone: timeZone });
  return local.toFormat(local.second === 0 ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mm:ss');
}

/** A row as cells in the order of the columns. */
export function rowTexts(columns: readonly Column[], row: ImportRow, language: Language, timeZone: string): string[] {
  return columns.map((column) => valueText(column, row[column.key], language, timeZone));
}

/** The column's example as text in a language; of a choice, its label. */
export function exampleText(column: Column, language: Language): string {
  const example = typeof column.example === 'string' ? column.example : column.example[language];
  if (column.type !== 'choice') return example;
  return column.choices.find((choice) => choice.value === example)?.label[language] ?? example;
}
