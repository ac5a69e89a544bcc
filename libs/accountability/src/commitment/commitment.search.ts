import { idsAfter, type Scope } from '@quadhelix/database';
import type { SearchEntry, SearchKind } from '@quadhelix/search';
import { Organization } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import { Commitment } from './commitment.entity.js';

/** Promises are found by number, title, metric, and by the names of who promised and who judges. */
export const commitmentSearch: SearchKind = {
  type: 'Commitment', read: commitmentAccess.read, of: ['Organization'],
  async touched(scope: Scope, changed) {
    const rows = await scope.sql<{ id: string }>(
      'select id from commitments where tenant_id = $1 and (owner_organization_id = any($2) or verifier_organization_id = any($2))', [scope.tenantId, changed.Organization ?? []],
    );
    return [...new Set([...(changed.Commitment ?? []), ...rows.map(({ id }) => id)])];
  },
  async entries(scope: Scope, subjectIds): Promise<readonly SearchEntry[]> {
    const found = await scope.find(Commitment, { id: [...subjectIds] });
    const named = (id: string): Promise<string> => scope.byId(Organization, id).then((organization) => organization?.legalName ?? '');
    return Promise.all(found.map(async (commitment): Promise<SearchEntry> => {
      const [owner, verifier] = await Promise.all([named(commitment.ownerOrganizationId), named(commitment.verifierOrganizationId)]);
      const { id, number, title, metric } = commitment;
      return { subjectId: id, title: `${number} ${title}`, text: [metric, owner, verifier].join(' '), parties: commitment.parties(), personId: null };
    }));
  },
  after: (scope, id, limit) => idsAfter(scope, 'commitments', id, limit),
};
