import { DateTime } from 'luxon';

/** Within which an answer is due: "in time", says article 50; GB/T 35273-2020 8.7 says thirty days at most. Fifteen working days keep that. */
export const DEFAULT_WORKING_DAYS = 15;

/**
 * The local date so many working days after another one. Monday to Friday count: a public holiday in between makes the answer due earlier than it had
 * to be; a weekend that is worked instead of a holiday makes no difference within those thirty days.
 */
export function workingDaysAfter(date: string, days: number): string {
  let day = DateTime.fromISO(date, { zone: 'utc' });
  for (let left = days; left > 0;) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5) left -= 1;
  }
  return day.toISODate() ?? date;
}
