import pg from 'pg';
import { defineAccess } from '@quadhelix/access';
import type { SearchEntry, SearchKind } from './search-kind.js';
import { readSearchText } from './search-text.js';

const access = defineAccess('stakeholders', 'trialEntry', { read: { ALLIANCE_ADMIN: 'alliance', INDUSTRY_COORDINATOR: 'host' } });

/** A kind whose entries a test writes by itself. */
export const trialKind: SearchKind = {
  type: 'Trial', read: access.read, of: [], touched: () => Promise.resolve([]), entries: () => Promise.resolve([]), after: () => Promise.resolve([]),
};

const cities = ['云河', '川北', '恒驰', '锐芯', '中天', '华兴', '建工', '远大'];
const trades = ['机电', '电池', '装备', '材料', '软件', '物流'];
const ends = ['有限公司', '职业技术学院', '协会', '集团'];

export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Names as organizations bear them, 192 different ones and a number; every thousandth thing has a host that is found through nobody else. */
export function entryOf(number: number): SearchEntry {
  const title = `${cities[number % 8] ?? ''}${trades[Math.floor(number / 8) % 6] ?? ''}${ends[Math.floor(number / 48) % 4] ?? ''}${String(number)}`;
  return { subjectId: idOf(number), title, text: `备注 ${trades[number % 6] ?? ''}`, parties: { host: number % 1000 === 0 ? idOf(1) : idOf(2) }, personId: null };
}

export interface Answer {
  hits: { kind: string; id: string; title: string; place: [number, string, string] }[];
  counts: { kind: string; count: number }[];
  incomplete: boolean;
}

/** Calls the function by hand, in the alliance of the setting; `plan` is what PostgreSQL did inside, where the client may see it. */
export async function findByHand(client: pg.Client, tenantId: string | null, text: string, reach: readonly string[], page = 21): Promise<{ answer: Answer; plan: string; milliseconds: number }> {
  const { whole, terms, grams } = readSearchText(text);
  const notices: string[] = [];
  const listen = (notice: { message?: string | undefined }): void => { notices.push(notice.message ?? ''); };
  client.on('notice', listen);
  await client.query('begin');
  try {
    await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantId ?? '']);
    const began = performance.now();
    const { rows } = await client.query<{ found: Answer }>('select find_entries($1, $2, $3, $4, null, null, false, $5) as found', [whole, terms, grams, reach, page]);
    return { answer: rows[0]?.found ?? { hits: [], counts: [], incomplete: false }, plan: notices.join('\n'), milliseconds: performance.now() - began };
  } finally {
    await client.query('rollback');
    client.off('notice', listen);
  }
}

/** Has PostgreSQL tell the plans of statements inside functions; for a superuser's connection. */
export async function explainInside(client: pg.Client): Promise<void> {
  await client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on;
    set auto_explain.log_timing = off; set client_min_messages = log`);
}
