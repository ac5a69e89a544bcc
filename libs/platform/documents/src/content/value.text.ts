import { DateTime } from 'luxon';
import type { Language } from '@quadhelix/access';
import { decimalText } from '@quadhelix/importing';
import type { Said, Value, ValueType } from './content.js';

/** In whose words and at whose local time values are written. */
export interface Reader {
  readonly language: Language;
  /** IANA zone of instants. */
  readonly timeZone: string;
}

export const said = (text: Said, language: Language): string => (typeof text === 'string' ? text : text[language]);

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** The amount of 123456 is 1,234.56. By digits, so that no amount is rounded. */
function hundredths(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

function duration(minutes: number, language: Language): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const words = language === 'en' ? [`${grouped(String(hours))} h`, `${String(rest)} min`] : [`${grouped(String(hours))}小时`, `${String(rest)}分`];
  const shown = [...(hours > 0 ? [words[0]] : []), ...(rest > 0 || hours === 0 ? [words[1]] : [])];
  return `${minutes < 0 ? '-' : ''}${shown.join(language === 'en' ? ' ' : '')}`;
}

const DAY = { en: 'd MMM yyyy', 'zh-CN': 'yyyy年M月d日' } as const;
const day = (date: DateTime, language: Language, time: string): string => date.setLocale('en-GB').toFormat(`${DAY[language]}${time}`);

function typed(type: ValueType, value: number | string | Date, { language, timeZone }: Reader): string {
  if (value instanceof Date) return day(DateTime.fromJSDate(value, { zone: timeZone }), language, ' HH:mm');
  if (type === 'date') return day(DateTime.fromISO(String(value), { zone: 'utc' }), language, '');
  if (typeof value === 'string') return value;
  if (type === 'minutes') return duration(value, language);
  if (type === 'fen') return `${value < 0 ? '-' : ''}${language === 'en' ? 'CNY ' : '¥'}${hundredths(value)}`;
  if (type === 'basisPoints') return `${decimalText(value)}%`;
  const [whole = '', decimals] = plainNumber(Math.abs(value)).split('.');
  return `${value < 0 ? '-' : ''}${grouped(whole)}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** A number in digits, with at most four decimals and no exponent. */
export const plainNumber = (value: number): string => value.toFixed(4).replace(/\.?0+$/, '');

/** A value as people read it. What is not known is a dash. */
export function valueText(type: ValueType, value: Value, reader: Reader): string {
  if (value === null) return '—';
  if (typeof value === 'object' && !(value instanceof Date)) return value[reader.language];
  return typed(type, value, reader);
}

/** A value as programs read it, and as an import reads it back: ISO dates, yuan, percent, whole minutes. What is not known is empty. */
export function plainText(type: ValueType, value: Value, { language, timeZone }: Reader): string {
  if (value === null) return '';
  if (value instanceof Date) return DateTime.fromJSDate(value, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
  if (typeof value !== 'number') return said(value, language);
  if (type === 'fen') return decimalText(value);
  if (type === 'basisPoints') return `${decimalText(value)}%`;
  return type === 'minutes' ? String(value) : plainNumber(value);
}
