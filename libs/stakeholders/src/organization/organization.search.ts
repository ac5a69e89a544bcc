import type { SearchKind } from '@quadhelix/search';
import { Membership } from '../membership/membership.entity.js';
import { organizationAccess } from '../stakeholders.access.js';
import { idsAfter } from '../subject-pages.js';
import { Organization } from './organization.entity.js';

/** What an organization is found by beside its name. */
export const codesOf = ({ uscc, ministryCode, regionCode }: Organization): string => [uscc, ministryCode, regionCode].filter((code) => code !== null).join(' ');

/** Organizations that belong to the alliance, or did. */
export const organizationSearch: SearchKind = {
  type: 'Organization',
  read: organizationAccess.read,
  of: ['Membership'],
  async touched(scope, changed) {
    const memberships = await scope.find(Membership, { id: changed['Membership'] ?? [] });
    return memberships.map(({ organizationId }) => organizationId);
  },
  async entries(scope, subjectIds) {
    const memberships = await scope.find(Membership, { organizationId: subjectIds });
    const organizations = await scope.find(Organization, { id: memberships.map(({ organizationId }) => organizationId) });
    return organizations.map((organization) => ({ subjectId: organization.id, title: organization.legalName, text: codesOf(organization), parties: { self: organization.id }, personId: null }));
  },
  after: (scope, subjectId, limit) => idsAfter(scope, 'memberships', 'organization_id', subjectId, limit),
};
