import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { positionAccess } from '../apprenticeships.access.js';
import { ListTerms } from '../list.terms.js';
import type { PositionConditions } from './position.conditions.js';
import { PositionConditionsType } from './position.conditions.type.js';
import { Position } from './position.entity.js';
import { PositionService } from './position.service.js';
import { PositionConnection, PositionFilter, PositionPayload, PositionPublishInput, PositionStateConditionsInput, PositionStepInput, PositionType } from './position.type.js';

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

  @Action(positionAccess.read)
  @FieldResolver(() => PositionConditionsType, { description: 'Under which conditions it is worked, as the host states them.' })
  conditions(@Root() position: Position): PositionConditions {
    return position;
  }

  @Action(positionAccess.publish)
  @Mutation(() => PositionPayload, { description: 'Offers a position of the host you act for. The same call twice is one.' })
  positionPublish(@InScope() scope: Scope, @Arg('input', { description: 'The position.' }) input: PositionPublishInput): Promise<PositionPayload> {
    return this.service.publish(scope, input);
  }

  @Action(positionAccess.stateConditions)
  @Mutation(() => PositionPayload, { description: 'The host states anew under which conditions the position is worked: all of them, what is left out is not stated any more.' })
  async positionStateConditions(@InScope() scope: Scope, @Arg('input', { description: 'Which position, and its conditions.' }) input: PositionStateConditionsInput): Promise<PositionPayload> {
    return { position: await this.service.stateConditions(scope, input.id, input.conditions, input.version) };
  }

  @Action(positionAccess.close)
  @Mutation(() => PositionPayload, { description: 'Takes a position off the offer; placements in it go on.' })
  async positionClose(@InScope() scope: Scope, @Arg('input', { description: 'Which position.' }) input: PositionStepInput): Promise<PositionPayload> {
    return { position: await this.service.close(scope, input.id, input.version) };
  }
}
