/** The demo's days: twelve weeks from Monday 31 August 2026; what counts is known as of Sunday 22 November 2026. */
export const FIRST_MONDAY = '2026-08-31';
export const AS_OF = '2026-11-22';
export const WEEK_COUNT = 12;

/** Mid-Autumn Festival and National Day. */
const HOLIDAYS = new Set(['2026-09-25', '2026-09-26', '2026-09-27', '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07']);

/** Sundays and Saturdays worked in exchange for them. */
const MADE_UP = new Set(['2026-09-20', '2026-10-10']);

/** The rule that work on a day breaks: a public holiday, a rest day, or none. */
export function forbiddenDay(day) {
  if (HOLIDAYS.has(day)) return 'PUBLIC_HOLIDAY';
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  return weekend && !MADE_UP.has(day) ? 'REST_DAY' : null;
}

export const plusDays = (day, count) => new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** Monday of week 1 to 12. */
export const mondayOf = (week) => plusDays(FIRST_MONDAY, (week - 1) * 7);

export const WEEKS = Array.from({ length: WEEK_COUNT }, (_, index) => index + 1);

/** Working days of a week: of the first `count` days from Monday those that are no holiday. */
export const workingDays = (week, count) =>
  Array.from({ length: count }, (_, index) => plusDays(mondayOf(week), index)).filter((day) => !HOLIDAYS.has(day));

export const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Years completed on a day. */
export const ageOn = (birthDate, day) => Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);
