import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { ruleValue, RuleValueType } from '../pack/rule.type.js';
import { pilotWaiverAccess } from '../standards.access.js';
import { PilotWaiver } from './pilot-waiver.entity.js';
import { PilotWaiverConnection, PilotWaiverFilter, PilotWaiverType, ReviewSideType } from './pilot-waiver.type.js';
import { reviewOf } from './waiver.review.js';

/** What can be read of trials. */
@Injectable()
@Resolver(() => PilotWaiverType)
export class PilotWaiverResolver {
  @Action(pilotWaiverAccess.read)
  @Query(() => PilotWaiverConnection, { description: 'Trials of this alliance, oldest first.' })
  pilotWaivers(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => PilotWaiverFilter, { nullable: true, description: 'Which ones.' }) filter: PilotWaiverFilter | null,
  ): Promise<Connection<PilotWaiver>> {
    const states = filter?.states ?? null;
    return paginate(scope, {
      entity: PilotWaiver, name: 'pilotWaivers', terms: ['tenant_id = $1', ...(states === null ? [] : ['state = any($2)'])], values: states === null ? [scope.tenantId] : [scope.tenantId, states],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' },
    }, args);
  }

  @Action(pilotWaiverAccess.read)
  @FieldResolver(() => RuleValueType, { description: 'How loose the parameter may become.' })
  bound(@Root() waiver: PilotWaiver): RuleValueType {
    return ruleValue(waiver.bound);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The authority that last decided.' })
  approver(@InScope() scope: Scope, @Root() waiver: PilotWaiver): Promise<Organization | null> {
    return scope.byId(Organization, waiver.approverOrganizationId);
  }

  @Action(pilotWaiverAccess.read)
  @Bounded('two regions')
  @FieldResolver(() => [ReviewSideType], { description: 'Both regions before the trial and since: what the evaluations of this alliance found, and the declared measures.' })
  review(@InScope() scope: Scope, @Root() waiver: PilotWaiver): Promise<ReviewSideType[]> {
    return reviewOf(scope, waiver);
  }
}
