import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Database, type EntityClass } from '@quadhelix/database';
import { dispatch, eventQueue, Jobs, tick, type DueKind, type EventHandler } from '@quadhelix/outbox';
import { getFrom, Health, SliceModule, systemClock, type Clock, type Get, type Logger, type Slice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';

export interface WorkerOptions {
  databaseUrl: string;
  secret: string;
  logger: Pick<Logger, 'info' | 'error'>;
  clock?: Clock;
  slices?: readonly Slice[];
  /** How often due times are looked at, in milliseconds. */
  tickEvery?: number;
}

export interface Worker {
  readonly database: Database;
  readonly health: Health;
  readonly get: Get;
  readonly jobs: Jobs;
  /** Handles what is due now; answers how many. Runs by itself every `tickEvery`. */
  tick(): Promise<number>;
  close(): Promise<void>;
}

/** Runs what nobody waits for: event handlers, due times, jobs of the slices. Several workers may run beside each other. */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const clock = options.clock ?? systemClock;
  const slices = options.slices ?? allSlices;
  const { logger } = options;
  const jobs = await Jobs.open(options.databaseUrl, { working: true, onError: (error) => { logger.error({ err: error }, 'jobs'); } });
  const database = await Database.open({
    url: options.databaseUrl, secret: options.secret, now: () => clock.now(), poolSize: 6,
    entities: slices.flatMap((slice) => slice.entities) as EntityClass[],
    onEvents: (scope, eventIds) => jobs.send(scope, eventQueue, { tenantId: scope.tenantId, eventIds: [...eventIds] }),
  });
  const context = await NestFactory.createApplicationContext(
    SliceModule.of(slices, clock, [{ provide: Database, useValue: database }, { provide: Jobs, useValue: jobs }]), { logger: false },
  );
  const get = getFrom(context);
  const handlers: EventHandler[] = slices.flatMap((slice) => slice.handlers.map((make) => make(get)));
  const dueKinds: DueKind[] = slices.flatMap((slice) => slice.dueKinds.map((make) => make(get)));
  await jobs.work(eventQueue, ({ tenantId, eventIds }) => dispatch(database, handlers, tenantId, eventIds));
  const health = new Health({ database: () => database.ping() });
  health.ready();

  let ticking: Promise<number> = Promise.resolve(0);
  const runTick = (): Promise<number> => (ticking = ticking.catch(() => 0).then(() => tick(database, dueKinds, clock.now())));
  const timer = setInterval(() => { runTick().catch((err: unknown) => { logger.error({ err }, 'tick failed'); }); }, options.tickEvery ?? 5_000);
  return {
    database, health, get, jobs, tick: runTick,
    async close() {
      clearInterval(timer);
      await jobs.close();
      await ticking.catch(() => 0);
      await context.close();
      await database.close();
    },
  };
}
