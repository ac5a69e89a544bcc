import { readFileSync } from 'node:fs';
import chineseDays from 'chinese-days';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { datesBetween, HolidayCalendar, holidayCalendar } from './holiday-calendar.js';
import { HOLIDAY_YEARS } from './holiday-years.js';

const read = <T>(name: string): T[] => parse(readFileSync(new URL(name, import.meta.url)), { columns: true });
const days = read<{ date: string; kind: string; why: string }>('calendar.vectors.csv');
const spans = read<{ from: string; days: string; until: string; why: string }>('working-days.vectors.csv');
const years = HOLIDAY_YEARS.map(({ year }) => year);

/** What an independent package, kept by other people, says of a date. */
function elsewhere(date: string): string {
  const { work, name } = chineseDays.getDayDetail(date);
  // An entry of a notice is named with its holiday: `Spring Festival,春节,4`; an ordinary day only with its weekday.
  if (name.includes(',')) return work ? 'MAKE_UP_WORKDAY' : 'PUBLIC_HOLIDAY';
  return work ? 'WORKDAY' : 'REST_DAY';
}

describe('the holiday calendar', () => {
  it.each(days)('$date is $kind: $why', ({ date, kind }) => {
    expect(holidayCalendar.kindOf(date)).toBe(kind);
  });

  it.each(years)('says of each day of %i what an independent package says', (year) => {
    const all = [...datesBetween(`${String(year)}-01-01`, `${String(year)}-12-31`)];
    expect(all.length).toBeGreaterThanOrEqual(365);
    expect(all.map((date) => `${date} ${holidayCalendar.kindOf(date)}`)).toEqual(all.map((date) => `${date} ${elsewhere(date)}`));
  });

  it.each(HOLIDAY_YEARS)('names the notice of $year for each of its days, and only Saturdays and Sundays are made up', ({ notice, holidays, year }) => {
    expect(notice).toMatch(/^国办发明电〔20\d\d〕\d+号$/);
    expect(holidayCalendar.day(`${String(year)}-07-01`).notice).toBe(notice);
    const weekdays = holidays.flatMap(({ madeUpOn }) => madeUpOn).map((date) => new Date(`${date}T00:00:00Z`).getUTCDay());
    expect(weekdays.every((day) => day === 0 || day === 6)).toBe(true);
  });

  it('names the holiday of a day off and of the day worked for it', () => {
    expect(holidayCalendar.day('2026-10-10')).toEqual({ date: '2026-10-10', kind: 'MAKE_UP_WORKDAY', holiday: { en: 'National Day', 'zh-CN': '国庆节' }, notice: '国办发明电〔2025〕7号' });
    expect(holidayCalendar.day('2027-05-01')).toEqual({ date: '2027-05-01', kind: 'UNKNOWN', holiday: null, notice: null });
  });

  it('knows nothing of a year that is taken out', () => {
    const without = new HolidayCalendar(HOLIDAY_YEARS.filter(({ year }) => year !== 2026));
    expect(['2026-01-01', '2026-03-02', '2026-10-10', '2025-12-31', '2027-01-01'].map((date) => without.kindOf(date))).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'WORKDAY', 'UNKNOWN']);
    expect(without.workingDaysBetween('2025-12-29', '2026-01-01')).toBe(3);
    expect(without.workingDaysBetween('2025-12-29', '2026-01-02')).toBeNull();
  });
});

describe('working days', () => {
  it.each(spans)('$days after $from: $until ($why)', ({ from, days: count, until }) => {
    expect(holidayCalendar.addWorkingDays(from, Number(count))).toBe(until || null);
  });

  it('the next one is the first after the date', () => {
    expect(holidayCalendar.nextWorkingDay('2026-09-30')).toBe('2026-10-08');
    expect(holidayCalendar.nextWorkingDay('2026-12-31')).toBeNull();
  });

  it('between two dates count without the second', () => {
    expect(holidayCalendar.workingDaysBetween('2026-09-28', '2026-10-12')).toBe(3 + 2 + 1);
    expect(holidayCalendar.workingDaysBetween('2026-09-28', '2026-09-28')).toBe(0);
    expect(holidayCalendar.workingDaysBetween('2026-12-28', '2027-01-01')).toBe(4);
    expect(holidayCalendar.workingDaysBetween('2026-12-28', '2027-01-02')).toBeNull();
  });

  it('are counted only as whole numbers that are not negative', () => {
    expect(() => holidayCalendar.addWorkingDays('2026-03-02', -1)).toThrow(RangeError);
    expect(() => holidayCalendar.addWorkingDays('2026-03-02', 1.5)).toThrow(RangeError);
  });

  it('so many added lie just so far apart', () => {
    const known = [...datesBetween('2021-01-01', '2026-12-31')];
    fc.assert(fc.property(fc.constantFrom(...known), fc.integer({ min: 0, max: 60 }), (from, count) => {
      const until = holidayCalendar.addWorkingDays(from, count);
      if (until === null) return expect(from > '2026-09-01').toBe(true);
      const [next] = [...datesBetween(from, until)].slice(1);
      expect(holidayCalendar.workingDaysBetween(next ?? until, until) ?? -1).toBe(Math.max(0, count - 1));
    }), { numRuns: 200, seed: 20261124 });
  });
});
