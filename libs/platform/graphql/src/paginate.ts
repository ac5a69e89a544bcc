import { platformErrors } from '@quadhelix/access';
import type { EntityClass, Scope } from '@quadhelix/database';
import type { Connection, PageArgs, TotalCount } from './connection.js';
import { openCursor, sealCursor } from './cursor.js';

/** Most entries of a page, and most ids asked for at once. */
export const MAX_PAGE = 100;

/** Entries are counted up to here. */
export const MOST_COUNTED = 10_000;

/** A list that is offered: which rows, in which order. Terms hold `$n` placeholders for `values`, counted from 1. */
export interface ListSpec<T extends object> {
  entity: EntityClass<T>;
  /** Name of the list; a cursor of one list is refused by another. */
  name: string;
  /** SQL terms joined by AND; they must begin with the alliance: use `tenant_id = $1`. */
  terms: readonly string[];
  values: readonly unknown[];
  /** Sort column and property; the id breaks ties. There must be an index over (…, column, id). */
  order: { column: string; property: keyof T & string; type: 'date' | 'timestamptz' | 'text'; descending?: boolean };
}

/** A page by keyset: the statement reads the page and one row more, however deep it is. */
export async function paginate<T extends { id: string }>(scope: Scope, spec: ListSpec<T>, args: PageArgs): Promise<Connection<T>> {
  const size = pageSize(args);
  const backwards = args.last != null;
  const values = [...spec.values];
  const terms = [...spec.terms];
  const { column, type } = spec.order;
  const add = (cursor: string | null | undefined, after: boolean): void => {
    if (cursor == null) return;
    values.push(...openCursor<[string, string]>(scope, binding(scope, spec), cursor, after ? 'after' : 'before'));
    const forward = after !== (spec.order.descending ?? false);
    terms.push(`("${column}", id) ${forward ? '>' : '<'} ($${String(values.length - 1)}::${type}, $${String(values.length)}::uuid)`);
  };
  add(args.after, true);
  add(args.before, false);
  const direction = (spec.order.descending ?? false) !== backwards ? 'desc' : 'asc';
  const rows = await scope.select(spec.entity, `where ${terms.join(' and ')} order by "${column}" ${direction}, id ${direction} limit ${String(size + 1)}`, values);
  const more = rows.length > size;
  const page = rows.slice(0, size);
  if (backwards) page.reverse();
  return toConnection(scope, spec, page, {
    hasNextPage: backwards ? args.before != null : more,
    hasPreviousPage: backwards ? more : args.after != null,
  });
}

/** Entries of the page asked for. Throws PAGE_SIZE_INVALID unless exactly one of first and last is given, from 1 to 100. */
export function pageSize(args: Pick<PageArgs, 'first' | 'last'>): number {
  const both = args.first != null && args.last != null;
  const size = args.first ?? args.last ?? 0;
  if (both || size < 1 || size > MAX_PAGE) throw platformErrors.PAGE_SIZE_INVALID({ field: args.last != null ? 'last' : 'first', params: { max: MAX_PAGE } });
  return size;
}

function toConnection<T extends { id: string }>(scope: Scope, spec: ListSpec<T>, rows: T[], more: { hasNextPage: boolean; hasPreviousPage: boolean }): Connection<T> {
  const edges = rows.map((node) => ({ node, cursor: makeCursor(scope, spec, node) }));
  let counted: Promise<TotalCount> | undefined;
  return { edges, nodes: rows, get totalCount() { return (counted ??= countAll(scope, spec)); }, pageInfo: { ...more, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** One statement; reads at most one entry more than it tells. */
async function countAll<T extends object>(scope: Scope, spec: ListSpec<T>): Promise<TotalCount> {
  const found = await scope.count(spec.entity, `where ${spec.terms.join(' and ')}`, spec.values, MOST_COUNTED + 1);
  return { value: Math.min(found, MOST_COUNTED), capped: found > MOST_COUNTED };
}

/** What a cursor is bound to: the list, its filter, its order, and the alliance. */
const binding = <T extends object>(scope: Scope, spec: ListSpec<T>): string =>
  JSON.stringify([spec.name, spec.terms, spec.values, spec.order.column, spec.order.descending ?? false, scope.actor.tenantId]);

function makeCursor<T extends { id: string }>(scope: Scope, spec: ListSpec<T>, node: T): string {
  const raw = node[spec.order.property] as unknown;
  return sealCursor(scope, binding(scope, spec), [raw instanceof Date ? raw.toISOString() : String(raw), node.id]);
}
