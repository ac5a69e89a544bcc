import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Database, type EntityClass } from '@quadhelix/database';
import { NodeKinds } from '@quadhelix/graphql';
import { Jobs, sendRecorded, type Projection } from '@quadhelix/outbox';
import { getFrom, settingsFrom, SliceModule, systemClock, type Clock, type Get, type Logger, type Settings, type Slice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';

export interface ProductOptions {
  databaseUrl: string;
  secret: string;
  logger: Pick<Logger, 'info' | 'error'>;
  clock?: Clock;
  /** Makes row ids; by the clock and at random unless told. */
  newId?: () => string;
  slices?: readonly Slice[];
  /** By the environment of the process unless told. */
  settings?: Settings;
}

/** The slices on a database, without any door: what the worker and the commands stand on. */
export interface Product {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly get: Get;
  readonly clock: Clock;
  readonly slices: readonly Slice[];
  readonly projections: readonly Projection[];
  close(): Promise<void>;
}

/** Opens the product; `working` also supervises the jobs. */
export async function openProduct(options: ProductOptions, working = false): Promise<Product> {
  const clock = options.clock ?? systemClock;
  const slices = options.slices ?? allSlices;
  const settings = options.settings ?? settingsFrom(options.secret, process.env);
  const projections: Projection[] = [];
  const jobs = await Jobs.open(options.databaseUrl, { working, onError: (error) => { options.logger.error({ err: error }, 'jobs'); } });
  const database = await Database.open({
    url: options.databaseUrl, secret: options.secret, now: () => clock.now(), poolSize: 6, ...(options.newId ? { newId: options.newId } : {}),
    entities: slices.flatMap((slice) => slice.entities) as EntityClass[],
    onError: (error) => { options.logger.error({ err: error }, 'security log'); },
    followed: NodeKinds.followedTypes(slices.flatMap(({ nodes }) => nodes)),
    onRecorded: (scope, recorded) => sendRecorded(jobs, projections, scope, recorded),
  });
  const context = await NestFactory.createApplicationContext(
    SliceModule.of({ slices, clock, settings, more: [{ provide: Database, useValue: database }, { provide: Jobs, useValue: jobs }] }), { logger: false },
  );
  const get = getFrom(context);
  projections.push(...slices.flatMap((slice) => slice.projections.flatMap((make) => make(get))));
  return {
    database, jobs, clock, slices, projections, get,
    async close() {
      await jobs.close();
      await context.close();
      await database.close();
    },
  };
}
