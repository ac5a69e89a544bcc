/** Minutes between attempts; after the last one it is given up. */
const PAUSES = [1, 5, 15, 60, 180, 360, 720, 1440] as const;

/** When to try again after so many attempts; null where it is given up. A provider's own wait counts where it is longer. */
export function nextAttemptAt(attempts: number, now: Date, waitSeconds = 0): Date | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + Math.max(pause * 60, waitSeconds) * 1000);
}

/** Longest attempt, in milliseconds. */
export const SEND_DEADLINE = 60_000;
/** A claim older than this belongs to a worker that has died, in milliseconds. Much longer than an attempt may take. */
export const CLAIM_LASTS = 300_000;

/** May an attempt that was claimed then still begin? Not where its claim could be taken for lost before it ends. */
export const mayBegin = (claimedAt: Date, now: Date): boolean => now.getTime() - claimedAt.getTime() < CLAIM_LASTS - 2 * SEND_DEADLINE;
