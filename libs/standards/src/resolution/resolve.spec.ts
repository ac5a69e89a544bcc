import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { aRule } from '../testing.world.js';
import { DIRECTIONS, type Direction, type ParameterValue, type Rule, type RuleLevel, type RuleVersionContent } from '../rule/rule.types.js';
import { compare, stricter } from '../rule/strictness.js';
import { resolveRules } from './resolve.js';
import type { RulePlace, WaiverTerms } from './resolution.types.js';

type Row = Record<string, string>;
const vectors = (name: string): Row[] => parse(readFileSync(new URL(name, import.meta.url)), { columns: true }) as Row[];

const REGIONS: Record<string, [RuleLevel, string, string]> = {
  national: ['NATIONAL', '100000', 'cn'], jiangsu: ['PROVINCIAL', '320000', 'js'], nanjing: ['CITY', '320100', 'nj'], gansu: ['PROVINCIAL', '620000', 'gs'], alliance: ['ALLIANCE', '320100', 'alliance'],
};
const TYPES: Record<Direction, Rule['parameters'][number]['type']> = { MIN: 'COUNT', MAX: 'COUNT', SET: 'CODES', BOOLEAN: 'BOOLEAN' };

const read = (text: string, direction: Direction): ParameterValue => (direction === 'SET' ? text.split(' ') : direction === 'BOOLEAN' ? text === 'true' : Number(text));
const write = (value: ParameterValue | undefined): string => (value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value as string));

function version(where: string, value: ParameterValue, direction: Direction, more: Partial<RuleVersionContent> = {}, rule: Partial<Rule> = {}): RuleVersionContent {
  const [level, region, pack] = REGIONS[where] ?? ['NATIONAL', '100000', 'x'];
  return { id: `${pack}-1`, pack, level, region, number: 1, effectiveFrom: '2020-01-01', effectiveUntil: null, rules: [aRule({ ...rule, parameters: [{ code: 'p', type: TYPES[direction], direction, value }] })], ...more };
}
const versionsOf = (row: Row, direction: Direction): RuleVersionContent[] => Object.keys(REGIONS).filter((where) => row[where] !== undefined && row[where] !== '').map((where) => version(where, read(row[where] ?? '', direction), direction));
const place = (more: Partial<RulePlace> = {}): RulePlace => ({ workRegion: '320100', homeRegion: null, onDate: '2026-06-01', hostOrganizationId: 'h1', programmeId: 'p1', ...more });

