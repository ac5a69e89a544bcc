import { migrate } from '@quadhelix/database';

/** Brings the database up to this release, as the migrator: run once before the apps start. */
async function prepare(): Promise<void> {
  const url = process.env['MIGRATOR_DATABASE_URL'];
  if (url === undefined || url === '') throw new Error('MIGRATOR_DATABASE_URL is not set: the address of the database for quadhelix_migrator.');
  await migrate(url, { onProgress: (line) => console.log(line) });
}

prepare().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
