import type { Database } from '@quadhelix/database';
import { Background, eventQueue, handleRecorded, runDaily, tick, type Jobs, type Projection } from '@quadhelix/outbox';
import { Health, type Get } from '@quadhelix/service';
import { openProduct, type ProductOptions } from './product.js';

export interface WorkerOptions extends ProductOptions {
  /** How often due times are looked at, in milliseconds. */
  tickEvery?: number;
}

export interface Worker {
  readonly database: Database;
  readonly health: Health;
  readonly get: Get;
  readonly jobs: Jobs;
  readonly projections: readonly Projection[];
  /** Handles what is due now, and once on each day what is daily; answers how many. Runs by itself every `tickEvery`. */
  tick(): Promise<number>;
  close(): Promise<void>;
}

/** Runs what nobody waits for: event handlers, due times, jobs of the slices. Several workers may run beside each other. */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { logger } = options;
  const product = await openProduct(options, true);
  const { database, jobs, get, slices, clock, projections } = product;
  const background = get(Background).parts;
  const daily = slices.flatMap((slice) => slice.daily.map((make) => make(get)));
  await jobs.work(eventQueue, logged(logger, eventQueue.name, (job) => handleRecorded(database, background, job)));
  for (const { queue, handle } of background.jobs) await jobs.work(queue, logged(logger, queue.name, handle(get)));
  const health = new Health({ database: () => database.ping() });
  health.ready();

  const stopping = new AbortController();
  let ticking: Promise<number> = Promise.resolve(0);
  let waiting = 0;
  const runTick = (): Promise<number> => {
    waiting += 1;
    ticking = ticking.catch(() => 0).then(() => tick(database, background.dueKinds, clock.now(), { signal: stopping.signal })).then(async (handled) => handled + (await runDaily(database, daily, clock.now(), stopping.signal))).finally(() => { waiting -= 1; });
    return ticking;
  };
  // A tick that lasts longer than its interval is not followed by all that it outlasted.
  const timer = setInterval(() => { if (waiting === 0) runTick().catch((err: unknown) => { logger.error({ err }, 'tick failed'); }); }, options.tickEvery ?? 5_000);
  return {
    database, health, get, jobs, projections, tick: runTick,
    async close() {
      clearInterval(timer);
      stopping.abort();
      await ticking.catch(() => 0);
      await product.close();
    },
  };
}

/** A job that fails comes again by itself; somebody should know why. */
const logged = <T>(logger: ProductOptions['logger'], queue: string, handle: (data: T, signal: AbortSignal) => Promise<void>) => async (data: T, signal: AbortSignal): Promise<void> => {
  try {
    await handle(data, signal);
  } catch (err) {
    logger.error({ err, queue }, 'job failed');
    throw err;
  }
};
