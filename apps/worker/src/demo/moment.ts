import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { systemClock, type Clock } from '@quadhelix/service';

interface Moment {
  readonly at: Date;
  readonly key: string | null;
  ids: number;
}

const moments = new AsyncLocalStorage<Moment>();

/**
 * Runs work at another time: its clock stands still there, and its ids follow from the key, so that the same work makes the same rows. The work of a key is
 * one transaction: done twice in parts, it would make ids twice. Without a key ids are random.
 */
export const atMoment = <T>(at: Date, key: string | null, work: () => Promise<T>): Promise<T> => moments.run({ at, key, ids: 0 }, work);

/** The moment of the work that asks; the machine's time outside of it. */
export const momentClock: Clock = { now: () => new Date(moments.getStore()?.at ?? systemClock.now()) };

/** Ids of a moment count on from its key; outside of it they are random. */
export function momentId(): string {
  const moment = moments.getStore();
  if (moment === undefined) return uuidv7();
  moment.ids += 1;
  if (moment.key === null) return uuidv7({ msecs: moment.at.getTime(), seq: moment.ids });
  return uuidv7({ msecs: moment.at.getTime(), seq: moment.ids, random: createHash('sha256').update(`${moment.key} ${String(moment.ids)}`).digest() });
}
