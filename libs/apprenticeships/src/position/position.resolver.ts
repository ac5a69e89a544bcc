import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { positionAccess } from '../apprenticeships.access.js';
import { ListTerms } from '../list.terms.js';
import { Position } from './position.entity.js';
import { PositionService } from './position.service.js';
import { PositionConnection, PositionFilter, PositionPayload, PositionPublishInput, PositionStepInput, PositionType } from './position.type.js';

@Injectable()
@Resolver(() => PositionType)
export class PositionResolver {
  constructor(private readonly service: PositionService) {}

  @Action(positionAccess.read)
  @Query(() => PositionConnection, { description: 'Positions that hosts of this alliance offer, oldest first.' })
  positions(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => PositionFilter, { nullable: true, description: 'Which ones.' }) filter: PositionFilter | null,
  ): Promise<Connection<Position>> {
    const { terms, values } = new ListTerms(scope).add('host_organization_id = ?', filter?.hostOrganizationId).add('state = ?', filter?.state);
    return paginate(scope, { entity: Position, name: 'positions', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The host.' })
  host(@InScope() scope: Scope, @Root() position: Position): Promise<Organization | null> {
    return scope.byId(Organization, position.hostOrganizationId);
  }

  @Action(positionAccess.publish)
  @Mutation(() => PositionPayload, { description: 'Offers a position of the host you act for. The same call twice is one.' })
  positionPublish(@InScope() scope: Scope, @Arg('input', { description: 'The position.' }) input: PositionPublishInput): Promise<PositionPayload> {
    return this.service.publish(scope, input);
  }

  @Action(positionAccess.close)
  @Mutation(() => PositionPayload, { description: 'Takes a position off the offer; placements in it go on.' })
  async positionClose(@InScope() scope: Scope, @Arg('input', { description: 'Which position.' }) input: PositionStepInput): Promise<PositionPayload> {
    return { position: await this.service.close(scope, input.id, input.version) };
  }
}
