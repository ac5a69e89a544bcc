import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { programmeAccess } from '../apprenticeships.access.js';
import { ListTerms } from '../list.terms.js';
import { Programme } from './programme.entity.js';
import { ProgrammeService } from './programme.service.js';
import { ProgrammeConnection, ProgrammeCreateInput, ProgrammeFilter, ProgrammePayload, ProgrammeType } from './programme.type.js';

@Injectable()
@Resolver(() => ProgrammeType)
export class ProgrammeResolver {
  constructor(private readonly service: ProgrammeService) {}

  @Action(programmeAccess.read)
  @Query(() => ProgrammeConnection, { description: 'Programmes of the schools of this alliance, oldest first.' })
  programmes(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => ProgrammeFilter, { nullable: true, description: 'Which ones.' }) filter: ProgrammeFilter | null,
  ): Promise<Connection<Programme>> {
    const { terms, values } = new ListTerms(scope).add('school_organization_id = ?', filter?.schoolOrganizationId);
    return paginate(scope, { entity: Programme, name: 'programmes', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The school.' })
  school(@InScope() scope: Scope, @Root() programme: Programme): Promise<Organization | null> {
    return scope.byId(Organization, programme.schoolOrganizationId);
  }

  @Action(programmeAccess.create)
  @Mutation(() => ProgrammePayload, { description: 'Adds a programme to the school you act for. The same call twice is one.' })
  programmeCreate(@InScope() scope: Scope, @Arg('input', { description: 'The programme.' }) input: ProgrammeCreateInput): Promise<ProgrammePayload> {
    return this.service.create(scope, input);
  }
}
