import { Injectable } from '@nestjs/common';
import { Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { commitmentAccess } from '../accountability.access.js';
import { scorecardOf, type Scorecard } from './scorecard.queries.js';
import { ScorecardArgs, ScorecardType } from './scorecard.type.js';

@Injectable()
@Resolver(() => ScorecardType)
export class ScorecardResolver {
  @Action(commitmentAccess.read)
  @Query(() => ScorecardType, { description: 'What this alliance, or one organization in it, kept of what was due.' })
  scorecard(@InScope() scope: Scope, @Args() args: ScorecardArgs): Promise<Scorecard> {
    return scorecardOf(scope, args.asOf, args.organizationId ?? null);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Whose promises; null for the whole alliance.' })
  organization(@InScope() scope: Scope, @Root() scorecard: Scorecard): Promise<Organization | null> {
    return scope.byId(Organization, scorecard.organizationId);
  }
}
