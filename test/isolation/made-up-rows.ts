import type pg from 'pg';

/** Removes checks, foreign keys and exclusions of tables of a copy, so that one made-up row fits each; row-level security stays. */
export async function loosen(client: pg.Client, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement from pg_constraint
     where contype in ('c', 'f', 'x') and conparentid = 0 and coninhcount = 0 and conrelid::regclass::text = any($1)`, [tables]);
  for (const { statement } of rows) await client.query(statement);
}

function value(column: string, type: string, row: { tenantId: string; id: string }): string {
  if (column === 'tenant_id') return row.tenantId;
  if (type === 'uuid') return row.id;
  if (type === 'integer' || type === 'numeric' || type === 'bigint') return '1';
  if (type === 'date') return '2026-03-02';
  if (type === 'timestamp with time zone') return column === 'ends_at' ? '2026-03-02T02:00:00Z' : '2026-03-02T01:00:00Z';
  if (type === 'boolean') return 'false';
  if (type === 'jsonb' || type === 'text[]') return '{}';
  return `x${row.id.slice(-5)}`;
}

/** Adds one row of an alliance to a loosened table, unless a unique key has it already; every column that needs a value and is given none gets a made-up one. */
export async function makeUpRow(client: pg.Client, table: string, row: { tenantId: string; id: string }, given: Readonly<Record<string, string>> = {}): Promise<void> {
  const { rows } = await client.query<{ column: string; type: string }>(
    `select a.attname as column, format_type(a.atttypid, null) as type from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and (a.attnotnull or a.attname = any($2))`, [table, Object.keys(given)]);
  await client.query(
    `insert into ${table} (${rows.map(({ column }) => column).join(', ')}) values (${rows.map((_, index) => `$${String(index + 1)}`).join(', ')}) on conflict do nothing`,
    rows.map(({ column, type }) => given[column] ?? value(column, type, row)));
}
