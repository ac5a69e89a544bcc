import type { Scope } from '@quadhelix/database';
import { countryCode } from '@quadhelix/stakeholders';
import { WaiverMeasurement, type OutcomeMeasure, type PilotWaiver } from './pilot-waiver.entity.js';
import { addDays } from './waiver.days.js';

export interface PeriodCounts {
  readonly from: string;
  /** Last day. */
  readonly until: string;
  /** Evaluations that judged the rule. */
  readonly evaluations: number;
  /** Of these, those that found it broken. */
  readonly broken: number;
  readonly violations: number;
  readonly measures: readonly (OutcomeMeasure & { value: number | null; source: string | null })[];
}

export interface ReviewSide {
  readonly side: 'PILOT' | 'COMPARISON';
  readonly region: string;
  readonly before: PeriodCounts;
  readonly after: PeriodCounts;
}

type Count = { side: 'PILOT' | 'COMPARISON'; period: 'BEFORE' | 'AFTER'; evaluations: number; broken: number; violations: number };

/** The digits with which codes of regions inside begin. */
const prefix = (region: string): string => (region === countryCode ? '' : region.replace(/(00)+$/, ''));

const days = (from: string, until: string): number => Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000) + 1);

/** What happened in the region of a trial and in the one it is compared with, since it began and in as many days before; two statements. */
export async function reviewOf(scope: Scope, waiver: PilotWaiver): Promise<ReviewSide[]> {
  const end = waiver.lastDay !== null && waiver.lastDay < scope.today ? waiver.lastDay : scope.today;
  const until = end < waiver.startsOn ? waiver.startsOn : end;
  const before = { from: addDays(waiver.startsOn, -days(waiver.startsOn, until)), until: addDays(waiver.startsOn, -1) };
  const sides = [{ side: 'PILOT' as const, region: waiver.region ?? countryCode }, { side: 'COMPARISON' as const, region: waiver.comparisonRegion }];
  const [counts, measured] = await Promise.all([
    scope.sql<Count & Record<string, unknown>>(
      `select s.side, p.period, e.evaluations, e.broken, v.violations
       from unnest($2::text[], $3::text[]) as s (side, prefix)
       cross join (values ('BEFORE', $4::date, $5::date), ('AFTER', $6::date, $7::date)) as p (period, first_day, last_day)
       cross join lateral (select count(*) as evaluations, count(*) filter (where verdicts @> $9::jsonb or verdicts @> $10::jsonb) as broken from rule_evaluations r
         where r.tenant_id = $1 and r.on_date between p.first_day and p.last_day and left(r.work_region, length(s.prefix)) = s.prefix and r.verdicts @> $8::jsonb) e
       cross join lateral (select count(*) as violations from rule_violations x
         where x.tenant_id = $1 and x.on_date between p.first_day and p.last_day and left(x.work_region, length(s.prefix)) = s.prefix and x.rule = $11) v`,
      [scope.tenantId, sides.map(({ side }) => side), sides.map(({ region }) => prefix(region)), before.from, before.until, waiver.startsOn, until,
        JSON.stringify([{ rule: waiver.rule }]), JSON.stringify([{ rule: waiver.rule, verdict: 'BLOCK' }]), JSON.stringify([{ rule: waiver.rule, warning: true }]), waiver.rule]),
    scope.find(WaiverMeasurement, { waiverId: waiver.id }),
  ]);
  const period = (side: Count['side'], which: Count['period'], span: { from: string; until: string }): PeriodCounts => {
    const found = counts.find((row) => row.side === side && row.period === which);
    const measures = waiver.measures.map((measure) => {
      const value = measured.find((each) => each.measure === measure.code && each.side === side && each.period === which);
      return { ...measure, value: value?.value ?? null, source: value?.source ?? null };
    });
    return { ...span, evaluations: found?.evaluations ?? 0, broken: found?.broken ?? 0, violations: found?.violations ?? 0, measures };
  };
  return sides.map(({ side, region }) => ({ side, region, before: period(side, 'BEFORE', before), after: period(side, 'AFTER', { from: waiver.startsOn, until }) }));
}
