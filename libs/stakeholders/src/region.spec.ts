import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseRegionCode, regionContains, regionLevel, regionParent } from './region.js';

interface Vector {
  text: string;
  code: string;
  level: string;
  parent: string;
}
const vectors: Vector[] = parse(readFileSync(new URL('region.vectors.csv', import.meta.url)), { columns: true });

describe('a region code', () => {
  it.each(vectors)('"$text" is $code $level in $parent', ({ text, code, level, parent }) => {
    const parsed = parseRegionCode(text);
    expect(parsed ?? '').toBe(code);
    if (parsed === undefined) return;
    expect(regionLevel(parsed)).toBe(level);
    expect(regionParent(parsed) ?? '').toBe(parent);
  });

  it.each([
    ['320000', '320506', true],
    ['320500', '320506', true],
    ['320506', '320506', true],
    ['100000', '320506', true],
    ['100000', '100000', true],
    ['320100', '320506', false],
    ['320506', '320500', false],
    ['330000', '320506', false],
    ['320000', '100000', false],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(regionContains(outer, inner)).toBe(expected);
  });
});
