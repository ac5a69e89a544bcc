import type { Scope } from '@quadhelix/database';

/** A page of ids of a table of the alliance, in their order: `column` is the id that is asked for. */
export async function idsAfter(scope: Scope, table: 'memberships' | 'participants', column: 'id' | 'organization_id' | 'person_id', after: string | null, limit: number): Promise<string[]> {
  const rows = await scope.sql<{ id: string }>(
    `select distinct ${column} as id from ${table} where tenant_id = $1 and ($2::uuid is null or ${column} > $2) order by 1 limit $3`, [scope.tenantId, after, limit]);
  return rows.map(({ id }) => id);
}
