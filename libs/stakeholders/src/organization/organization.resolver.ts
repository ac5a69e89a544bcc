import { Injectable } from '@nestjs/common';
import { Arg, Args, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, Public, type Connection } from '@quadhelix/graphql';
import { organizationAccess } from '../stakeholders.access.js';
import type { Organization } from './organization.entity.js';
import { directory } from './organization.queries.js';
import { OrganizationService } from './organization.service.js';
import { OrganizationConnection, OrganizationPayload, OrganizationType, OrganizationUpdateInput } from './organization.type.js';

@Injectable()
@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(private readonly organizations: OrganizationService) {}

  @Public()
  @Query(() => OrganizationConnection, { description: 'The public directory of schools, by name. Works without an alliance.' })
  directory(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('nameStartsWith', () => String, { nullable: true, description: 'Only names that begin so.' }) nameStartsWith: string | null,
  ): Promise<Connection<Organization>> {
    return directory(scope, args, nameStartsWith);
  }

  @Action(organizationAccess.update)
  @Mutation(() => OrganizationPayload, { description: 'States facts of the organization you act for; the first time claims the record.' })
  async organizationUpdate(@InScope() scope: Scope, @Arg('input', { description: 'What to state.' }) input: OrganizationUpdateInput): Promise<OrganizationPayload> {
    return { organization: await this.organizations.update(scope, input) as never };
  }
}
