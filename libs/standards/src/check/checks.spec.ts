import { readFileSync } from 'node:fs';
import { shippedPacks } from '../pack/shipped-packs.js';
import { resolveRules } from '../resolution/resolve.js';
import type { RuleVersionContent } from '../rule/rule.types.js';
import { LAWFUL } from '../testing.world.js';
import { CHECK_NAMES } from './check-names.js';
import { evaluate, overall } from './evaluate.js';
import { ageOn, settled, type RuleFacts } from './facts.js';

type Vector = [rule: string, name: string, facts: RuleFacts, expected: string];
const vectors = JSON.parse(readFileSync(new URL('./checks.vectors.json', import.meta.url), 'utf8')) as Vector[];

const versions = shippedPacks().flatMap((pack) => pack.versions.map((version): RuleVersionContent => ({ ...version, id: `${pack.code}@${String(version.number)}`, pack: pack.code, level: pack.level, region: pack.region })));
const rules = resolveRules(versions, { workRegion: '320100', homeRegion: null, onDate: '2026-11-24' });

describe('the rules that come with the product, at work in Nanjing', () => {
  it.each(vectors)('%s: %s', (code, _name, more, expected) => {
    const rule = rules.get(code);
    if (!rule) throw new Error(`No rule ${code}`);
    const found = evaluate(rule, { ...LAWFUL, onDate: '2026-11-24', ...more });
    expect(found.warning ? 'WARNING' : found.verdict).toBe(expected);
    expect(found.missing.length > 0).toBe(expected === 'UNKNOWN' && found.missing.length > 0);
  });

  it('use every check', () => {
    expect(new Set([...rules.values()].flatMap(({ check }) => check ?? []))).toEqual(new Set(CHECK_NAMES));
    for (const check of CHECK_NAMES) expect(vectors.some(([code]) => rules.get(code)?.check === check)).toBe(true);
  });

  it('know nothing of somebody of whom nothing is known: no rule that blocks passes', () => {
    const found = [...rules.values()].filter(({ check, severity }) => check !== null && severity === 'BLOCK').map((rule) => evaluate(rule, {}));
    expect(found.map(({ rule, verdict }) => [rule, verdict])).toEqual(found.map(({ rule }) => [rule, 'UNKNOWN']));
    for (const { missing } of found) expect(missing).not.toEqual([]);
  });

  it('say which facts they used and with which values', () => {
    const rule = rules.get('R5');
    expect(rule && evaluate(rule, LAWFUL)).toMatchObject({ used: { minutesPerDay: 480, minutesPerWeek: 2400 }, values: { minutesPerDay: 480, minutesPerWeek: 2400 } });
  });

  it('mark what nobody verified', () => {
    expect([...rules.values()].flatMap((rule) => rule.parameters.filter(({ toConfirm }) => toConfirm).map(({ code }) => `${rule.code}.${code}`))).toEqual(
      expect.arrayContaining(['R6.nightFrom', 'R6.nightUntil', 'R16.minimumCalendarDays', 'R17.practiceShare', 'R7-HOURLY.minimumFenPerHour', 'R3.evenIfFiled']) as string[]);
  });
});

describe('an age', () => {
  it.each([
    ['2010-03-01', '2026-02-28', 15], ['2010-03-01', '2026-03-01', 16], ['2008-02-29', '2024-02-28', 15], ['2008-02-29', '2024-02-29', 16], ['2008-02-29', '2026-02-28', 17], ['2008-02-29', '2026-03-01', 18],
    ['2008-12-31', '2026-12-30', 17], ['2008-12-31', '2026-12-31', 18], ['2026-01-01', '2026-01-01', 0],
  ])('of somebody born on %s is on %s %d full years', (birthDate, date, years) => {
    expect(ageOn(birthDate, date)).toBe(years);
  });

  it('replaces the birth date in what is stored', () => {
    expect(settled({ birthDate: '2010-03-01', startsOn: '2026-03-01', female: true })).toEqual({ startsOn: '2026-03-01', female: true, ageOnStart: 16 });
    expect(settled({ birthDate: '2010-03-01' })).toEqual({});
    expect(settled({ ageOnStart: 17, startsOn: '2026-03-01' })).toEqual({ ageOnStart: 17, startsOn: '2026-03-01' });
  });
});

describe('all rules together', () => {
  const verdict = (severity: 'WARN' | 'BLOCK', kind: 'PASS' | 'BLOCK' | 'UNKNOWN') => ({ rule: 'X', verdict: kind, severity, warning: false, values: {}, used: {}, missing: [] });
  it.each([
    [[], 'PASS'], [[verdict('BLOCK', 'PASS')], 'PASS'], [[verdict('BLOCK', 'UNKNOWN')], 'UNKNOWN'], [[verdict('BLOCK', 'UNKNOWN'), verdict('BLOCK', 'BLOCK')], 'BLOCK'],
    [[verdict('WARN', 'UNKNOWN'), verdict('BLOCK', 'PASS')], 'PASS'], [[verdict('WARN', 'UNKNOWN'), verdict('BLOCK', 'UNKNOWN')], 'UNKNOWN'],
  ] as const)('are %#: %j', (verdicts, expected) => {
    expect(overall(verdicts)).toBe(expected);
  });
});
