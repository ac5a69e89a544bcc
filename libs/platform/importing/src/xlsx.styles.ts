/** How a number in a cell is meant: Excel stores dates, times and percentages as plain numbers with a format. */
export type CellFormat = 'number' | 'date' | 'time' | 'duration' | 'percent';

/** Formats that have a number and no text; 27–36 and 50–58 are dates in Chinese Excel. */
function builtIn(id: number): CellFormat {
  if (id === 9 || id === 10) return 'percent';
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35) || id === 55 || id === 56) return 'time';
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
  return 'number';
}

/** The meaning of a number format: its id, and its code where the workbook defines one. */
export function cellFormat(id: number, code?: string): CellFormat {
  if (code === undefined) return builtIn(id);
  const first = code.split(';')[0] ?? '';
  const bare = first.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return 'duration';
  const plain = bare.replaceAll(/\[[^\]]*\]|general/g, '');
  if (/[yd]/.test(plain)) return 'date';
  if (/[hs]/.test(plain)) return 'time';
  if (/m/.test(plain)) return 'date';
  return plain.includes('%') ? 'percent' : 'number';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A number as Excel shows it: 15 significant digits, and no longer than that. */
function numberText(value: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential(14).toUpperCase();
  return Number(value.toPrecision(15)).toString();
}

function clock(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
}

/** Days from 1970-01-01 of Excel's day 0, in the 1900 and the 1904 system. */
const dayZero = { system1900: -25_569, system1904: -24_107 };

/**
 * The text of a numeric cell: 2026-09-01, 2026-09-01T08:30:00, 08:30:00, 12.5% or a plain number.
 * Excel's 1900 system counts a 29 February 1900 that never was.
 */
export function numericText(value: number, format: CellFormat, system1904: boolean): string {
  if (format === 'percent') return `${numberText(value * 100)}%`;
  const isTime = format === 'duration' || (format === 'time' && value < 1);
  if (format === 'number' || value < 0) return numberText(value);
  const seconds = Math.round(value * 86_400);
  if (isTime) return clock(seconds);
  const day = Math.floor(seconds / 86_400);
  const early = !system1904 && day < 61 ? 1 : 0;
  const date = new Date((day + early + (system1904 ? dayZero.system1904 : dayZero.system1900)) * 86_400_000);
  if (Number.isNaN(date.getTime())) return numberText(value);
  const text = date.toISOString().slice(0, 10);
  return seconds % 86_400 === 0 ? text : `${text}T${clock(seconds % 86_400)}`;
}
