import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { membershipAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { membershipChanged } from '../stakeholders.events.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationService, type OrganizationFacts } from '../organization/organization.service.js';
import { PersonService } from '../person/person.service.js';
import { Seat } from '../seat/seat.entity.js';
import { lockAdmins } from '../seat/seat.queries.js';
import { Membership, membershipStates } from './membership.entity.js';

type Verb = 'accept' | 'decline' | 'withdraw' | 'suspend' | 'reinstate' | 'expel';

const LEAVING: readonly Verb[] = ['withdraw', 'suspend', 'expel'];

@Injectable()
export class MembershipService {
  constructor(private readonly organizations: OrganizationService, private readonly people: PersonService) {}

  /** The alliance invites an organization, known or not; it becomes a member when it accepts. Throws ALREADY_MEMBER. */
  async invite(scope: Scope, facts: OrganizationFacts | { organizationId: string }): Promise<Membership> {
    scope.authorize(membershipAccess.invite);
    const organizationId = 'organizationId' in facts ? await this.visible(scope, facts.organizationId) : await this.organizations.register(scope, facts);
    const [known] = await scope.find(Membership, { organizationId });
    if (known) return this.inviteAgain(scope, known);
    const made = Object.assign(new Membership(), {
      tenantId: scope.tenantId, id: scope.newId(), organizationId, state: 'INVITED', allianceConsentedAt: scope.now, organizationConsentedAt: null,
      reason: null, createdAt: scope.now, version: 1,
    });
    try {
      await scope.savepoint(() => scope.insert(made));
    } catch (error) {
      if (breaksConstraint(error, 'memberships_tenant_id_organization_id_key')) throw stakeholderErrors.ALREADY_MEMBER({ field: 'organizationId' });
      throw error;
    }
    scope.record(membershipChanged('invited', made));
    return made;
  }

  /** Takes one step of the state table; reasons are needed for steps against the other side. `at`: when the organization consented, where that was earlier. */
  async step(scope: Scope, id: string, verb: Verb, reason: string | null, at: Date = scope.now): Promise<Membership> {
    const admins = LEAVING.includes(verb) ? await lockAdmins(scope) : [];
    const membership = await scope.forUpdate(Membership, id, membershipAccess[verb], reason);
    if (admins.length > 0 && admins.every((each) => each.membershipId === id)) throw stakeholderErrors.LAST_ADMIN({ field: 'id' });
    if (verb === 'accept') membership.accept(at);
    else if (verb === 'reinstate') membership.reinstate();
    else membership.leave(verb, reason ?? '');
    await scope.save(membership);
    if (verb === 'accept') await this.seatAccepting(scope, membership);
    scope.record(membershipChanged(membershipStates.transitions[verb].to.toLowerCase(), membership));
    return membership;
  }

  /** Whoever accepts for an organization by his seat elsewhere has none here yet: he takes the same one, so that the new member has somebody to speak for it. */
  private async seatAccepting(scope: Scope, { id, organizationId }: Membership): Promise<void> {
    const { kind, personId, roles } = scope.actor;
    if (kind !== 'PERSON' || personId === null) return;
    const [seat] = await scope.find(Seat, { membershipId: id, personId });
    if (seat) return;
    await this.people.admit(scope, personId, organizationId);
    const made = { tenantId: scope.tenantId, membershipId: id, organizationId, personId, validFrom: scope.today, validUntil: null, createdAt: scope.now, version: 1 };
    await scope.insert(roles.map((role) => Object.assign(new Seat(), { ...made, role, id: scope.newId() })));
  }

  /** By id only who is known here or stands in a public directory can be invited; anybody else as if he did not exist. */
  private async visible(scope: Scope, organizationId: string): Promise<string> {
    if (!(await scope.byId(Organization, organizationId))) throw platformErrors.NOT_FOUND({ field: 'organizationId' });
    return organizationId;
  }

  private async inviteAgain(scope: Scope, known: Membership): Promise<Membership> {
    if (!membershipStates.transitions.inviteAgain.from.includes(known.state as never)) throw stakeholderErrors.ALREADY_MEMBER({ field: 'organizationId' });
    const membership = await scope.forUpdate(Membership, known.id, membershipAccess.invite);
    membership.inviteAgain(scope.now);
    await scope.save(membership);
    scope.record(membershipChanged('invited', membership));
    return membership;
  }
}
