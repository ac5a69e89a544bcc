import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { aRule } from '../testing.world.js';
import type { Direction, ParameterValue, Rule, RuleVersionContent } from '../rule/rule.types.js';
import { relaxations } from './relaxation.js';

type Row = Record<string, string>;
const vectors = parse(readFileSync(new URL('./relaxation.vectors.csv', import.meta.url)), { columns: true }) as Row[];

const value = (text: string, direction: Direction): ParameterValue => (direction === 'SET' ? text.split(' ').filter(Boolean) : direction === 'BOOLEAN' ? text === 'true' : Number(text));
const TYPES: Record<Direction, Rule['parameters'][number]['type']> = { MIN: 'COUNT', MAX: 'COUNT', SET: 'CODES', BOOLEAN: 'BOOLEAN' };
const rule = (text: string, direction: Direction, more: Partial<Rule> = {}, parameter: Partial<Rule['parameters'][number]> = {}): Rule =>
  aRule({ severity: 'BLOCK', safety: true, waivable: false, ...more, parameters: [{ code: 'p', type: TYPES[direction], direction, value: value(text, direction), ...parameter }] });
const version = (level: RuleVersionContent['level'], region: string, rules: Rule[], more: Partial<RuleVersionContent> = {}): RuleVersionContent =>
  ({ id: level, pack: level.toLowerCase(), level, region, number: 1, effectiveFrom: '2026-01-01', effectiveUntil: null, rules, ...more });

function changed(text: string): [Partial<Rule>, Partial<Rule['parameters'][number]>] {
  const [name = '', to = ''] = text.split('=');
  if (name === 'rule') return [{ code: to }, {}];
  if (['type', 'direction', 'code'].includes(name)) return [{}, { [name]: to }];
  return [name === '' ? {} : { [name]: name === 'gates' ? to.split(' ') : ['true', 'false'].includes(to) ? to === 'true' : to }, {}];
}

describe('a smaller region', () => {
  it.each(vectors.map((row): [string, Row] => [row.name ?? '', row]))('may add and tighten, not loosen or bend: %s', (_name, row) => {
    const direction = row.direction as Direction;
    const parent = version('NATIONAL', '100000', [rule(row.parent ?? '', direction)]);
    const child = version('PROVINCIAL', '320000', [rule(row.child ?? '', direction, ...changed(row.change ?? ''))]);
    const found = relaxations(child, [parent]);
    expect(found.map(({ kind }) => kind).join(' ')).toBe(row.expected);
    if (row.expected !== '') expect(found[0]).toMatchObject({ part: row.part, parent: 'national@1', field: expect.stringMatching(/^rules\[0\]\./) as string });
  });

  it.each([
    ['the alliance under its city', 'ALLIANCE', '320100', 'CITY', '320100', {}, 1], ['a city under its province', 'CITY', '320100', 'PROVINCIAL', '320000', {}, 1],
    ['a city under another province', 'CITY', '320100', 'PROVINCIAL', '620000', {}, 0], ['a province under its city', 'PROVINCIAL', '320000', 'CITY', '320100', {}, 0],
    ['a pack of the same level', 'PROVINCIAL', '320000', 'PROVINCIAL', '320000', {}, 0], ['a parent that has ended', 'CITY', '320100', 'NATIONAL', '100000', { effectiveFrom: '2025-01-01', effectiveUntil: '2025-12-31' }, 0],
    ['a parent that ends later', 'CITY', '320100', 'NATIONAL', '100000', { effectiveUntil: '2026-01-01' }, 1], ['a parent that begins later', 'CITY', '320100', 'NATIONAL', '100000', { effectiveFrom: '2027-01-01' }, 1],
  ] as const)('is held to what is above it: %s', (_name, level, region, parentLevel, parentRegion, more, count) => {
    expect(relaxations(version(level, region, [rule('7', 'MAX')]), [version(parentLevel, parentRegion, [rule('6', 'MAX')], more)])).toHaveLength(count);
  });

  it('is not held to what the product merely proposes', () => {
    expect(relaxations(version('ALLIANCE', '320100', [rule('7', 'MAX')]), [version('NATIONAL', '100000', [rule('6', 'MAX', { binding: false })])])).toEqual([]);
  });
});
