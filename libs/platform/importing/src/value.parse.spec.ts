import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { DomainError } from '@quadhelix/access';
import type { Column } from './kind.js';
import { columnOf } from './testing.kinds.js';
import { parseCell } from './value.parse.js';

interface Vector {
  type: string;
  text: string;
  result: string;
}
const vectors: Vector[] = parse(readFileSync(new URL('vectors/values.csv', import.meta.url)), { columns: true, delimiter: '\t', quote: null });

function read(column: Column, text: string): string {
  const result = parseCell(column, text.replaceAll('\\u0000', '\u0000'), 'Asia/Shanghai');
  return 'value' in result ? JSON.stringify(result.value) : result.fault.code;
}

describe('a cell', () => {
  it.each(vectors)('of type $type with $text gives $result', ({ type, text, result }) => {
    expect(read(columnOf(type), text)).toBe(result);
  });

  it('may be blank where its column is not required', () => {
    expect(read(columnOf('integer'), ' \u3000')).toBe(undefined);
    expect(read(columnOf('text'), ' \u3000')).toBe('IMPORT_VALUE_REQUIRED');
  });

  it('of text is tidied, then checked by the column', () => {
    const wrong = new DomainError('INVALID_CODE', { category: 'INVALID', en: 'wrong', 'zh-CN': '错误' });
    const coded: Column = {
      ...columnOf('integer'), type: 'text', tidy: (text) => text.toUpperCase(), check: (text) => (text === 'AB' ? undefined : wrong),
    } as Column;
    expect(read(coded, ' ab ')).toBe('"AB"');
    expect(read(coded, 'ac')).toBe('INVALID_CODE');
  });

  it('takes a local time in the zone asked for, and refuses one that a clock change skipped', () => {
    const column = columnOf('instant');
    const inBerlin = (text: string): unknown => parseCell(column, text, 'Europe/Berlin');
    expect(inBerlin('2026-03-29 01:30')).toEqual({ value: new Date('2026-03-29T00:30:00Z') });
    expect(inBerlin('2026-03-29 02:30')).toHaveProperty('fault.code', 'IMPORT_VALUE_INVALID');
  });
});
