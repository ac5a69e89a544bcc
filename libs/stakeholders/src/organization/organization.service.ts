import { Injectable } from '@nestjs/common';
import { platformErrors, type Action, type Sector } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { organizationAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { Organization } from './organization.entity.js';

/** What is known of an organization when somebody registers it. Codes are checked by the caller. */
export interface OrganizationFacts {
  sector: Sector;
  legalName: string;
  uscc?: string | null;
  ministryCode?: string | null;
  regionCode: string;
  parentId?: string | null;
  staffCount?: number | null;
  /** Day on which the staff was counted. */
  staffCountOn?: string | null;
  directory?: string | null;
}

@Injectable()
export class OrganizationService {
  /** Answers the id of the organization with these codes, whether or not it was known. The caller authorizes what it is registered for. */
  async register(scope: Scope, facts: OrganizationFacts): Promise<string> {
    const id = scope.newRandomId();
    const [row] = await scope.sql<{ id: string }>('select register_organization($1) as id', [JSON.stringify({ ...facts, id, createdAt: scope.now })]);
    if (!row) throw platformErrors.INTERNAL();
    // The audit trail belongs to an alliance; a directory that an operator brings belongs to none.
    if (row.id === id && scope.actor.tenantId !== null) scope.auditInsert(Object.assign(new Organization(), { ...facts, id }));
    return row.id;
  }

  /**
   * An alliance may name the first people of an organization that nobody speaks for yet; from then on the organization names them itself.
   * Throws NAMES_ITS_OWN_PEOPLE where the actor acts for another one.
   */
  async demandOwnWord(scope: Scope, organizationId: string, action: Action): Promise<void> {
    if (scope.actor.kind === 'SYSTEM' || scope.actor.organizationId === organizationId) return;
    const [row] = await scope.sql<{ own: boolean }>('select names_its_own_people($1, $2) as own', [organizationId, scope.today]);
    if (row?.own) throw scope.refuse(stakeholderErrors.NAMES_ITS_OWN_PEOPLE({ field: 'organizationId' }), action);
  }

  /** Changes facts of the organization the actor acts for; the first change claims the record. */
  async update(scope: Scope, input: { version: number; legalName?: string | null; staffCount?: number | null; staffCountOn?: string | null }): Promise<Organization> {
    const id = scope.actor.organizationId;
    scope.authorize(organizationAccess.update, { parties: () => ({ self: id }) });
    const before = id ? (await scope.find(Organization, { id }))[0] : undefined;
    if (!before) throw platformErrors.NOT_FOUND();
    const { version, ...facts } = input;
    const [row] = await this.stated(scope, JSON.stringify({ ...facts, claimedAt: scope.now }), version);
    if (!row?.version) throw platformErrors.STALE_VERSION({ field: 'version' });
    const [after] = await scope.find(Organization, { id: before.id });
    if (!after) throw platformErrors.NOT_FOUND();
    scope.audit({
      subjectType: 'Organization', subjectId: before.id,
      changes: { legalName: [before.legalName, after.legalName], staffCount: [before.staffCount, after.staffCount], staffCountOn: [before.staffCountOn, after.staffCountOn] },
    });
    scope.record({ type: 'organization.updated', subjectType: 'Organization', subjectId: before.id, payload: {} });
    return after;
  }

  private async stated(scope: Scope, facts: string, version: number): Promise<{ version: number | null }[]> {
    try {
      return await scope.savepoint(() => scope.sql<{ version: number | null }>('select update_own_organization($1, $2) as version', [facts, version]));
    } catch (error) {
      if (breaksConstraint(error, 'organizations_unnumbered')) throw stakeholderErrors.NAME_TAKEN({ field: 'legalName' });
      throw error;
    }
  }
}
