import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, Instant, LocalDate, PageArgs, Public, type Connection } from '@quadhelix/graphql';
import { organizationAccess } from '../stakeholders.access.js';
import { Organization } from './organization.entity.js';
import { directory, statedBy } from './organization.queries.js';
import { OrganizationService } from './organization.service.js';
import { OrganizationConnection, OrganizationPayload, OrganizationType, OrganizationUpdateInput } from './organization.type.js';

@Injectable()
@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(private readonly organizations: OrganizationService) {}

  @Public()
  @FieldResolver(() => Int, { nullable: true, description: 'Staff on post; null is unknown or not shown here, not none.' })
  staffCount(@InScope() scope: Scope, @Root() organization: Organization): Promise<number | null> {
    return statedBy(scope, organization, organization.staffCount);
  }

  @Public()
  @FieldResolver(() => LocalDate, { nullable: true, description: 'Day on which the staff was counted.' })
  staffCountOn(@InScope() scope: Scope, @Root() organization: Organization): Promise<string | null> {
    return statedBy(scope, organization, organization.staffCountOn);
  }

  @Public()
  @FieldResolver(() => Instant, { nullable: true, description: 'When the organization itself took the record over; null while it is only proposed by others, and for alliances that it has not joined.' })
  claimedAt(@InScope() scope: Scope, @Root() organization: Organization): Promise<Date | null> {
    return statedBy(scope, organization, organization.claimedAt);
  }

  @Public()
  @Query(() => OrganizationConnection, { description: 'The public directory of schools, by name. Works without an alliance.' })
  directory(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('nameStartsWith', () => String, { nullable: true, description: 'Only names that begin so.' }) nameStartsWith?: string | null,
  ): Promise<Connection<Organization>> {
    return directory(scope, args, nameStartsWith);
  }

  @Action(organizationAccess.update)
  @Mutation(() => OrganizationPayload, { description: 'States facts of the organization you act for; the first time claims the record.' })
  async organizationUpdate(@InScope() scope: Scope, @Arg('input', { description: 'What to state.' }) input: OrganizationUpdateInput): Promise<OrganizationPayload> {
    return { organization: await this.organizations.update(scope, input) as never };
  }
}
