import { TestClock } from '@quadhelix/service';
import { inAlliance, makeAlliance, World, type TestAlliance } from '@quadhelix/testing';
import { evaluate, evaluateGate } from '../check/evaluate.js';
import { RuleBook } from './rule-book.js';
import type { RulePlace } from './resolution.types.js';
import type { RuleResolution } from './rule-resolution.js';
import { thresholds, type Threshold } from './thresholds.js';

const NANJING = '320100';
const XUZHOU = '320300';
const LANZHOU = '620100';

describe('the rule book', () => {
  let world: World;
  let alliance: TestAlliance;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-11-24T01:00:00Z') });
    alliance = await makeAlliance(world, 'yunhe');
  });
  afterAll(() => world.stop());

  const at = (place: Partial<RulePlace>): Promise<RuleResolution> =>
    inAlliance(world, alliance, (scope) => world.api.get(RuleBook).resolve(scope, { workRegion: LANZHOU, homeRegion: null, onDate: '2026-11-24', ...place }));

  it('holds the national rules everywhere', async () => {
    const gansu = await at({});
    expect(gansu.rule('R1')).toMatchObject({ severity: 'BLOCK', waivable: false, check: 'MINIMUM_AGE', sources: [{ label: 'cn-internship@1', level: 'NATIONAL', because: ['PLACE_OF_WORK'] }] });
    expect(gansu.rule('R14')?.severity).toBe('WARN');
    expect(gansu.rule('R7-HOURLY')).toBeNull();
    expect(gansu.of(thresholds.hours.minutesPerDay)).toEqual({ value: 480, version: 'cn-internship@1' });
    expect(gansu.of(thresholds.hours.nightFrom).value).toBe(1320);
  });

  it.each([
    ['work in Nanjing', { workRegion: NANJING }, 2400, 'PLACE_OF_WORK'],
    ['work in Xuzhou', { workRegion: XUZHOU }, 2000, 'PLACE_OF_WORK'],
    ['work in Lanzhou, school in Nanjing', { homeRegion: NANJING }, 2400, 'HOME_REGION'],
    ['work in Xuzhou, school in Nanjing: the stricter of both', { workRegion: XUZHOU, homeRegion: NANJING }, 2400, 'PLACE_OF_WORK'],
    ['work in Nanjing in 2023, under the version of then', { workRegion: NANJING, onDate: '2023-12-31' }, 2200, 'PLACE_OF_WORK'],
    ['a region with two digits', { workRegion: '32' }, 2000, 'PLACE_OF_WORK'],
  ] as const)('adds the minimum wage of Jiangsu: %s', async (_name, place, fen, because) => {
    const rule = (await at(place)).rule('R7-HOURLY');
    expect(rule?.parameters).toMatchObject([{ code: 'minimumFenPerHour', value: fen, toConfirm: true }]);
    expect(rule?.sources[0]?.because[0]).toBe(because);
  });

  it('has no rule of Jiangsu on the last day before it', async () => {
    expect((await at({ workRegion: NANJING, onDate: '2022-12-25' })).rule('R7-HOURLY')).toBeNull();
    expect((await at({ workRegion: NANJING, onDate: '2022-12-26' })).rule('R7-HOURLY')).not.toBeNull();
  });

  it('lets the same placement pass nationally and fail in Jiangsu', async () => {
    const facts = { payFenPerHour: 1900, independentWork: true };
    const jiangsu = (await at({ workRegion: NANJING })).rule('R7-HOURLY');
    expect(jiangsu && evaluate(jiangsu, facts)).toMatchObject({ verdict: 'BLOCK', values: { minimumFenPerHour: 2400 }, used: facts });
    const gate = evaluateGate((await at({})).rules, 'CONTINUE', facts);
    expect(gate.verdicts.map(({ rule }) => rule)).not.toContain('R7-HOURLY');
    expect(gate.verdict).toBe('UNKNOWN');
  });

  it('says that the insurance of Jiangsu adds nothing to the national one', async () => {
    const rule = (await at({ workRegion: NANJING })).rule('R12');
    expect(rule?.redundant).toMatchObject([{ child: { label: 'js-internship@2' }, parent: { label: 'cn-internship@1' } }]);
    expect(rule?.parameters[0]?.others).toMatchObject([{ from: { label: 'js-internship@2' }, comparison: 'SAME' }]);
  });

  it('answers every threshold of every slice', async () => {
    const resolution = await at({});
    const all = Object.values(thresholds).flatMap((group): readonly Threshold<unknown>[] => Object.values(group));
    for (const threshold of all) expect(resolution.of(threshold).version).not.toBe('');
    await expect(at({ onDate: '1999-12-31' }).then((none) => none.of(thresholds.scorecard.late))).rejects.toMatchObject({ code: 'RULE_NOT_IN_FORCE' });
    await expect(at({ workRegion: '99' })).rejects.toMatchObject({ code: 'REGION_INVALID', field: 'workRegion' });
  });

  it('asks one statement for all places of an operation, and reads the rules of a version only once', async () => {
    await inAlliance(world, alliance, async (scope) => {
      const before = scope.statements;
      const places = [NANJING, XUZHOU, LANZHOU].flatMap((workRegion) => ['2023-06-01', '2026-11-24'].map((onDate) => ({ workRegion, homeRegion: null, onDate })));
      const found = await Promise.all(places.map((place) => world.api.get(RuleBook).resolve(scope, place)));
      expect(scope.statements - before).toBe(1);
      expect(found.map((each) => each.rule('R7-HOURLY')?.values.get('minimumFenPerHour') ?? null)).toEqual([2200, 2400, 1800, 2000, null, null]);
    });
  });
});
