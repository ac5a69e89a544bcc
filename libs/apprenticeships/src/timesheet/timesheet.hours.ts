import { DateTime } from 'luxon';
import type { DayKind } from '@quadhelix/standards';
import { addDays, isYoungerThan } from '../calendar.js';

/** Limits of working time, with the name of their version. Minutes; times of day are minutes after local midnight. */
export interface HoursRule {
  readonly version: string;
  readonly minutesPerDay: number;
  readonly minutesPerWeek: number;
  /** The night runs from `from` over midnight until `until`. */
  readonly night: { readonly from: number; readonly until: number };
  /** Who is younger may not work at night, whatever was filed. */
  readonly adultAge: number;
  /** May adults not work at night? Minors never may. */
  readonly nightForbidden: boolean;
  readonly restDaysForbidden: boolean;
  readonly publicHolidaysForbidden: boolean;
}

export const HOURS_RULES = ['HOURS_PER_DAY', 'HOURS_PER_WEEK', 'NIGHT_MINOR', 'NIGHT', 'REST_DAY', 'PUBLIC_HOLIDAY'] as const;
export type HoursRuleName = (typeof HOURS_RULES)[number];

/** A stretch of work between two instants. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface DayMinutes {
  readonly date: string;
  readonly minutes: number;
  readonly nightMinutes: number;
}

/** Time beyond a rule on a local date (of the weekly rule: its Monday). `minutes` is all the person worked under that rule, `limitMinutes` what it allows. */
export interface HoursFinding {
  readonly rule: HoursRuleName;
  readonly onDate: string;
  readonly minutes: number;
  readonly limitMinutes: number;
}

/** What a week comes to. */
export interface HoursAssessment {
  readonly ruleVersion: string;
  readonly minutes: number;
  readonly nightMinutes: number;
  /** Minutes of this week beyond the daily limit, and of the rest those beyond the weekly one: no minute counts twice. */
  readonly excessMinutes: number;
  readonly violations: readonly HoursFinding[];
  /** Dates of work of which the calendar does not know what they are. */
  readonly unknownDates: readonly string[];
  /** Is it known that no rule is broken? Unknown is not lawful. */
  readonly lawful: boolean;
}

export interface WeekOfWork {
  readonly weekStartsOn: string;
  /** IANA zone of the local dates. */
  readonly timeZone: string;
  /** Null: unknown. */
  readonly birthDate: string | null;
  /** What a date is in the holiday calendar. */
  readonly kindOf: (date: string) => DayKind;
  /** Entries of the sheet that is judged. */
  readonly own: readonly Span[];
  /** Entries of the same person and week in his other placements: they fill the limits, but are judged on their own sheets. */
  readonly elsewhere: readonly Span[];
}

const minutesBetween = (from: number, until: number): number => Math.max(0, Math.round((until - from) / 60_000));

/** Cuts a stretch at local midnight; of each date the real minutes and those within the night. */
export function splitByDate(span: Span, timeZone: string, rule: HoursRule): DayMinutes[] {
  const days: DayMinutes[] = [];
  const end = span.endsAt.getTime();
  let day = DateTime.fromJSDate(span.startsAt, { zone: timeZone }).startOf('day');
  while (day.toMillis() < end) {
    const next = day.plus({ days: 1 });
    const from = Math.max(span.startsAt.getTime(), day.toMillis());
    const until = Math.min(end, next.toMillis());
    // Wall-clock times of that date, so that a change of the clock does not move the night.
    const at = (minute: number): number => day.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis();
    const nightMinutes = minutesBetween(from, Math.min(until, at(rule.night.until))) + minutesBetween(Math.max(from, at(rule.night.from)), until);
    days.push({ date: day.toISODate() ?? '', minutes: minutesBetween(from, until), nightMinutes });
    day = next;
  }
  return days;
}

/** Minutes of each local date on which there was work, in order. */
export function minutesByDate(spans: readonly Span[], timeZone: string, rule: HoursRule): DayMinutes[] {
  const dates = new Map<string, DayMinutes>();
  for (const part of spans.flatMap((span) => splitByDate(span, timeZone, rule))) {
    const known = dates.get(part.date);
    dates.set(part.date, known ? { ...part, minutes: known.minutes + part.minutes, nightMinutes: known.nightMinutes + part.nightMinutes } : part);
  }
  return [...dates.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Judges a week of work by a rule on hours. Nothing is trimmed: what lies beyond a limit stays in `minutes` and is named.
 * Work of adults at night, on rest days and on public holidays is named too: it is forbidden unless it was filed beforehand, and nothing is filed here.
 * A date that the calendar does not know leaves the week open.
 */
export function assessWeek(week: WeekOfWork, rule: HoursRule): HoursAssessment {
  const own = minutesByDate(week.own, week.timeZone, rule);
  const elsewhere = new Map(minutesByDate(week.elsewhere, week.timeZone, rule).map(({ date, minutes }) => [date, minutes]));
  const violations: HoursFinding[] = [];
  const unknownDates: string[] = [];
  let excess = 0;
  for (const { date, minutes, nightMinutes } of own) {
    const total = minutes + (elsewhere.get(date) ?? 0);
    if (total > rule.minutesPerDay) {
      violations.push({ rule: 'HOURS_PER_DAY', onDate: date, minutes: total, limitMinutes: rule.minutesPerDay });
      excess += Math.min(minutes, total - rule.minutesPerDay);
    }
    const minor = isYoungerThan(rule.adultAge, week.birthDate, date);
    if (nightMinutes > 0 && (minor || rule.nightForbidden)) violations.push({ rule: minor ? 'NIGHT_MINOR' : 'NIGHT', onDate: date, minutes: nightMinutes, limitMinutes: 0 });
    const kind = week.kindOf(date);
    if (kind === 'UNKNOWN' && (rule.restDaysForbidden || rule.publicHolidaysForbidden)) unknownDates.push(date);
    if ((kind === 'REST_DAY' && rule.restDaysForbidden) || (kind === 'PUBLIC_HOLIDAY' && rule.publicHolidaysForbidden)) violations.push({ rule: kind, onDate: date, minutes, limitMinutes: 0 });
  }
  const minutes = sum(own.map((day) => day.minutes));
  const total = minutes + sum([...elsewhere.values()]);
  if (minutes > 0 && total > rule.minutesPerWeek) {
    violations.push({ rule: 'HOURS_PER_WEEK', onDate: week.weekStartsOn, minutes: total, limitMinutes: rule.minutesPerWeek });
    const within = minutes - excess;
    const othersWithin = sum([...elsewhere.values()].map((each) => Math.min(each, rule.minutesPerDay)));
    excess += Math.min(within, Math.max(0, within + othersWithin - rule.minutesPerWeek));
  }
  return { ruleVersion: rule.version, minutes, nightMinutes: sum(own.map((day) => day.nightMinutes)), excessMinutes: excess, violations, unknownDates, lawful: violations.length + unknownDates.length === 0 };
}

/** Last day of the ISO week that begins on a Monday. */
export const lastDayOfWeek = (weekStartsOn: string): string => addDays(weekStartsOn, 6);