describe('what holds at a place', () => {
  it.each(vectors('./resolution.vectors.csv').map((row): [string, Row] => [row.name ?? '', row]))('is the strictest of all that applies: %s', (_name, row) => {
    const direction = row.direction as Direction;
    const rule = resolveRules(versionsOf(row, direction), place({ workRegion: row.work ?? '', homeRegion: row.home === '' ? null : (row.home ?? null) })).get('R9');
    expect(write(rule?.values.get('p'))).toBe(row.expected);
    expect(rule?.parameters[0]?.from.map(({ label }) => label).join(' ') ?? '').toBe(row.from);
    expect(rule?.redundant.map(({ child }) => child.label).join(' ') ?? '').toBe(row.redundant);
  });

  it.each(vectors('./waiver.vectors.csv').map((row): [string, Row] => [row.name ?? '', row]))('is loosened by a trial only as far as it reaches: %s', (_name, row) => {
    const approver = row.approver ?? '';
    const waiver: WaiverTerms = {
      id: 'w', rule: 'R9', parameter: 'p', bound: Number(row.bound), from: row.from ?? '', until: row.until === '' ? null : (row.until ?? null), region: row.region === '' ? null : (row.region ?? null),
      hosts: row.host ? [row.host] : [], programmes: row.programme ? [row.programme] : [],
      approver: { region: approver, level: approver === '100000' ? 'NATIONAL' : approver.endsWith('0000') ? 'PROVINCIAL' : 'CITY' },
    };
    const rule = resolveRules(versionsOf(row, 'MAX'), place({ workRegion: row.work ?? '', onDate: row.onDate ?? '' }), [waiver]).get('R9');
    expect(write(rule?.values.get('p'))).toBe(row.expected);
    const parameter = rule?.parameters[0];
    if (parameter) expect(parameter.waiver?.id ?? null).toBe(row.expected === row.bound && row.bound !== row.national ? 'w' : parameter.waiver?.id ?? null);
  });

  it.each([
    ['the day before its first', '2025-12-31', undefined], ['its first day', '2026-01-01', 6], ['its last day', '2026-06-30', 6], ['the day after', '2026-07-01', 4], ['long after', '2031-01-01', 4],
  ])('follows the dates of versions: %s', (_name, onDate, expected) => {
    const first = version('national', 6, 'MAX', { effectiveFrom: '2026-01-01', effectiveUntil: '2026-06-30' });
    const second = version('national', 4, 'MAX', { id: 'cn-2', number: 2, effectiveFrom: '2026-07-01' });
    expect(resolveRules([first, second], place({ onDate })).get('R9')?.values.get('p')).toBe(expected);
  });

  it.each([
    ['a rule of safety applies at once', true, 4], ['any other rule waits for the next gate', false, 6],
  ])('is pinned to the day of readiness where safety is not concerned: %s', (_name, safety, expected) => {
    const first = version('national', 6, 'MAX', { effectiveUntil: '2026-05-31' }, { safety });
    const second = version('national', 4, 'MAX', { id: 'cn-2', number: 2, effectiveFrom: '2026-06-01' }, { safety });
    expect(resolveRules([first, second], place({ pinnedOn: '2026-03-01' })).get('R9')?.values.get('p')).toBe(expected);
  });

  it('lets any pack replace a proposal of the product, in either direction, and nobody else', () => {
    const product = version('national', 6, 'MAX', { id: 'product-1', pack: 'product' }, { binding: false });
    expect(resolveRules([product], place()).get('R9')?.values.get('p')).toBe(6);
    expect(resolveRules([product, version('alliance', 9, 'MAX')], place()).get('R9')).toMatchObject({ values: new Map([['p', 9]]), redundant: [] });
    expect(resolveRules([product, version('alliance', 9, 'MAX'), version('jiangsu', 7, 'MAX')], place()).get('R9')?.values.get('p')).toBe(7);
  });

  it('takes the severest, all gates, safety where one asks for it, and no waiver where one forbids it', () => {
    const rule = resolveRules([
      version('national', 6, 'MAX', {}, { severity: 'WARN', gates: ['ASSIGN'], safety: false, waivable: true }), version('jiangsu', 6, 'MAX', {}, { severity: 'BLOCK', gates: ['CLOSE'], safety: true, waivable: false }),
    ], place()).get('R9');
    expect(rule).toMatchObject({ severity: 'BLOCK', gates: ['ASSIGN', 'CLOSE'], safety: true, waivable: false, redundant: [] });
  });

  it('takes the value of the smallest region that holds the place', () => {
    const wages = version('jiangsu', 18, 'MIN');
    const byRegion = [{ region: '320100', value: 22 }, { region: '320102', value: 24 }];
    const rules = [aRule({ parameters: [{ code: 'p', type: 'COUNT', direction: 'MIN', value: 18, byRegion }] })];
    const at = (workRegion: string, homeRegion: string | null = null) => resolveRules([{ ...wages, rules }], place({ workRegion, homeRegion })).get('R9')?.values.get('p');
    expect([at('320300'), at('320100'), at('320104'), at('320102'), at('320300', '320102'), at('620000', '320100')]).toEqual([18, 22, 22, 24, 24, 22]);
  });

  const someValue = (direction: Direction): fc.Arbitrary<ParameterValue> =>
    direction === 'BOOLEAN' ? fc.boolean() : direction === 'SET' ? fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D')) : fc.integer({ min: 0, max: 12 });

  it('is the same whatever the order in which packs were added', () => {
    fc.assert(fc.property(
      fc.constantFrom(...DIRECTIONS).chain((direction) => fc.record({
        direction: fc.constant(direction),
        stated: fc.array(fc.record({ where: fc.constantFrom(...Object.keys(REGIONS)), value: someValue(direction), severity: fc.constantFrom('WARN' as const, 'BLOCK' as const), binding: fc.boolean() }), { minLength: 1, maxLength: 8 }),
        order: fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })), home: fc.constantFrom(null, '620100', '320102'),
      })), ({ direction, stated, order, home }) => {
        const versions = stated.map(({ where, value, severity, binding }, index) => version(where, value, direction, { id: `v${String(index)}`, number: index + 1 }, { severity, binding }));
        const keyed = versions.map((each) => ({ each, key: order.next().value as number })).sort((a, b) => a.key - b.key).map(({ each }) => each);
        expect(resolveRules(keyed, place({ homeRegion: home }))).toEqual(resolveRules(versions, place({ homeRegion: home })));
      }), { numRuns: 300 });
  });

  it('is never looser than any pack that binds there', () => {
    fc.assert(fc.property(fc.constantFrom(...DIRECTIONS).chain((direction) => fc.tuple(fc.constant(direction), fc.array(someValue(direction), { minLength: 1, maxLength: 5 }))), ([direction, values]) => {
      const versions = values.map((value, index) => version(Object.keys(REGIONS)[index] ?? '', value, direction, { id: `v${String(index)}` }));
      const applied = resolveRules(versions, place({ homeRegion: '620100' })).get('R9')?.values.get('p');
      for (const value of values) expect(['SAME', 'STRICTER']).toContain(compare({ direction }, applied ?? 0, value));
    }));
  });

  it('combines values in any order and any grouping', () => {
    fc.assert(fc.property(fc.constantFrom(...DIRECTIONS).chain((direction) => fc.tuple(fc.constant({ direction }), someValue(direction), someValue(direction), someValue(direction))), ([shape, a, b, c]) => {
      expect(stricter(shape, a, b)).toEqual(stricter(shape, b, a));
      expect(stricter(shape, stricter(shape, a, b), c)).toEqual(stricter(shape, a, stricter(shape, b, c)));
    }));
  });
});
