import type { SearchKind } from '@quadhelix/search';
import { Organization } from '../organization/organization.entity.js';
import { codesOf } from '../organization/organization.search.js';
import { membershipAccess } from '../stakeholders.access.js';
import { idsAfter } from '../subject-pages.js';
import { Membership } from './membership.entity.js';

/** A membership is found by its organization. */
export const membershipSearch: SearchKind = {
  type: 'Membership',
  read: membershipAccess.read,
  of: ['Organization'],
  async touched(scope, changed) {
    const memberships = await scope.find(Membership, { organizationId: changed['Organization'] ?? [] });
    return memberships.map(({ id }) => id);
  },
  async entries(scope, subjectIds) {
    const memberships = await scope.find(Membership, { id: subjectIds });
    const organizations = await scope.find(Organization, { id: memberships.map(({ organizationId }) => organizationId) });
    const byId = new Map(organizations.map((each) => [each.id, each]));
    return memberships.flatMap((membership) => {
      const organization = byId.get(membership.organizationId);
      return organization ? [{ subjectId: membership.id, title: organization.legalName, text: codesOf(organization), parties: membership.parties(), personId: null }] : [];
    });
  },
  after: (scope, subjectId, limit) => idsAfter(scope, 'memberships', 'id', subjectId, limit),
};
