import type { Scope } from '@quadhelix/database';
import { File } from '@quadhelix/files';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { Evidence } from './evidence.entity.js';

/** How many pieces a commitment shows by itself; all of them are a list of their own. */
export const SHOWN = 20;

/** Organizations and people that handed something in for a commitment, or uploaded a file that was. */
export async function uploadersOf(scope: Scope, commitmentId: string): Promise<string[]> {
  const pieces = await scope.sql<{ organization_id: string; person_id: string | null; file_id: string | null }>(
    'select distinct organization_id, person_id, file_id from evidence where tenant_id = $1 and commitment_id = $2', [scope.tenantId, commitmentId],
  );
  const fileIds = pieces.flatMap(({ file_id }) => file_id ?? []);
  const files = fileIds.length === 0 ? [] : await scope.find(File, { id: fileIds });
  const ids = [...pieces.flatMap((piece) => [piece.organization_id, piece.person_id]), ...files.map(({ personId }) => personId)];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** All evidence of a commitment, oldest first. */
export function listEvidence(scope: Scope, commitmentId: string, args: PageArgs): Promise<Connection<Evidence>> {
  return paginate(scope, {
    entity: Evidence, name: 'evidence', terms: ['tenant_id = $1', 'commitment_id = $2'], values: [scope.tenantId, commitmentId],
    order: { column: 'submitted_at', property: 'submittedAt', type: 'timestamptz' },
  }, args);
}

/** The newest pieces of each commitment asked for, in one statement. */
export function newestEvidence(scope: Scope, commitmentId: string, count: number): Promise<Evidence[]> {
  return scope.loader<string, Evidence[]>(`evidence ${String(count)}`, async (commitmentIds) => {
    const rows = await scope.select(Evidence, `where tenant_id = $1 and id in (
      select newest.id from unnest($2::uuid[]) as wanted (id) cross join lateral (
        select e.id from evidence e where e.tenant_id = $1 and e.commitment_id = wanted.id order by e.submitted_at desc, e.id desc limit ${String(count)}) newest)
      order by submitted_at desc, id desc`, [scope.tenantId, commitmentIds]);
    return commitmentIds.map((each) => rows.filter((row) => row.commitmentId === each));
  }).load(commitmentId);
}

/** How many other commitments of the alliance show the same file: a warning for the verifier. */
export function alsoUsedBy(scope: Scope, evidence: Evidence): Promise<number> {
  if (evidence.sha256 === null) return Promise.resolve(0);
  return scope.loader<string, number>('evidence.commitmentsBySha256', async (hashes) => {
    const rows = await scope.sql<{ sha256: string; commitments: number }>(
      'select sha256, count(distinct commitment_id) as commitments from evidence where tenant_id = $1 and sha256 = any($2) group by sha256', [scope.tenantId, hashes],
    );
    const bySha256 = new Map(rows.map((row) => [row.sha256, row.commitments]));
    return hashes.map((each) => (bySha256.get(each) ?? 1) - 1);
  }).load(evidence.sha256);
}
