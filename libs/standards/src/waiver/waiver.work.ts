import type { Scope } from '@quadhelix/database';
import type { WorkItem, WorkKind } from '@quadhelix/readers';
import { Alliance, regionContains } from '@quadhelix/stakeholders';
import { RuleAuthority } from '../pack/rule-version.entity.js';
import { PilotWaiver } from './pilot-waiver.entity.js';

const LIAISON = ['GOVERNMENT_LIAISON'] as const;

/** Organizations here that make rules where a trial would be. Which of them may decide depends on the rule and is asked when they do. */
export async function authoritiesAround(scope: Scope, region: string | null): Promise<string[]> {
  const [alliance] = await scope.find(Alliance, { id: scope.tenantId });
  const place = region ?? (alliance?.regionCode ?? '').padEnd(6, '0');
  const all = await scope.find(RuleAuthority, {});
  return [...new Set(all.filter((authority) => regionContains(authority.region, place)).map(({ organizationId }) => organizationId))].sort();
}

async function after(scope: Scope, subjectId: string | null, limit: number): Promise<string[]> {
  const rows = await scope.sql<{ id: string }>('select id from pilot_waivers where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3', [scope.tenantId, subjectId, limit]);
  return rows.map(({ id }) => id);
}

/** A trial that was asked for waits for the authorities of its region. */
export const waiverApprovalWork: WorkKind = {
  name: 'pilotWaiver.approve', type: 'PilotWaiver', of: [], after,
  touched: () => Promise.resolve([]),
  async items(scope, subjectIds) {
    const asked = await scope.find(PilotWaiver, { id: subjectIds, state: 'ASKED' });
    const items = await Promise.all(asked.map(async (waiver) => (await authoritiesAround(scope, waiver.region)).map((organizationId): WorkItem => ({
      subjectType: 'PilotWaiver', subjectId: waiver.id, waitsFor: { organizationId, roles: LIAISON }, since: waiver.createdAt, dueOn: waiver.startsOn,
      title: { en: `Decide on a trial that loosens ${waiver.rule}`, 'zh-CN': `决定放宽 ${waiver.rule} 的试点申请` },
    }))));
    return items.flat();
  },
};

/** A trial whose review has come waits for its approver; silence ends it. */
export const waiverReviewWork: WorkKind = {
  name: 'pilotWaiver.review', type: 'PilotWaiver', of: [], after,
  touched: () => Promise.resolve([]),
  async items(scope, subjectIds) {
    const approved = await scope.find(PilotWaiver, { id: subjectIds, state: 'APPROVED' });
    return approved.filter(({ reviewOn }) => reviewOn <= scope.today).map((waiver): WorkItem => ({
      subjectType: 'PilotWaiver', subjectId: waiver.id, waitsFor: { organizationId: waiver.approverOrganizationId, roles: LIAISON }, since: waiver.decidedAt ?? waiver.createdAt, dueOn: waiver.expiresOn,
      title: { en: `Review the trial that loosens ${waiver.rule}: extend, adopt or end it`, 'zh-CN': `评审放宽 ${waiver.rule} 的试点:延长、采纳或终止` },
    }));
  },
};
