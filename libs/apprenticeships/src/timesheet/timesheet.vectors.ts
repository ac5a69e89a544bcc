import { DateTime } from 'luxon';
import { addDays } from '../calendar.js';
import type { Span } from './timesheet.hours.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const LINE = /^(?:(?<first>\w+)-)?(?<day>\w+) (?<from>[\d:]+)-(?:(?<lastDay>\w+) )?(?<until>[\d:]+)$/;

/** Date of a weekday in the week that begins on a Monday; `before` is the Sunday before it, `after` the Monday after it. */
export const dateOf = (week: string, day: string): string => addDays(week, day === 'after' ? 7 : DAYS.indexOf(day));

/** Name of the weekday of a date. */
export const dayOf = (date: string): string => DAYS[DateTime.fromISO(date, { zone: 'utc' }).weekday - 1] ?? '';

/** Spans as the tables of vectors write them, in local time: `Mon 08:00-16:00`, `Mon-Fri 08:00-16:00`, `Mon 22:00-Tue 06:00`, `Sun 16:00-24:00`, joined by `; `. */
export function readSpans(text: string, week: string, zone: string): Span[] {
  return text.split('; ').filter(Boolean).flatMap((line) => {
    const { first, day = '', from = '', lastDay, until = '' } = LINE.exec(line)?.groups ?? {};
    const days = first ? DAYS.slice(DAYS.indexOf(first), DAYS.indexOf(day) + 1) : [day];
    return days.map((each) => ({ startsAt: instant(dateOf(week, each), from, zone), endsAt: instant(dateOf(week, lastDay ?? each), until, zone) }));
  });
}

function instant(date: string, time: string, zone: string): Date {
  const found = time === '24:00' ? DateTime.fromISO(addDays(date, 1), { zone }) : DateTime.fromISO(`${date}T${time}`, { zone });
  if (!found.isValid) throw new RangeError(`Not a time: ${date} ${time}`);
  return found.toJSDate();
}
