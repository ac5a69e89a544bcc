import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, FilterTerms, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { membershipAccess, organizationAccess } from '../stakeholders.access.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { readCodes } from '../organization/organization.codes.js';
import { Membership } from './membership.entity.js';
import { MembershipService } from './membership.service.js';
import { MembershipConnection, MembershipFilter, MembershipInviteInput, MembershipPayload, MembershipReasonInput, MembershipStepInput, MembershipType } from './membership.type.js';

const payload = async (made: Promise<Membership>): Promise<MembershipPayload> => ({ membership: (await made) as unknown as MembershipType });

@Injectable()
@Resolver(() => MembershipType)
export class MembershipResolver {
  constructor(private readonly service: MembershipService) {}

  @Action(membershipAccess.read)
  @Query(() => MembershipConnection, { description: 'Organizations of this alliance, oldest membership first.' })
  memberships(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => MembershipFilter, { nullable: true, description: 'Which ones.' }) filter: MembershipFilter | null,
  ): Promise<Connection<Membership>> {
    const { terms, values } = new FilterTerms(scope.tenantId).add('state = any(?)', filter?.states).add('organization_id = ?', filter?.organizationId);
    return paginate(scope, { entity: Membership, name: 'memberships', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { description: 'The organization.' })
  organization(@InScope() scope: Scope, @Root() membership: Membership): Promise<Organization | null> {
    return scope.byId(Organization, membership.organizationId);
  }

  @Action(membershipAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Why it was suspended or ended; for the two sides only, null for others.' })
  reason(@InScope() scope: Scope, @Root() membership: Membership): string | null {
    return scope.refusal(membershipAccess.readReason, membership) ? null : membership.reason;
  }

  @Action(membershipAccess.invite)
  @Mutation(() => MembershipPayload, { description: 'Invites an organization, whether or not the platform knows it. It becomes a member when it accepts.' })
  membershipInvite(@InScope() scope: Scope, @Arg('input', { description: 'Whom to invite.' }) input: MembershipInviteInput): Promise<MembershipPayload> {
    const { organizationId, sector, legalName, regionCode, uscc } = input;
    if (organizationId != null) return payload(this.service.invite(scope, { organizationId }));
    if (!sector || !legalName || !regionCode) throw platformErrors.INPUT_INVALID({ field: 'organizationId', params: { problem: 'give organizationId, or sector, legalName and regionCode' } });
    return payload(this.service.invite(scope, { sector, legalName, ...readCodes({ regionCode, uscc: uscc ?? null }) }));
  }

  @Action(membershipAccess.accept)
  @Mutation(() => MembershipPayload, { description: 'The organization you act for accepts the invitation.' })
  membershipAccept(@InScope() scope: Scope, @Arg('input', { description: 'Which membership.' }) input: MembershipStepInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'accept', null));
  }

  @Action(membershipAccess.decline)
  @Mutation(() => MembershipPayload, { description: 'The organization you act for declines the invitation.' })
  membershipDecline(@InScope() scope: Scope, @Arg('input', { description: 'Which membership, and why.' }) input: MembershipReasonInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'decline', input.reason));
  }

  @Action(membershipAccess.withdraw)
  @Mutation(() => MembershipPayload, { description: 'The organization you act for leaves the alliance.' })
  membershipWithdraw(@InScope() scope: Scope, @Arg('input', { description: 'Which membership, and why.' }) input: MembershipReasonInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'withdraw', input.reason));
  }

  @Action(membershipAccess.suspend)
  @Mutation(() => MembershipPayload, { description: 'Suspends a member: it reads, but changes nothing.' })
  membershipSuspend(@InScope() scope: Scope, @Arg('input', { description: 'Which membership, and why.' }) input: MembershipReasonInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'suspend', input.reason));
  }

  @Action(membershipAccess.reinstate)
  @Mutation(() => MembershipPayload, { description: 'Lifts a suspension.' })
  membershipReinstate(@InScope() scope: Scope, @Arg('input', { description: 'Which membership.' }) input: MembershipStepInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'reinstate', null));
  }

  @Action(membershipAccess.expel)
  @Mutation(() => MembershipPayload, { description: 'Ends a membership against the will of the organization.' })
  membershipExpel(@InScope() scope: Scope, @Arg('input', { description: 'Which membership, and why.' }) input: MembershipReasonInput): Promise<MembershipPayload> {
    return payload(this.service.step(scope, input.id, 'expel', input.reason));
  }
}
