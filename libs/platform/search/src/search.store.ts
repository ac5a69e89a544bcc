import type { Scope } from '@quadhelix/database';
import { fold } from './fold.js';
import { gramsOf } from './grams.js';
import { keysOf } from './reader-keys.js';
import type { SearchEntry, SearchKind } from './search-kind.js';

/** Characters of a title and of everything together by which a thing is found; what stands behind them is not. */
const MAX_TITLE = 200;
const MAX_TEXT = 4000;

/** Puts the entries as they are now in the place of those that these subjects had. Two statements, however many they are. */
export async function replaceEntries(scope: Scope, kind: SearchKind, subjectIds: readonly string[], entries: readonly SearchEntry[]): Promise<void> {
  const asked = new Set(subjectIds);
  const stray = entries.find(({ subjectId }) => !asked.has(subjectId));
  if (stray) throw new Error(`${kind.type} answered an entry that it was not asked for: ${stray.subjectId}`);
  await scope.sql(
    'delete from search_entries where tenant_id = $1 and subject_type = $2 and subject_id = any($3) and not (subject_id = any($4))',
    [scope.tenantId, kind.type, subjectIds, entries.map(({ subjectId }) => subjectId)]);
  if (entries.length > 0) await upsert(scope, entries.map((entry) => rowOf(scope, kind, entry)));
}

/** Removes entries of subjects between two ids that are not among those that exist; null is no bound. */
export async function removeBetween(scope: Scope, kind: SearchKind, after: string | null, until: string | null, existing: readonly string[]): Promise<void> {
  await scope.sql(
    `delete from search_entries where tenant_id = $1 and subject_type = $2 and ($3::uuid is null or subject_id > $3) and ($4::uuid is null or subject_id <= $4) and not (subject_id = any($5))`,
    [scope.tenantId, kind.type, after, until, existing]);
}

function rowOf(scope: Scope, kind: SearchKind, entry: SearchEntry): Record<string, unknown> {
  const title = [...fold(entry.title).text].slice(0, MAX_TITLE).join('');
  // In the text a space stands between two things.
  const all = [...`${title} ${fold(entry.text, { keepSpaces: true }).text}`].slice(0, MAX_TEXT).join('').trim();
  return {
    tenant_id: scope.tenantId, subject_type: kind.type, subject_id: entry.subjectId, title: entry.title, folded_title: title, folded: all,
    title_grams: gramsOf(title), grams: gramsOf(all), readers: keysOf(scope, kind, entry), person_id: entry.personId, created_at: scope.now.toISOString(),
  };
}

async function upsert(scope: Scope, rows: readonly Record<string, unknown>[]): Promise<void> {
  await scope.sql(
    `insert into search_entries as e select * from jsonb_populate_recordset(null::search_entries, $1::jsonb)
     on conflict (tenant_id, subject_type, subject_id) do update set title = excluded.title, folded_title = excluded.folded_title, folded = excluded.folded,
       title_grams = excluded.title_grams, grams = excluded.grams, readers = excluded.readers, person_id = excluded.person_id
     where (e.title, e.folded, e.readers, e.person_id) is distinct from (excluded.title, excluded.folded, excluded.readers, excluded.person_id)`,
    [JSON.stringify(rows)]);
}
