import { DateTime } from 'luxon';
import { sandboxErrors } from '../sandbox.errors.js';

/** How far a clock may be moved at once, and how far it may be ahead of the real one in all. */
const AT_ONCE = { years: 2 };
const IN_ALL = { years: 10 };

/** The latest instant to which a clock that shows `clock` at the real instant `at` can be moved. */
export function latestFor(clock: Date, at: Date): Date {
  const plus = (instant: Date, by: { years: number }): number => DateTime.fromJSDate(instant, { zone: 'utc' }).plus(by).toMillis();
  return new Date(Math.min(plus(clock, AT_ONCE), plus(at, IN_ALL)));
}

/** Demands an instant to which the clock can be moved. Throws SANDBOX_CLOCK_BACKWARDS, SANDBOX_CLOCK_TOO_FAR. */
export function checkAdvance(clock: Date, at: Date, to: Date): void {
  if (to <= clock) throw sandboxErrors.SANDBOX_CLOCK_BACKWARDS({ field: 'to', params: { now: clock.toISOString() } });
  const latest = latestFor(clock, at);
  if (to > latest) throw sandboxErrors.SANDBOX_CLOCK_TOO_FAR({ field: 'to', params: { latest: latest.toISOString() } });
}
