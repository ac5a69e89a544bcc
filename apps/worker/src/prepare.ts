import pg from 'pg';
import { migrate } from '@quadhelix/database';
import { eventQueue, installJobs } from '@quadhelix/outbox';
import { slices } from '@quadhelix/slices';

/** Makes the monthly partitions of the tables that only grow, two years ahead, and ends months that are past their retention. */
async function ensurePartitions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role quadhelix_owner');
    await client.query(`select ensure_month_partitions((now() - interval '12 months')::date, (now() + interval '24 months')::date)`);
    await client.query('select purge_months(now()::date)');
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Brings the database up to this release, as the migrator: run before the apps start; a second run changes nothing. */
async function prepare(): Promise<void> {
  const url = process.env['MIGRATOR_DATABASE_URL'];
  if (url === undefined || url === '') throw new Error('MIGRATOR_DATABASE_URL is not set: the address of the database for quadhelix_migrator.');
  await migrate(url, { onProgress: (line) => { console.log(line); } });
  await ensurePartitions(url);
  await installJobs(url, [eventQueue, ...slices.flatMap((slice) => slice.jobs.map(({ queue }) => queue))]);
}

prepare().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
