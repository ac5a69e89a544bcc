import type pg from 'pg';
import type { GraphqlClient } from '@quadhelix/testing';
import { statementsWithValuesOf } from '../attacks/raw-request.js';
import { makeUpRow } from '../isolation/made-up-rows.js';

/** Where a list reads, as its own statement says. */
export interface ListPlace {
  readonly table: string;
  readonly order: string;
  readonly type: 'date' | 'timestamptz' | 'text';
  /** What a row needs to be shown: column → value. */
  readonly shown: Readonly<Record<string, string>>;
}

/** Asks a list for one entry and reads in its statement which rows it shows, in which order. */
export async function placeOf(client: GraphqlClient, document: string, variables: Record<string, unknown>, superuser: pg.Client): Promise<ListPlace> {
  const heard = await statementsWithValuesOf(() => client.data(document, { ...variables, first: 1 }));
  const list = heard.find(({ text }) => / order by "\w+" (asc|desc), id (asc|desc) limit \d+$/.test(text));
  const [, table = '', terms = '', order = ''] = /from "?(\w+)"? where (.*) order by "(\w+)"/.exec(list?.text ?? '') ?? [];
  if (!list || table === '') throw new Error(`No statement of a list was heard: ${heard.map(({ text }) => text).join('\n')}`);
  const equal = [...terms.matchAll(/(\w+) = (?:any\()?\$(\d+)\)?/g)].map(([, column = '', at]) => [column, one(list.values[Number(at) - 1])]);
  const present = [...terms.matchAll(/(\w+) is not null/g)].map(([, column = '']) => [column, 'x']);
  const { rows } = await superuser.query<{ type: string }>(`select format_type(a.atttypid, null) as type from pg_attribute a where a.attrelid = $1::regclass and a.attname = $2`, [table, order]);
  const type = rows[0]?.type === 'date' ? 'date' : rows[0]?.type.startsWith('timestamp') ? 'timestamptz' : 'text';
  return { table, order, type, shown: Object.fromEntries([...present, ...equal]) as Record<string, string> };
}

const one = (value: unknown): string => String(Array.isArray(value) ? value[0] : value);

/** A value of the order's column; few of them, so that many rows share one. */
export function orderValue(type: ListPlace['type'], step: number): string {
  const day = `2026-0${String(1 + (step % 7))}-1${String(step % 10)}`;
  return type === 'date' ? day : type === 'timestamptz' ? `${day}T01:00:00.00${String(step % 10)}Z` : `n${String(step % 7)}`;
}

/** Adds a row that the list shows, at a place in its order. */
export function addRow(superuser: pg.Client, place: ListPlace, tenantId: string, id: string, step: number): Promise<void> {
  return makeUpRow(superuser, place.table, { tenantId, id }, { ...place.shown, ...('tenant_id' in place.shown ? { tenant_id: tenantId } : {}), [place.order]: orderValue(place.type, step) });
}
