import { Injectable } from '@nestjs/common';
import { platformErrors, type Role, type Sector } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { seatAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { seatChanged } from '../stakeholders.events.js';
import { Membership } from '../membership/membership.entity.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Participant } from '../person/participant.entity.js';
import { lockAdmins } from './seat.queries.js';
import { Seat } from './seat.entity.js';

const SECTOR_OF: Partial<Record<Role, Sector>> = {
  GOVERNMENT_LIAISON: 'GOVERNMENT', GOVERNMENT_AUDITOR: 'GOVERNMENT', INDUSTRY_COORDINATOR: 'INDUSTRY', INDUSTRY_MENTOR: 'INDUSTRY', INDUSTRY_FINANCE: 'INDUSTRY',
  SCHOOL_COORDINATOR: 'SCHOOL', SCHOOL_TEACHER: 'SCHOOL', SCHOOL_PROGRAMME_LEAD: 'SCHOOL', APPRENTICE: 'SCHOOL', SOCIETY_OBSERVER: 'SOCIETY', SOCIETY_ASSESSOR: 'SOCIETY',
};

export interface SeatFacts {
  organizationId: string;
  personId: string;
  role: Role;
  validFrom: string;
  validUntil?: string | null;
}

@Injectable()
export class SeatService {
  constructor(private readonly organizations: OrganizationService) {}

  /** Gives a person a role for a member organization. Throws NOT_A_MEMBER, NOT_A_PARTICIPANT, SEAT_ROLE_NOT_OF_SECTOR, SEAT_TAKEN, PERIOD_INVALID. */
  async assign(scope: Scope, facts: SeatFacts): Promise<Seat> {
    scope.authorize(facts.role === 'ALLIANCE_ADMIN' ? seatAccess.assignAdmin : seatAccess.assign, { parties: () => ({ organization: facts.organizationId }) });
    if (facts.validUntil != null && facts.validUntil < facts.validFrom) throw stakeholderErrors.PERIOD_INVALID({ field: 'validUntil' });
    const [membership] = await scope.find(Membership, { organizationId: facts.organizationId, state: ['INVITED', 'ACTIVE', 'SUSPENDED'] });
    const organization = await scope.byId(Organization, facts.organizationId);
    if (!membership || !organization) throw stakeholderErrors.NOT_A_MEMBER({ field: 'organizationId' });
    if (facts.role === 'API_CLIENT') throw platformErrors.INPUT_INVALID({ field: 'role', params: { problem: 'an app has this role by consent' } });
    const sector = SECTOR_OF[facts.role];
    if (sector !== undefined && sector !== organization.sector) throw stakeholderErrors.SEAT_ROLE_NOT_OF_SECTOR({ field: 'role', params: { role: facts.role, sector: organization.sector } });
    if (facts.role !== 'ALLIANCE_ADMIN') await this.organizations.demandOwnWord(scope, facts.organizationId, seatAccess.assign);
    const [participant] = await scope.find(Participant, { personId: facts.personId, organizationId: facts.organizationId });
    if (!participant) throw stakeholderErrors.NOT_A_PARTICIPANT({ field: 'personId' });
    const seat = Object.assign(new Seat(), {
      ...facts, validUntil: facts.validUntil ?? null, tenantId: scope.tenantId, id: scope.newId(), membershipId: membership.id, createdAt: scope.now, version: 1,
    });
    try {
      await scope.savepoint(() => scope.insert(seat));
    } catch (error) {
      if (breaksConstraint(error, 'seats_tenant_id_membership_id_person_id_role_valid_from_key')) throw stakeholderErrors.SEAT_TAKEN({ field: 'personId' });
      throw error;
    }
    scope.record(seatChanged('assigned', seat));
    return seat;
  }

  /** Ends a seat on a day (its last), never later than it ends already. The last administrator can't be ended. */
  async end(scope: Scope, id: string, lastDay: string): Promise<Seat> {
    const [known] = await scope.find(Seat, { id });
    const admins = known?.role === 'ALLIANCE_ADMIN' ? await lockAdmins(scope) : null;
    const seat = await scope.forUpdate(Seat, id, seatAccess.end);
    if (lastDay < seat.validFrom || (seat.validUntil !== null && lastDay > seat.validUntil)) throw stakeholderErrors.PERIOD_INVALID({ field: 'lastDay' });
    if (admins && !admins.some((each) => each.seatId !== id)) throw stakeholderErrors.LAST_ADMIN({ field: 'id' });
    seat.end(lastDay);
    await scope.save(seat);
    scope.record(seatChanged('ended', seat));
    return seat;
  }
}
