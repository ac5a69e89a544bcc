import { parseRegionCode } from '@quadhelix/stakeholders';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';

/**
 * Under which conditions a position is worked, as its host states them. Null: not stated, which no rule takes for kept; an empty list: there is none.
 * Words (`workKinds`, `hazards` …) are those that the rules name. Money in fen, durations in minutes.
 */
export interface PositionConditions {
  /** Where the work is done, six digits; null: where the host has its seat. */
  workRegion: string | null;
  /** Major category (专业大类) that the work belongs to: two digits of the ministry's catalogue. */
  majorCategory: string | null;
  workKinds: string[] | null;
  hazards: string[] | null;
  /** Overtime, night shifts, rest days or holidays that are planned. */
  specialTimes: string[] | null;
  onlyRepetitive: boolean | null;
  /** Planned hours. */
  minutesPerDay: number | null;
  minutesPerWeek: number | null;
  /** Does an apprentice work relatively independently? Then a floor of pay is owed. */
  independentWork: boolean | null;
  payFenPerMonth: number | null;
  payFenPerHour: number | null;
  /** What an employee on the same post earns. */
  postWageFenPerMonth: number | null;
  payForms: string[] | null;
  /** To the apprentice himself. */
  paidDirectly: boolean | null;
  payCycleDays: number | null;
  /** Fees, deposits or papers that are taken from apprentices. */
  charges: string[] | null;
  /** Employees on the same post. */
  postStaff: number | null;
}

/** Nothing is stated. */
export const NOTHING_STATED: PositionConditions = {
  workRegion: null, majorCategory: null, workKinds: null, hazards: null, specialTimes: null, onlyRepetitive: null, minutesPerDay: null, minutesPerWeek: null,
  independentWork: null, payFenPerMonth: null, payFenPerHour: null, postWageFenPerMonth: null, payForms: null, paidDirectly: null, payCycleDays: null, charges: null, postStaff: null,
};

const CONDITIONS = Object.keys(NOTHING_STATED) as (keyof PositionConditions)[];

/** The conditions among other facts, in one form: words sorted and once, what is left out as not stated. Throws WORK_REGION_INVALID. */
export function readConditions(stated: Partial<PositionConditions>): PositionConditions {
  const workRegion = stated.workRegion == null ? null : parseRegionCode(stated.workRegion);
  if (workRegion === undefined) throw apprenticeshipErrors.WORK_REGION_INVALID({ field: 'conditions.workRegion' });
  const entries = CONDITIONS.map((name) => {
    const value = stated[name] ?? null;
    return [name, Array.isArray(value) ? [...new Set(value)].sort() : value];
  });
  return { ...(Object.fromEntries(entries) as unknown as PositionConditions), workRegion };
}

/** Do both state the same? */
export const sameConditions = (a: PositionConditions, b: PositionConditions): boolean => CONDITIONS.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
