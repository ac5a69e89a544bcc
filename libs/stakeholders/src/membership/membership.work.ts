import type { WorkKind } from '@quadhelix/readers';
import { Alliance } from '../alliance/alliance.entity.js';
import { SPOKESPEOPLE } from '../stakeholders.access.js';
import { idsAfter } from '../subject-pages.js';
import { Membership } from './membership.entity.js';

/** An invitation waits for those who speak for the organization, here or in an alliance that it joined already. */
export const invitationWork: WorkKind = {
  name: 'membership.accept',
  type: 'Membership',
  of: [],
  touched: () => Promise.resolve([]),
  async items(scope, subjectIds) {
    const [alliance] = await scope.find(Alliance, { id: scope.tenantId });
    const invited = await scope.find(Membership, { id: subjectIds, state: 'INVITED' });
    const name = alliance?.name ?? '';
    return invited.map((membership) => ({
      subjectType: 'Membership', subjectId: membership.id, waitsFor: { organizationId: membership.organizationId, roles: SPOKESPEOPLE },
      title: { en: `Answer the invitation of ${name}`, 'zh-CN': `答复“${name}”的邀请` }, since: membership.allianceConsentedAt ?? membership.createdAt, dueOn: null,
    }));
  },
  after: (scope, subjectId, limit) => idsAfter(scope, 'memberships', 'id', subjectId, limit),
};
