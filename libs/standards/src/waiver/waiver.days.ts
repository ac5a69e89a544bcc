import { DateTime } from 'luxon';

/** The instant at which a local date begins. */
export const startOfDay = (date: string, timeZone: string): Date => DateTime.fromISO(date, { zone: timeZone }).startOf('day').toJSDate();

/** The date so many days later (earlier where negative). */
export const addDays = (date: string, days: number): string => DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? '';
