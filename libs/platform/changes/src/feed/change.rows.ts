import type { ChangeOperation, FormerParties, Scope } from '@quadhelix/database';

/** How far the feed of an alliance goes. */
export interface FeedHead {
  readonly position: number;
  readonly at: number;
  /** Entries since this instant are kept for certain. */
  readonly keptSince: number;
  readonly keptDays: number;
}

/** An entry as it was written. */
export interface ChangeRow {
  position: number;
  at: Date;
  type: string;
  subject_id: string;
  operation: ChangeOperation;
  former: FormerParties | null;
}

/** One statement. Whatever a later statement of the same transaction reads up to this position is complete. */
export async function readHead(scope: Scope): Promise<FeedHead> {
  const [row] = await scope.sql<{ position: number; at: Date; kept_since: Date; kept_days: number }>(
    `select coalesce(h.position, 0) as position, coalesce(h.at, $2::timestamptz) as at, $2::timestamptz - r.keep as kept_since, extract(day from r.keep)::integer as kept_days
     from retentions r left join change_heads h on h.tenant_id = $1 where r.table_name = 'change_entries'`, [scope.tenantId, scope.now]);
  if (!row) throw new Error('The change feed has no retention');
  return { position: row.position, at: row.at.getTime(), keptSince: row.kept_since.getTime(), keptDays: row.kept_days };
}

/** Entries of some types after a place, in order. The instants let PostgreSQL leave out the other months. */
export function readRows(scope: Scope, after: { position: number; at: number }, head: FeedHead, types: readonly string[], limit: number): Promise<ChangeRow[]> {
  return scope.sql<ChangeRow & Record<string, unknown>>(
    `select position, at, type, subject_id, operation, former from change_entries
     where tenant_id = $1 and position > $2 and position <= $3 and at >= $4 and at <= $5 and type = any($6) order by position limit $7`,
    [scope.tenantId, after.position, head.position, new Date(after.at), new Date(head.at), types, limit]);
}
