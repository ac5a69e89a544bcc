import type { BucketSize } from '@quadhelix/database';

/** What one process of the api takes on at most, and what one client gets. */
export interface ServerLimits {
  /** Points of a client in an alliance. The largest operation (LIMITS.cost) fits twice. */
  readonly bucket: BucketSize;
  /** Requests a minute, by token or else by address, that no points were taken for: without a valid token, refused, about the schema only. */
  readonly unpaidPerMinute: number;
  /** Operations with a transaction at the same time; the rest wait. Not more than the database's pool has connections. */
  readonly running: number;
  /** Operations that wait for one of those, and for how long in milliseconds. */
  readonly waiting: number;
  readonly patience: number;
  /** Cost of all operations that run or wait together. */
  readonly load: number;
  /** Milliseconds in which the body of a request must have arrived. */
  readonly bodyTime: number;
}

export const SERVER_LIMITS: ServerLimits = {
  bucket: { maximum: 20_000, perSecond: 500 }, unpaidPerMinute: 600, running: 10, waiting: 200, patience: 3_000, load: 200_000, bodyTime: 60_000,
};
