import pg from 'pg';
import { migrate } from '@quadhelix/database';
import { eventQueue, installJobs } from '@quadhelix/outbox';
import { slices } from '@quadhelix/slices';

/** Work in one transaction as the owner of the tables. */
async function asOwner(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role quadhelix_owner');
    await work(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Makes the monthly partitions of the tables that only grow, two years ahead, and ends months that are past their retention. */
async function ensurePartitions(client: pg.Client): Promise<void> {
  await client.query(`select ensure_month_partitions((now() - interval '12 months')::date, (now() + interval '24 months')::date)`);
  await client.query('select purge_months(now()::date)');
}

/** Brings in the data that comes with the product. */
async function install(client: pg.Client): Promise<void> {
  const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => (await client.query<Record<string, unknown>>(text, [...values])).rows;
  for (const run of slices.flatMap((slice) => slice.installs)) await run(sql, new Date());
}

/** Brings the database up to this release, as the migrator: run before the apps start; a second run changes nothing. */
async function prepare(): Promise<void> {
  const url = process.env['MIGRATOR_DATABASE_URL'];
  if (url === undefined || url === '') throw new Error('MIGRATOR_DATABASE_URL is not set: the address of the database for quadhelix_migrator.');
  await migrate(url, { onProgress: (line) => { console.log(line); } });
  await asOwner(url, ensurePartitions);
  await asOwner(url, install);
  await installJobs(url, [eventQueue, ...slices.flatMap((slice) => slice.jobs.map(({ queue }) => queue))]);
}

prepare().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
