import type { Scope } from '@quadhelix/database';
import type { Connection, PageArgs } from './connection.js';
import { openCursor, sealCursor } from './cursor.js';
import { MOST_COUNTED, pageSize } from './paginate.js';

/** A list that was computed whole, such as cells of a table. */
export interface RowsSpec<T> {
  /** Name of the list; a cursor of one list is refused by another. */
  readonly name: string;
  /** What it was asked for: a cursor belongs to it. */
  readonly asked: readonly unknown[];
  /** Tells its rows apart and gives their order. */
  readonly key: (row: T) => string;
}

/** A page of rows that are all in memory, in the order of their keys. */
export function pageOfRows<T>(scope: Scope, spec: RowsSpec<T>, rows: readonly T[], args: PageArgs): Connection<T> {
  const size = pageSize(args);
  const { tenantId, organizationId } = scope.actor;
  const bound = JSON.stringify([spec.name, spec.asked, tenantId, organizationId]);
  const position = (field: 'after' | 'before'): string | null => {
    const cursor = args[field];
    return cursor == null ? null : openCursor<[string]>(scope, bound, cursor, field)[0];
  };
  const [after, before] = [position('after'), position('before')];
  const keyed = rows.map((row) => ({ row, key: spec.key(row) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const within = keyed.filter(({ key }) => (after === null || key > after) && (before === null || key < before));
  const page = args.last == null ? within.slice(0, size) : within.slice(-size);
  const edges = page.map(({ row, key }) => ({ node: row, cursor: sealCursor(scope, bound, [key]) }));
  const more = within.length > page.length;
  return {
    edges, nodes: page.map(({ row }) => row),
    totalCount: Promise.resolve({ value: Math.min(rows.length, MOST_COUNTED), capped: rows.length > MOST_COUNTED }),
    pageInfo: {
      hasNextPage: args.last == null ? more : before !== null, hasPreviousPage: args.last == null ? after !== null : more,
      startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
