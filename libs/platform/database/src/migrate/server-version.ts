import type { ClientBase } from 'pg';

/** Refuses PostgreSQL before 17, the first with `transaction_timeout`, the deadline of every operation. */
export async function refuseOldServer(client: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text",
  );
  const version = rows[0];
  if (version === undefined || Number(version.number) >= 170_000) return;
  throw new Error(
    `This database server is PostgreSQL ${version.text}; PostgreSQL 17 or newer is needed (each operation has a deadline, transaction_timeout, ` +
      'which came with 17). Upgrade it, or unset DATABASE_URL to use the bundled PostgreSQL 18.',
  );
}
