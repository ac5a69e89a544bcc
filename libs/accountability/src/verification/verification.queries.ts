import type { Scope } from '@quadhelix/database';
import { Verification } from './verification.entity.js';

const SHOWN = 20;
const LATEST = Symbol('latest verifications');

/** The newest verdicts on each commitment asked for, in one statement. */
export function verificationsOf(scope: Scope, commitmentId: string): Promise<Verification[]> {
  return scope.loader<string, Verification[]>(LATEST, async (commitmentIds) => {
    const rows = await scope.select(Verification, `where tenant_id = $1 and id in (
      select newest.id from unnest($2::uuid[]) as wanted (id) cross join lateral (
        select v.id from verifications v where v.tenant_id = $1 and v.commitment_id = wanted.id order by v.verified_at desc, v.id desc limit ${String(SHOWN)}) newest)
      order by verified_at desc, id desc`, [scope.tenantId, commitmentIds]);
    return commitmentIds.map((each) => rows.filter((row) => row.commitmentId === each));
  }).load(commitmentId);
}
