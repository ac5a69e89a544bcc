import type { DomainError } from '@quadhelix/access';
import type { Column, ImportValue, NumberColumn, TextColumn, Words } from './kind.js';
import type { ImportProblemCode } from './problem.texts.js';
import type { ProblemParams } from './problem.js';
import { dateOf, instantOf, localTimeOf, minutesOf } from './value.time.js';

/** Why a cell was not taken: one of the importer's own codes, or what the column's check found. */
export type CellFault = { readonly code: ImportProblemCode; readonly params: ProblemParams } | DomainError;

export type CellResult = { readonly value: ImportValue } | { readonly fault: CellFault };

const expectations: Readonly<Record<Exclude<Column['type'], 'choice'>, Words>> = {
  text: { en: 'text', 'zh-CN': '文本' },
  integer: { en: 'a whole number', 'zh-CN': '整数' },
  minutes: { en: 'a duration such as 90, 1:30 or 1.5h', 'zh-CN': '时长，如 90、1:30 或 1.5小时' },
  percent: { en: 'a percentage with at most two decimals, such as 50 or 12.5%', 'zh-CN': '百分比（最多两位小数），如 50 或 12.5%' },
  money: { en: 'an amount in yuan with at most two decimals, such as 1,234.50', 'zh-CN': '以元为单位的金额（最多两位小数），如 1,234.50' },
  decimal: { en: 'a number with at most four decimals, such as 12.5', 'zh-CN': '数字（最多四位小数），如 12.5' },
  date: { en: 'a date such as 2026-09-01', 'zh-CN': '日期，如 2026-09-01' },
  localTime: { en: 'a time of day such as 08:30', 'zh-CN': '时刻，如 08:30' },
  instant: { en: 'a date and time such as 2026-09-01 08:30', 'zh-CN': '日期和时刻，如 2026-09-01 08:30' },
  boolean: { en: 'yes or no', 'zh-CN': '是或否' },
};

/** What a column takes, in words; templates and refusals say it alike. */
export function expectationOf(column: Column): Words {
  if (column.type !== 'choice') return expectations[column.type];
  const list = (language: 'en' | 'zh-CN'): string => column.choices.map((choice) => choice.label[language]).join(' / ');
  return { en: `one of ${list('en')}`, 'zh-CN': `以下之一：${list('zh-CN')}` };
}

/** What Excel leaves of a number with more than 15 digits, and what it writes where a formula failed. */
const roundedNumber = /^-?\d(\.\d+)?E\+\d{2,}$/i;
const formulaError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FORMULA!)$/i;
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Reads one cell for one column. Local times are meant in the time zone. */
export function parseCell(column: Column, cell: string, timeZone: string): CellResult {
  const text = cell.trim();
  if (text === '') return column.required ? fault('IMPORT_VALUE_REQUIRED', column) : { value: undefined };
  if (formulaError.test(text)) return fault('IMPORT_VALUE_INVALID', column);
  if (column.type === 'text') return parseText(column, text);
  const value = parseTyped(column, text.normalize('NFKC'), timeZone);
  if (value === undefined) return fault(roundedNumber.test(text) ? 'IMPORT_DIGITS_LOST' : 'IMPORT_VALUE_INVALID', column);
  if (typeof value !== 'number' || !('min' in column || 'max' in column)) return { value };
  return inRange(column, value);
}

function fault(code: ImportProblemCode, column: Column, params: ProblemParams = {}): CellResult {
  return { fault: { code, params: { header: column.header, expected: expectationOf(column), ...params } } };
}

function parseText(column: TextColumn, text: string): CellResult {
  const limit = column.maxLength ?? 200;
  const value = column.tidy?.(text.normalize('NFC')) ?? text.normalize('NFC');
  if (roundedNumber.test(value)) return fault('IMPORT_DIGITS_LOST', column);
  if (controls.test(value)) return fault('IMPORT_VALUE_INVALID', column);
  if ([...value].length > limit) return fault('IMPORT_VALUE_TOO_LONG', column, { limit });
  const found = column.check?.(value);
  return found ? { fault: found } : { value };
}

function parseTyped(column: Exclude<Column, TextColumn>, text: string, timeZone: string): ImportValue {
  switch (column.type) {
    case 'integer':
      return scaled(text, 0);
    case 'money':
      return scaled(text.replace(/^(-?)[¥￥]\s*/, '$1').replace(/\s*元$/, ''), 2);
    case 'decimal': {
      const tenThousandths = scaled(text, 4);
      return tenThousandths === undefined ? undefined : tenThousandths / 10_000;
    }
    case 'percent':
      return scaled(text.replace(/\s*%$/, ''), 2);
    case 'minutes':
      return minutesOf(text);
    case 'date':
      return dateOf(text.replace(/[T ]00:00(:00)?$/, ''));
    case 'localTime':
      return localTimeOf(text);
    case 'instant':
      return instantOf(text, timeZone);
    case 'boolean':
      return /^(yes|y|true|1|是|有)$/i.test(text) ? true : /^(no|n|false|0|否|无)$/i.test(text) ? false : undefined;
    case 'choice': {
      const wanted = comparable(text);
      return column.choices.find((choice) => [choice.value, choice.label.en, choice.label['zh-CN']].some((name) => comparable(name) === wanted))?.value;
    }
  }
}

function comparable(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** A decimal number times 10 to the decimals, exactly; more decimals than that, unless zero, are none. */
function scaled(text: string, decimals: number): number | undefined {
  const [, sign, grouped, plain, fraction = ''] = /^(-?)(?:(\d{1,3}(?:,\d{3})+)|(\d{1,15}))(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  const whole = grouped?.replaceAll(',', '') ?? plain;
  if (whole === undefined || /[1-9]/.test(fraction.slice(decimals))) return undefined;
  const value = Number(`${sign}${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}

function inRange(column: NumberColumn | Exclude<Column, NumberColumn>, value: number): CellResult {
  const { min, max } = column as NumberColumn;
  if ((min ?? -Infinity) <= value && value <= (max ?? Infinity)) return { value };
  const shown = (bound: number | undefined): string => (bound === undefined ? '…' : valueText(column as NumberColumn, bound));
  return fault('IMPORT_VALUE_RANGE', column, { min: shown(min), max: shown(max) });
}

function valueText(column: NumberColumn, value: number): string {
  return column.type === 'money' || column.type === 'percent' ? decimalText(value) : String(value);
}

/** Hundredths as decimal text: 1250 is 12.5. */
export function decimalText(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0');
  const fraction = digits.slice(-2).replace(/0+$/, '');
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`;
}
