import type { Scope } from './scope.js';

/** A page of the ids of all rows of an alliance's table in their order, after one of them (from the first where null). `table` is a name in the code, never input. */
export async function idsAfter(scope: Scope, table: string, id: string | null, limit: number): Promise<readonly string[]> {
  const rows = await scope.sql<{ id: string }>(
    `select id from ${table} where tenant_id = $1 ${id === null ? '' : 'and id > $3'} order by id limit $2`, id === null ? [scope.tenantId, limit] : [scope.tenantId, limit, id],
  );
  return rows.map((row) => row.id);
}
