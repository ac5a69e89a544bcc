import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { fileErrors } from '../file.errors.js';

/** How slow a client may be. */
export interface Pace {
  /** Milliseconds without any byte. */
  readonly stall: number;
  /** Milliseconds for the whole, besides its size. */
  readonly grace: number;
  /** Least bytes a second over the whole. */
  readonly bytesPerSecond: number;
}

export const PACE: Pace = { stall: 20_000, grace: 60_000, bytesPerSecond: 64 * 1024 };

/** Counts and hashes what passes; throws at the first byte too many. */
export async function* measured(source: AsyncIterable<Buffer>, expected: { byteSize: number; sha256: string }, moved: () => void = () => undefined): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of source) {
    moved();
    size += piece.length;
    if (size > expected.byteSize) throw fileErrors.FILE_SIZE_DIFFERS();
    hash.update(piece);
    yield piece;
  }
  if (size !== expected.byteSize) throw fileErrors.FILE_SIZE_DIFFERS();
  if (hash.digest('hex') !== expected.sha256) throw fileErrors.FILE_HASH_DIFFERS();
}

/**
 * Writes a body to a new file on the disk, which is there whole only when this has returned. Throws FILE_SIZE_DIFFERS, FILE_HASH_DIFFERS, and
 * FILE_UPLOAD_INTERRUPTED where the client went away or was too slow; what was written so far is for the caller to drop.
 */
export async function receive(body: Readable, path: string, expected: { byteSize: number; sha256: string }, away: AbortSignal, pace: Pace = PACE): Promise<void> {
  const slow = new AbortController();
  const stop = (): void => { slow.abort(); };
  const deadline = setTimeout(stop, pace.grace + (expected.byteSize / pace.bytesPerSecond) * 1000);
  const stalled = setTimeout(stop, pace.stall);
  const signal = AbortSignal.any([away, slow.signal]);
  try {
    await pipeline(body, (source: AsyncIterable<Buffer>) => measured(source, expected, () => stalled.refresh()), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }), { signal });
  } catch (error) {
    if (signal.aborted || (error as NodeJS.ErrnoException).code === 'ECONNRESET' || (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') throw fileErrors.FILE_UPLOAD_INTERRUPTED();
    throw error;
  } finally {
    clearTimeout(deadline);
    clearTimeout(stalled);
  }
}
