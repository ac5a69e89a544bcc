import type { Logger } from '@quadhelix/service';
import type { Pool } from 'pg';

const BATCH = 1_000;
const EVERY_MILLISECONDS = 10 * 60_000;

/** Removes expired records in small batches. Answers how many. */
export async function purgeExpired(pool: Pool): Promise<number> {
  let total = 0;
  for (let gone = BATCH; gone === BATCH; total += gone) {
    const { rows } = await pool.query<{ gone: number }>('select identity.purge_expired($1) as gone', [BATCH]);
    gone = rows[0]?.gone ?? 0;
  }
  return total;
}

/** Purges every ten minutes; several processes share the work without waiting for each other. Call the answer to stop. */
export function startPurging(pool: Pool, logger: Logger): () => void {
  const timer = setInterval(() => {
    purgeExpired(pool).catch((err: unknown) => logger.error({ err }, 'purge failed'));
  }, EVERY_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}
