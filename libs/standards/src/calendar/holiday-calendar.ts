import { DateTime } from 'luxon';
import type { BilingualText } from '@quadhelix/access';
import { HOLIDAY_YEARS, type HolidayYear } from './holiday-years.js';

/** What a local date is. UNKNOWN: no notice of its year is at hand, which is not a working day. */
export const DAY_KINDS = ['WORKDAY', 'REST_DAY', 'PUBLIC_HOLIDAY', 'MAKE_UP_WORKDAY', 'UNKNOWN'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export interface CalendarDay {
  readonly date: string;
  readonly kind: DayKind;
  /** The holiday, or the one that a make-up workday is worked for. */
  readonly holiday: BilingualText | null;
  /** Number of the notice that says so; null where the year has none here. */
  readonly notice: string | null;
}

const at = (date: string): DateTime => DateTime.fromISO(date, { zone: 'utc' });
const plusDays = (date: string, days: number): string => at(date).plus({ days }).toISODate() ?? '';

/** Days from `from` to `until`, both included; none where `until` lies before. */
export function* datesBetween(from: string, until: string): Generator<string> {
  for (let date = from; date <= until; date = plusDays(date, 1)) yield date;
}

/** Public holidays with their make-up workdays (调休), year by year as announced. Dates are local dates, `yyyy-mm-dd`. */
export class HolidayCalendar {
  private readonly notices: ReadonlyMap<number, string>;
  private readonly special = new Map<string, CalendarDay>();

  constructor(years: readonly HolidayYear[]) {
    this.notices = new Map(years.map(({ year, notice }) => [year, notice]));
    for (const { notice, holidays } of years) {
      for (const { name: holiday, from, until, madeUpOn } of holidays) {
        for (const date of datesBetween(from, until)) this.special.set(date, { date, kind: 'PUBLIC_HOLIDAY', holiday, notice });
        for (const date of madeUpOn) this.special.set(date, { date, kind: 'MAKE_UP_WORKDAY', holiday, notice });
      }
    }
  }

  /** The date with its kind. A year without a notice is UNKNOWN, but for what the next year's notice says of its last days. */
  day(date: string): CalendarDay {
    const special = this.special.get(date);
    if (special) return special;
    const notice = this.notices.get(Number(date.slice(0, 4))) ?? null;
    const kind = notice === null ? 'UNKNOWN' : at(date).weekday >= 6 ? 'REST_DAY' : 'WORKDAY';
    return { date, kind, holiday: null, notice };
  }

  kindOf(date: string): DayKind {
    return this.day(date).kind;
  }

  /** Is it worked on that date? Null: unknown. */
  isWorkingDay(date: string): boolean | null {
    const kind = this.kindOf(date);
    return kind === 'UNKNOWN' ? null : kind === 'WORKDAY' || kind === 'MAKE_UP_WORKDAY';
  }

  /**
   * The working day so many working days after a date, which itself does not count: who has 1 working day to reply to something of Friday
   * has until Monday. 0 is the date itself. Null where a day on the way is unknown. Throws RangeError where `days` is negative or no whole number.
   */
  addWorkingDays(date: string, days: number): string | null {
    if (!Number.isInteger(days) || days < 0) throw new RangeError(`Not a number of working days: ${String(days)}`);
    let day = date;
    for (let left = days; left > 0; ) {
      day = plusDays(day, 1);
      const working = this.isWorkingDay(day);
      if (working === null) return null;
      if (working) left -= 1;
    }
    return day;
  }

  /** The first working day after a date; null where unknown. */
  nextWorkingDay(date: string): string | null {
    return this.addWorkingDays(date, 1);
  }

  /** How many working days lie in the half-open period from `from` until before `before`; null where one of them is unknown. */
  workingDaysBetween(from: string, before: string): number | null {
    let count = 0;
    for (const date of datesBetween(from, plusDays(before, -1))) {
      const working = this.isWorkingDay(date);
      if (working === null) return null;
      if (working) count += 1;
    }
    return count;
  }
}

/** The calendar of mainland China with the years that are bundled. */
export const holidayCalendar = new HolidayCalendar(HOLIDAY_YEARS);
