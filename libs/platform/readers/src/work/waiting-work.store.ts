import { v5 as uuidv5 } from 'uuid';
import type { Scope } from '@quadhelix/database';
import type { WorkItem, WorkKind } from './work-kind.js';

/** Any UUID, the same for ever: names of waiting work are made ids in it. */
const NAMESPACE = '5f0c1f6e-2f0b-4c53-9d0c-6b1b8f0d7a11';

/** Puts what waits now in the place of what waited because of these subjects, and hands it out. Two statements and one for the people, however much it is. */
export async function replaceWaiting(scope: Scope, kind: WorkKind, causeIds: readonly string[], items: readonly WorkItem[]): Promise<void> {
  const rows = items.map((item) => rowOf(scope, kind, item));
  const asked = new Set(causeIds);
  const stray = rows.find((row) => !asked.has(row.cause_id));
  if (stray) throw new Error(`${kind.name} answered work of a subject that it was not asked for: ${stray.cause_id}`);
  const ids = rows.map(({ id }) => id);
  const gone = await scope.sql<{ id: string }>(
    'delete from waiting_work where tenant_id = $1 and kind = $2 and cause_id = any($3) and not (id = any($4)) returning id', [scope.tenantId, kind.name, causeIds, ids]);
  if (rows.length > 0) await upsert(scope, rows);
  await handOut(scope, [...gone.map(({ id }) => id), ...ids], []);
}

/** Takes back what waits because of subjects between two ids that are not among those that exist; null is no bound. */
export async function removeBetween(scope: Scope, kind: WorkKind, after: string | null, until: string | null, existing: readonly string[]): Promise<void> {
  const gone = await scope.sql<{ id: string }>(
    `delete from waiting_work where tenant_id = $1 and kind = $2 and ($3::uuid is null or cause_id > $3) and ($4::uuid is null or cause_id <= $4) and not (cause_id = any($5)) returning id`,
    [scope.tenantId, kind.name, after, until, existing]);
  if (gone.length > 0) await handOut(scope, gone.map(({ id }) => id), []);
}

/** Takes back all that waits for a person himself in this alliance; answers how much. */
export async function removeOf(scope: Scope, personId: string): Promise<number> {
  const gone = await scope.sql<{ id: string }>('delete from waiting_work where tenant_id = $1 and person_id = $2 returning id', [scope.tenantId, personId]);
  await handOut(scope, gone.map(({ id }) => id), []);
  return gone.length;
}

/** Gives waiting work to the people who it waits for today: the work named, and that of holders of roles for these organizations. */
export async function handOut(scope: Scope, waitingIds: readonly string[], organizationIds: readonly string[]): Promise<void> {
  await scope.sql('select hand_out_work($1, $2, $3)', [waitingIds, organizationIds, scope.today]);
}

interface WaitingRow {
  readonly id: string;
  readonly cause_id: string;
}

function rowOf(scope: Scope, kind: WorkKind, item: WorkItem): WaitingRow & Record<string, unknown> {
  const causeId = item.causeId ?? item.subjectId;
  const person = 'personId' in item.waitsFor ? item.waitsFor.personId : null;
  const organization = 'personId' in item.waitsFor ? null : item.waitsFor.organizationId;
  const roles = 'personId' in item.waitsFor ? [] : [...item.waitsFor.roles].sort();
  return {
    tenant_id: scope.tenantId, kind: kind.name, cause_id: causeId, subject_type: item.subjectType, subject_id: item.subjectId, person_id: person, organization_id: organization, roles,
    id: uuidv5([scope.tenantId, kind.name, causeId, item.subjectType, item.subjectId, person, organization, ...roles].join(' '), NAMESPACE),
    title_en: item.title.en, title_zh: item.title['zh-CN'], since: item.since.toISOString(), due_on: item.dueOn, created_at: scope.now.toISOString(),
  };
}

async function upsert(scope: Scope, rows: readonly WaitingRow[]): Promise<void> {
  await scope.sql(
    `insert into waiting_work as w select * from jsonb_populate_recordset(null::waiting_work, $1::jsonb)
     on conflict (tenant_id, id) do update set title_en = excluded.title_en, title_zh = excluded.title_zh, since = excluded.since, due_on = excluded.due_on
     where (w.title_en, w.title_zh, w.since, w.due_on) is distinct from (excluded.title_en, excluded.title_zh, excluded.since, excluded.due_on)`,
    [JSON.stringify(rows)]);
}
