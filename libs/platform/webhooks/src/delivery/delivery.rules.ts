import type { CallOutcome } from '../call/webhook.call.js';

/** Seconds from one attempt to the next (Standard Webhooks 1.0.0): ten attempts over 75 hours. */
export const PAUSES = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
/** Longest wait that a receiver may ask for, in seconds. */
export const LONGEST_WAIT = 86_400;
/** Longest time for which all of an endpoint waits because it asked for it, in seconds. */
const LONGEST_HOLD = 3_600;
/** Part of a pause that is added at random at most, so that what failed together is not tried together. */
const JITTER = 0.1;

/** Failures in a row after which an endpoint is tried by one delivery at a time, and after which it is left alone for a while between two tries. */
const SLOWS_AFTER = 3;
const BREAKS_AFTER = 10;
/** How long it is left alone then, in seconds: more with each failure, up to the last. */
const HOLDS = [15, 30, 60, 120, 300] as const;
/** Nothing but failures for so long (milliseconds) switch an endpoint off. */
export const FAILS_FOR = 5 * 86_400_000;

/** Deliveries on their way to one endpoint at once. */
export const BESIDE = 8;
/** Longest try, in milliseconds: until the connection stands, and in all. */
export const CONNECT_DEADLINE = 5_000;
export const CALL_DEADLINE = 15_000;
/** A claim older than this belongs to a worker that has died. Much longer than a try may take, in milliseconds. */
export const CLAIM_LASTS = 40_000;

/** When a delivery that was tried so often is tried again; null where it is given up. `random`: 0 to 1. */
export function nextAttemptAt(attempts: number, now: Date, random: number, waitSeconds = 0): Date | null {
  const pause = PAUSES[attempts];
  if (pause === undefined) return null;
  return new Date(now.getTime() + Math.round(1000 * Math.max(pause * (1 + JITTER * random), Math.min(waitSeconds, LONGEST_WAIT))));
}

/** How many deliveries may be on their way to an endpoint that failed so often in a row. */
export const widthAfter = (failures: number): number => (failures >= SLOWS_AFTER ? 1 : BESIDE);

/** Until when an endpoint that has now failed so often in a row is left alone; null where it is not. */
export function heldUntil(failures: number, now: Date, waitSeconds = 0): Date | null {
  const hold = failures < BREAKS_AFTER ? 0 : (HOLDS[Math.min(failures - BREAKS_AFTER, HOLDS.length - 1)] ?? 0);
  const seconds = Math.max(hold, Math.min(waitSeconds, LONGEST_HOLD));
  return seconds === 0 ? null : new Date(now.getTime() + seconds * 1000);
}

/** Has an endpoint failed for so long that it is switched off? */
export const isDead = (failures: number, failingSince: Date | null, now: Date): boolean =>
  failures >= BREAKS_AFTER && failingSince !== null && now.getTime() - failingSince.getTime() >= FAILS_FOR;

/** 2xx; a redirect is a failure, since it would lead somewhere that nobody has looked at. */
export const succeeded = ({ status }: Pick<CallOutcome, 'status'>): boolean => status !== null && status >= 200 && status < 300;
