import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { holidayCalendar, type DayKind } from '@quadhelix/standards';
import { assessWeek, minutesByDate, type HoursRule } from './timesheet.hours.js';
import { dayOf, readSpans } from './timesheet.vectors.js';

interface Vector {
  name: string;
  week: string;
  zone: string;
  birth: string;
  own: string;
  elsewhere: string;
  minutes: string;
  night: string;
  excess: string;
  violations: string;
}
const vectors: Vector[] = parse(readFileSync(new URL('timesheet.hours.vectors.csv', import.meta.url)), { columns: true });

const RULE: HoursRule = {
  version: 'vectors@1', minutesPerDay: 480, minutesPerWeek: 2400, night: { from: 1320, until: 360 }, adultAge: 18, nightForbidden: true, restDaysForbidden: true, publicHolidaysForbidden: true,
};
const days: { name: string; week: string; own: string; violations: string; unknown: string }[] = parse(readFileSync(new URL('timesheet.days.vectors.csv', import.meta.url)), { columns: true });

// The vectors on hours know no calendar: there each day is a working day.
const assess = (vector: Pick<Vector, 'week' | 'zone' | 'birth' | 'own' | 'elsewhere'>, rule: HoursRule = RULE, kindOf: (date: string) => DayKind = () => 'WORKDAY') => {
  const zone = vector.zone || 'Asia/Shanghai';
  return assessWeek({
    weekStartsOn: vector.week, timeZone: zone, birthDate: vector.birth || null, kindOf, own: readSpans(vector.own, vector.week, zone), elsewhere: readSpans(vector.elsewhere, vector.week, zone),
  }, rule);
};
const named = (found: ReturnType<typeof assess>): string => found.violations.map(({ rule, onDate, minutes, limitMinutes }) => `${rule} ${dayOf(onDate)} ${String(minutes)}/${String(limitMinutes)}`).join('; ');

describe('the hours of a week', () => {
  it.each(vectors)('$name', (vector) => {
    const found = assess(vector);
    expect({ minutes: found.minutes, night: found.nightMinutes, excess: found.excessMinutes, violations: named(found) })
      .toEqual({ minutes: Number(vector.minutes), night: Number(vector.night), excess: Number(vector.excess), violations: vector.violations });
    expect(found.lawful).toBe(vector.violations === '');
    expect(found.ruleVersion).toBe('vectors@1');
  });

  it.each([
    ['a stricter day', { minutesPerDay: 420 }, 'Mon 08:00-15:01', 'HOURS_PER_DAY Mon 421/420'],
    ['a stricter week', { minutesPerWeek: 900 }, 'Mon-Tue 08:00-15:31', 'HOURS_PER_WEEK Mon 902/900'],
    ['a longer night', { night: { from: 1200, until: 420 } }, 'Mon 06:30-07:30; Mon 19:30-20:30', 'NIGHT Mon 60/0'],
    ['a later age', { adultAge: 27 }, 'Mon 22:00-22:30', 'NIGHT_MINOR Mon 30/0'],
  ])('a rule is data: %s', (_name, changes, own, violations) => {
    const rule = { ...RULE, ...changes, version: 'stricter.1' };
    const found = assess({ week: '2026-03-02', zone: '', birth: '2000-01-01', own, elsewhere: '' }, rule);
    expect([named(found), found.ruleVersion]).toEqual([violations, 'stricter.1']);
  });

  it.each(days)('by the calendar: $name', ({ week, own, violations, unknown }) => {
    const found = assess({ week, zone: '', birth: '2000-01-01', own, elsewhere: '' }, RULE, (date) => holidayCalendar.kindOf(date));
    expect([named(found), found.unknownDates.map(dayOf).join(' '), found.lawful]).toEqual([violations, unknown, violations === '' && unknown === '']);
  });

  it.each([
    ['rest days', { restDaysForbidden: false }, '2026-03-07', ''], ['public holidays', { publicHolidaysForbidden: false }, '2026-10-01', ''],
    ['rest days, but not holidays', { restDaysForbidden: false }, '2026-10-01', 'PUBLIC_HOLIDAY'], ['holidays, but not rest days', { publicHolidaysForbidden: false }, '2026-03-07', 'REST_DAY'],
    ['night', { nightForbidden: false }, null, ''],
  ])('a rule that allows %s finds nothing there', (_name, changes, date, expected) => {
    const week = date === null ? '2026-03-02' : DateTime.fromISO(date).startOf('week').toISODate() ?? '';
    const own = date === null ? 'Mon 21:00-23:00' : `${dayOf(date)} 08:00-12:00`;
    const found = assess({ week, zone: '', birth: '2000-01-01', own, elsewhere: '' }, { ...RULE, ...changes }, (each) => holidayCalendar.kindOf(each));
    expect(found.violations.map(({ rule }) => rule).join()).toBe(expected);
  });

  it('minors never work at night, whatever adults may', () => {
    expect(named(assess({ week: '2026-03-02', zone: '', birth: '2009-01-01', own: 'Mon 21:00-23:00', elsewhere: '' }, { ...RULE, nightForbidden: false }))).toBe('NIGHT_MINOR Mon 60/0');
  });

  it('where neither rest days nor holidays are forbidden, an unknown year leaves nothing open', () => {
    const found = assess({ week: '2027-03-01', zone: '', birth: '2000-01-01', own: 'Mon 08:00-16:00', elsewhere: '' }, { ...RULE, restDaysForbidden: false, publicHolidaysForbidden: false }, (each) => holidayCalendar.kindOf(each));
    expect([found.unknownDates, found.lawful]).toEqual([[], true]);
  });

  it('comes to the same as counting minute by minute', () => {
    const week = DateTime.fromISO('2026-03-23', { zone: 'Europe/Berlin' });
    const span = fc.tuple(fc.integer({ min: 0, max: 7 * 1440 - 61 }), fc.integer({ min: 1, max: 1440 }));
    fc.assert(fc.property(fc.array(span, { maxLength: 6 }), fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns'), (lines, zone) => {
      const spans = lines.map(([from, length]) => ({ startsAt: week.plus({ minutes: from }).toJSDate(), endsAt: week.plus({ minutes: from + length }).toJSDate() }));
      const naive = new Map<string, { minutes: number; nightMinutes: number }>();
      for (const { startsAt, endsAt } of spans) {
        for (let at = startsAt.getTime(); at < endsAt.getTime(); at += 60_000) {
          const local = DateTime.fromMillis(at, { zone });
          const day = naive.get(local.toISODate() ?? '') ?? { minutes: 0, nightMinutes: 0 };
          naive.set(local.toISODate() ?? '', { minutes: day.minutes + 1, nightMinutes: day.nightMinutes + (local.hour >= 22 || local.hour < 6 ? 1 : 0) });
        }
      }
      expect(Object.fromEntries(minutesByDate(spans, zone, RULE).map(({ date, ...rest }) => [date, rest]))).toEqual(Object.fromEntries(naive));
    }), { numRuns: 40, seed: 20261123 });
  });
});
