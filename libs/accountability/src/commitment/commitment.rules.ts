import { platformErrors } from '@quadhelix/access';
import { localDate } from '@quadhelix/database';
import { DateTime } from 'luxon';
import { accountabilityErrors } from '../accountability.errors.js';

export const COMMITMENT_DIRECTIONS = ['INCREASE', 'REDUCE'] as const;
export type CommitmentDirection = (typeof COMMITMENT_DIRECTIONS)[number];

/** An organization and the one it belongs to: what independence is judged by. */
export interface Kin {
  readonly id: string;
  readonly parentId: string | null;
}

/** The instant at which the local day begins that lies so many days after a date (before it where negative). */
export const startOfDay = (date: string, days: number, timeZone: string): Date => DateTime.fromISO(date, { zone: timeZone }).plus({ days }).startOf('day').toJSDate();

/** The first instant that is too late: the end of the due day, that is midnight after it. */
export const lateFrom = (dueOn: string, timeZone: string): Date => startOfDay(dueOn, 1, timeZone);

/** Days from one date to another; negative where the other lies before. */
export const daysAfter = (date: string, other: string): number => DateTime.fromISO(other, { zone: 'utc' }).diff(DateTime.fromISO(date, { zone: 'utc' }), 'days').days;

/** Whole local days after the due day; 0 is on time. One second into the next day is already one. */
export const lateDays = (dueOn: string, at: Date, timeZone: string): number => Math.max(0, daysAfter(dueOn, localDate(at, timeZone)));

/** Has the due day ended at that instant? */
export const isPast = (dueOn: string, at: Date, timeZone: string): boolean => localDate(at, timeZone) > dueOn;

/**
 * How far a value has come from the baseline (0) to the target (10,000), in basis points. Below 0 it went the wrong way,
 * above 10,000 further than promised; both are kept as they are.
 */
export function progressBp(range: { baseline: number; target: number }, value: number): number {
  return Math.round(((value - range.baseline) / (range.target - range.baseline)) * 10_000) + 0;
}

/** A target must lie off the baseline, on the side that the direction says. */
export function checkTarget(direction: CommitmentDirection, baseline: number, target: number): void {
  if (target === baseline) throw accountabilityErrors.TARGET_EQUALS_BASELINE({ field: 'target' });
  if ((direction === 'INCREASE') !== target > baseline) throw accountabilityErrors.TARGET_AGAINST_DIRECTION({ field: 'target', params: { direction } });
}

const LARGEST = 999_999_999_999;

/** A number that the database gives back as it was: at most twelve digits before the point and four after it. */
export function checkMeasured(field: string, value: number): void {
  const kept = Number.isFinite(value) && Math.abs(value) <= LARGEST && Number(value.toFixed(4)) === value;
  if (!kept) throw accountabilityErrors.VALUE_OUT_OF_RANGE({ field });
}

/** Demands a day that a promise can be due on. */
export function checkDay(field: string, day: string): void {
  const { isValid, year } = DateTime.fromISO(day, { zone: 'utc' });
  if (!isValid || year < 2000 || year > 2199) throw platformErrors.INPUT_INVALID({ field, params: { problem: 'a day lies between 2000-01-01 and 2199-12-31' } });
}

/** Demands a text with something in it. */
export function checkText(field: string, text: string, maxLength: number): void {
  const problem = text.trim() === '' ? 'it is empty' : text.length > maxLength ? `it has more than ${String(maxLength)} characters` : null;
  if (problem !== null) throw platformErrors.INPUT_INVALID({ field, params: { problem } });
}

/** Does neither judge over its own: not the same organization, neither parent nor child of the other. */
export const independent = (owner: Kin, verifier: Kin): boolean => owner.id !== verifier.id && owner.parentId !== verifier.id && verifier.parentId !== owner.id;
