import type { Scope } from '@quadhelix/database';
import type { ImportProblem } from '../problem.js';
import type { ImportCounts } from '../tally.js';
import { importAccess } from './import.access.js';
import { Import, type ImportState } from './import.entity.js';

/** Somebody else works on this import at this moment; the job comes again. */
export class ImportBusy extends Error {}

/** A later beginning has taken this import over, or it is finished: nothing more is to be written. */
export class ImportSuperseded extends Error {}

/** How an import ended. */
export interface ImportEnd extends Partial<ImportCounts> {
  readonly state: Exclude<ImportState, 'QUEUED' | 'RUNNING'>;
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
}

// One transaction at a time writes for an import. A lock of the transaction, so that a killed worker frees it.
const LOCK = 'pg_try_advisory_xact_lock(hashtextextended($2::uuid::text, 8))';

/** Begins the import once more; null where there is nothing left to do. Throws ImportBusy. */
export async function claim(scope: Scope, id: string): Promise<{ order: Import; bytes: Buffer; timeZone: string } | null> {
  const [locked] = await scope.sql<{ free: boolean }>(`select ${LOCK} as free from alliances where id = $1`, [scope.tenantId, id]);
  if (!locked?.free) throw new ImportBusy();
  const begun = await scope.sql(
    `update imports set state = 'RUNNING', attempts = attempts + 1, started_at = coalesce(started_at, $3), version = version + 1
     where tenant_id = $1 and id = $2 and state in ('QUEUED', 'RUNNING') returning id`, [scope.tenantId, id, scope.now]);
  const [order] = begun.length > 0 ? await scope.find(Import, { id }) : [];
  if (!order) return null;
  const [file] = await scope.sql<{ bytes: Buffer; time_zone: string }>(
    'select f.bytes, a.time_zone from import_files f join alliances a on a.id = f.tenant_id where f.tenant_id = $1 and f.id = $2', [scope.tenantId, id]);
  return file ? { order, bytes: file.bytes, timeZone: file.time_zone } : null;
}

/** Makes the transaction the only one that writes for this beginning of the import. Throws ImportBusy, ImportSuperseded. */
export async function hold(scope: Scope, { id, attempts }: Import): Promise<void> {
  const [mine] = await scope.sql<{ free: boolean }>(
    `select ${LOCK} as free from imports where tenant_id = $1 and id = $2 and state = 'RUNNING' and attempts = $3`, [scope.tenantId, id, attempts]);
  if (!mine) throw new ImportSuperseded();
  if (!mine.free) throw new ImportBusy();
}

/** Says how far it is. */
export async function tellProgress(scope: Scope, { id, attempts }: Import, counts: ImportCounts): Promise<void> {
  const { total, done, added, updated, unchanged, failed } = counts;
  await scope.sql(
    `update imports set total = $4, done = $5, added = $6, updated = $7, unchanged = $8, failed = $9
     where tenant_id = $1 and id = $2 and attempts = $3 and state = 'RUNNING'`,
    [scope.tenantId, id, attempts, total, done, added, updated, unchanged, failed]);
}

/** Ends it and removes its file. Throws ImportSuperseded where somebody else has. */
export async function finish(scope: Scope, order: Import, end: ImportEnd): Promise<void> {
  const { id, attempts } = order;
  scope.authorize(importAccess.start, order);
  const ended = await scope.sql(
    `update imports set state = $4, problems = $5, problem_count = $6, total = coalesce($7, total), done = coalesce($8, done), added = coalesce($9, added),
       updated = coalesce($10, updated), unchanged = coalesce($11, unchanged), failed = coalesce($12, failed), finished_at = $13, version = version + 1
     where tenant_id = $1 and id = $2 and attempts = $3 and state = 'RUNNING' returning id`,
    [scope.tenantId, id, attempts, end.state, JSON.stringify(end.problems), end.problemCount, end.total, end.done, end.added, end.updated, end.unchanged, end.failed, scope.now]);
  if (ended.length === 0) throw new ImportSuperseded();
  await scope.sql('delete from import_files where tenant_id = $1 and id = $2', [scope.tenantId, id]);
  scope.audit({ subjectType: 'Import', subjectId: id, changes: { state: ['RUNNING', end.state], problemCount: [0, end.problemCount] } });
  scope.record({ type: 'import.finished', subjectType: 'Import', subjectId: id, payload: { kind: order.kind, state: end.state, personId: order.personId } });
}
