import type { Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Organization } from '../organization/organization.entity.js';
import type { ActingOrganization } from './viewer.type.js';

const ACTING = Symbol('organizations the caller may act for');

interface Place {
  tenantId: string;
  roles: Role[];
}

/** Organizations the caller may act for in an alliance, by name; batched over all alliances of the operation. */
export function actingOrganizations(scope: Scope, allianceId: string): Promise<ActingOrganization[]> {
  return scope.loader<string, ActingOrganization[]>(ACTING, async (ids) => {
    const rows = await scope.sql<Organization & Place & Record<string, unknown>>(
      `select tenant_id as "tenantId", roles, (organization).id, (organization).sector, (organization).legal_name as "legalName", (organization).uscc, (organization).ministry_code as "ministryCode",
         (organization).region_code as "regionCode", (organization).staff_count as "staffCount", (organization).staff_count_on as "staffCountOn", (organization).claimed_at as "claimedAt", (organization).version
       from acting_organizations($1, $2)`, [ids, scope.now]);
    const places = rows.map(({ tenantId, roles, ...columns }) => ({ tenantId, acting: { roles, organization: Object.assign(new Organization(), columns) } }));
    return ids.map((id) => places.filter((each) => each.tenantId === id).map((each) => each.acting));
  }).load(allianceId);
}
