import { DateTime } from 'luxon';

/** The instant at which a local date begins. */
export const startOfDate = (date: string, timeZone: string): Date => DateTime.fromISO(date, { zone: timeZone }).startOf('day').toJSDate();

/** The date so many days later (earlier where negative). */
export const addDays = (date: string, days: number): string => DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? '';

/** Is the date the first day of an ISO week? */
export const isMonday = (date: string): boolean => DateTime.fromISO(date, { zone: 'utc' }).weekday === 1;

/**
 * Is somebody younger than `age` on a local date? He comes of age on his birthday; born on 29 February, on 1 March of common years.
 * An unknown birth date counts as younger: unknown is not compliant.
 */
export function isYoungerThan(age: number, birthDate: string | null, on: string): boolean {
  if (birthDate === null) return true;
  // As text, so that 29 February of a common year lies between 28 February and 1 March.
  const comesOfAge = `${String(Number(birthDate.slice(0, 4)) + age).padStart(4, '0')}${birthDate.slice(4)}`;
  return on < comesOfAge;
}
