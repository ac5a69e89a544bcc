import { addDays, isMonday, isYoungerThan, startOfDate } from './calendar.js';
import { localDate } from '@quadhelix/database';

describe('the calendar', () => {
  it.each([
    [18, '2010-03-01', '2028-02-29', true],
    [18, '2010-03-01', '2028-03-01', false],
    [18, '2008-02-29', '2026-02-28', true],
    [18, '2008-02-29', '2026-03-01', false],
    [16, '2008-02-29', '2024-02-28', true],
    [16, '2008-02-29', '2024-02-29', false],
    [18, '2008-12-31', '2026-12-30', true],
    [18, '2008-12-31', '2026-12-31', false],
    [18, '2009-01-01', '2026-12-31', true],
    [18, '2009-01-01', '2027-01-01', false],
    [18, null, '2026-03-02', true],
  ])('younger than %i, born %s, on %s: %s', (age, born, on, younger) => {
    expect(isYoungerThan(age, born, on)).toBe(younger);
  });

  it.each([
    ['2026-03-01T15:59:59Z', 'Asia/Shanghai', '2026-03-01'],
    ['2026-03-01T16:00:00Z', 'Asia/Shanghai', '2026-03-02'],
    ['2026-12-31T16:00:00Z', 'Asia/Shanghai', '2027-01-01'],
    ['2026-03-01T16:00:00Z', 'UTC', '2026-03-01'],
  ])('%s is in %s on %s', (instant, zone, date) => {
    expect(localDate(new Date(instant), zone)).toBe(date);
  });

  it.each([
    ['2026-03-02', 'Asia/Shanghai', '2026-03-01T16:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ])('%s begins in %s at %s', (date, zone, instant) => {
    expect(startOfDate(date, zone).toISOString()).toBe(instant);
  });

  it.each([['2026-12-28', 7, '2027-01-04'], ['2028-02-28', 1, '2028-02-29'], ['2026-03-01', -1, '2026-02-28'], ['2026-03-29', 1, '2026-03-30']])('%s and %i days is %s', (date, days, sum) => {
    expect(addDays(date, days)).toBe(sum);
  });

  it.each([['2026-12-28', true], ['2027-01-01', false], ['2027-01-04', true], ['2026-03-01', false]])('%s is a Monday: %s', (date, monday) => {
    expect(isMonday(date)).toBe(monday);
  });
});
