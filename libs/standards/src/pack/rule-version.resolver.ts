import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, PageArgs, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { ruleVersionAccess } from '../standards.access.js';
import type { RuleConfirmation } from './rule-confirmation.entity.js';
import { RuleConfirmationService } from './rule-confirmation.service.js';
import { RuleVersionFilter } from './rule.inputs.js';
import { bilingual, BilingualTextType, ruleType, RuleType } from './rule.type.js';
import type { RuleVersion } from './rule-version.entity.js';
import { listRuleVersions } from './rule-version.queries.js';
import { RuleConfirmationType, RuleVersionConnection, RuleVersionType } from './rule-version.type.js';

/** What can be read of packs. */
@Injectable()
@Resolver(() => RuleVersionType)
export class RuleVersionResolver {
  constructor(private readonly confirmed: RuleConfirmationService) {}

  @Action(ruleVersionAccess.read)
  @Query(() => RuleVersionConnection, { description: 'Versions of rule packs of all levels, oldest first: those that were published, and your own drafts.' })
  ruleVersions(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => RuleVersionFilter, { nullable: true, description: 'Which ones.' }) filter: RuleVersionFilter | null,
  ): Promise<Connection<RuleVersion>> {
    return listRuleVersions(scope, args, filter);
  }

  @Action(ruleVersionAccess.read)
  @FieldResolver(() => BilingualTextType, { description: 'Title of the pack.' })
  title(@Root() version: RuleVersion): BilingualTextType {
    return bilingual(version.title);
  }

  @Action(ruleVersionAccess.read)
  @Bounded('at most 200 rules a version')
  @FieldResolver(() => [RuleType], { description: 'Its rules.' })
  rules(@Root() version: RuleVersion): RuleType[] {
    return version.rules.map(ruleType);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'For whom it was drafted and published; null where it came with the product, or is not known here.' })
  organization(@InScope() scope: Scope, @Root() version: RuleVersion): Promise<Organization | null> {
    return scope.byId(Organization, version.organizationId);
  }

  @Action(ruleVersionAccess.read)
  @Bounded('at most one per rule')
  @FieldResolver(() => [RuleConfirmationType], { description: 'What people of this alliance have confirmed of it.' })
  confirmations(@InScope() scope: Scope, @Root() version: RuleVersion): Promise<RuleConfirmation[]> {
    return this.confirmed.of(scope, version.id);
  }
}
