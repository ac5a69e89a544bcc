import fc from 'fast-check';
import { TestClock } from '@quadhelix/service';
import { inAlliance, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import type { Scope } from '@quadhelix/database';
import { EvaluationService } from '../evaluation/evaluation.service.js';
import type { EvaluationOrder } from '../evaluation/judge.js';
import { RuleEvaluation } from '../evaluation/rule-evaluation.entity.js';
import { RuleVersionService } from '../pack/rule-version.service.js';
import type { Rule } from '../rule/rule.types.js';
import { ruleVersionAccess } from '../standards.access.js';
import { aPack, aRule, asPerson, LAWFUL, makeAuthority } from '../testing.world.js';
import { RuleRehearsal, type Rehearsal } from './rehearsal.js';

describe('a rehearsal', () => {
  let world: World;
  let all: TwoAlliances;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-11-24T01:00:00Z') });
    all = await twoAlliances(world);
    await makeAuthority(world, 'Bureau', '320000');
    await inAlliance(world, all.a, async (scope) => {
      scope.authorize(ruleVersionAccess.confirm);
      await world.api.get(EvaluationService).record(scope, orders(scope));
    });
  });
  afterAll(() => world.stop());

  const REGIONS = ['320100', '320300', '620100'];
  const orders = (scope: Scope): EvaluationOrder[] => REGIONS.flatMap((workRegion) => [4, 6, 8, 10].flatMap((month) => [240, 420, 480].map((minutesPerDay): EvaluationOrder => ({
    subjectType: 'Placement', subjectId: scope.newId(), gate: 'ASSIGN', place: { workRegion, homeRegion: '320100', onDate: '2026-11-24' },
    facts: { ...LAWFUL, startsOn: '2026-12-01', endsOn: `2027-${String(month).padStart(2, '0')}-28`, minutesPerDay },
    hostOrganizationId: month > 6 ? all.factory : all.association, schoolOrganizationId: all.college, personId: null,
  }))));
  const as = <T>(login: string, work: (scope: Scope) => Promise<T>): Promise<T> => asPerson(world, login, 'alliance-a', work);
  const preview = (login: string, id: string): Promise<Rehearsal> => as(login, (scope) => world.api.get(RuleRehearsal).preview(scope, id));
  const draft = (login: string, effectiveFrom: string, rules: readonly Rule[], pack: string | null = null) =>
    as(login, (scope) => world.api.get(RuleVersionService).draft(scope, pack === null ? null : aPack('PROVINCIAL', '320000', pack), { effectiveFrom, summary: 'x', rules }));
  const hours = (minutes: number): Rule => aRule({ code: 'R5', check: 'WORKING_HOURS', severity: 'BLOCK', gates: ['PUBLISH', 'ASSIGN', 'ONBOARD', 'CONTINUE'], safety: true, parameters: [{ code: 'minutesPerDay', type: 'MINUTES', direction: 'MAX', value: minutes }] });

  /** What an evaluation found, rule by rule, to be compared. */
  const found = (evaluation: Pick<RuleEvaluation, 'verdict' | 'verdicts'>): readonly [string, Record<string, string>] => [evaluation.verdict, Object.fromEntries(evaluation.verdicts.map(({ rule, verdict, warning }) => [rule, warning ? 'WARNING' : verdict]))];

  it('lists whom a draft would stop, by subject, host and region, and writes nothing', async () => {
    const made = await draft('liaison', '2026-12-01', [hours(420)], 'js-hours');
    const count = () => inAlliance(world, all.a, async (scope) => (await scope.sql('select (select count(*) from rule_evaluations) + (select count(*) from rule_violations) + (select count(*) from audit_entries) + (select count(*) from events) as n'))[0]?.n);
    const before = await count();
    const rehearsal = await preview('liaison', made.id);
    expect(await count()).toBe(before);
    expect(rehearsal).toMatchObject({ onDate: '2026-12-01', replayed: 36, complete: true });
    // Everybody's home is Jiangsu, so also who works in Gansu.
    expect(rehearsal.flips).toHaveLength(12);
    for (const flip of rehearsal.flips) expect(flip).toMatchObject({ after: 'BLOCK', rules: [{ rule: 'R5', before: 'PASS', after: 'BLOCK' }], evaluation: { facts: { minutesPerDay: 480 } } });
  });

  it('is for the makers of a draft: it is hidden from all others', async () => {
    const made = await draft('liaison', '2026-12-01', [hours(420)], 'js-hidden');
    await expect(preview('admin', made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('needs the same number of statements however many subjects there are', async () => {
    const made = await draft('liaison', '2026-12-01', [hours(420)], 'js-statements');
    await as('liaison', async (scope) => {
      const before = scope.statements;
      await world.api.get(RuleRehearsal).preview(scope, made.id);
      // The version, its makers, one page of evaluations, the packs.
      expect(scope.statements - before).toBe(4);
    });
  });

  it('says beforehand exactly what is found after the publication', async () => {
    let day = Date.parse('2026-12-01T01:00:00Z');
    await fc.assert(fc.asyncProperty(
      fc.record({ cap: fc.integer({ min: 200, max: 480 }), months: fc.integer({ min: 1, max: 6 }), severity: fc.constantFrom('WARN' as const, 'BLOCK' as const), own: fc.boolean() }),
      async ({ cap, months, severity, own }) => {
        // Each run a day later, so that its versions follow those of the run before.
        day += 86_400_000;
        world.clock.set(new Date(day));
        const onDate = new Date(day).toISOString().slice(0, 10);
        const version = await as(own ? 'admin' : 'liaison', (scope) => world.api.get(RuleVersionService).draft(scope, own ? null : aPack('PROVINCIAL', '320000', 'js-property'), {
          effectiveFrom: onDate, summary: 'x', rules: own ? [{ ...hours(cap), code: 'OWN-HOURS' }, aRule({ code: 'OWN-LENGTH', severity, parameter: { value: months } })] : [hours(cap), aRule({ severity, parameter: { value: months } })],
        }));
        const rehearsal = await preview(own ? 'admin' : 'liaison', version.id);
        const latest = await inAlliance(world, all.a, (scope) => scope.select(RuleEvaluation, 'where tenant_id = $1 and id in (select distinct on (subject_id, gate) id from rule_evaluations where tenant_id = $1 order by subject_id, gate, evaluated_at desc, id desc)', [all.a.id]));
        const again = () => inAlliance(world, all.a, async (scope) => {
          scope.authorize(ruleVersionAccess.confirm);
          return world.api.get(EvaluationService).again(scope, latest, onDate);
        });
        const before = new Map((await again()).map((each) => [each.subjectId, found(each)]));
        await as(own ? 'admin' : 'liaison', (scope) => world.api.get(RuleVersionService).publish(scope, version.id, version.version));
        const after = new Map((await again()).map((each) => [each.subjectId, found(each)]));
        const flips = new Map(rehearsal.flips.map((flip) => [flip.evaluation.subjectId, flip]));
        expect(rehearsal).toMatchObject({ onDate, replayed: 36, complete: true });
        for (const [subject, [verdict, rules]] of after) {
          const flip = flips.get(subject);
          const [was, ruled] = before.get(subject) ?? ['', {} as Record<string, string>];
          expect(flip ? flip.after : was).toBe(verdict);
          const changed = Object.keys({ ...ruled, ...rules }).filter((rule) => ruled[rule] !== rules[rule]).sort();
          expect((flip?.rules ?? []).map(({ rule }) => rule).sort()).toEqual(changed);
          for (const each of flip?.rules ?? []) expect([each.before, each.after]).toEqual([ruled[each.rule] ?? null, rules[each.rule] ?? null]);
        }
        // A published version is rehearsed against what would hold without it.
        const afterwards = await preview(own ? 'admin' : 'liaison', version.id);
        expect(afterwards.flips.map(({ evaluation, rules }) => [evaluation.subjectId, rules]).sort()).toEqual(rehearsal.flips.map(({ evaluation, rules }) => [evaluation.subjectId, rules]).sort());
      }), { numRuns: 12 });
  });
});
