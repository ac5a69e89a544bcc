import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, FilterTerms, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { seatAccess } from '../stakeholders.access.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { Person } from '../person/person.entity.js';
import { PersonType } from '../person/person.type.js';
import { Seat } from './seat.entity.js';
import { SeatService } from './seat.service.js';
import { SeatAssignInput, SeatConnection, SeatEndInput, SeatFilter, SeatPayload, SeatType } from './seat.type.js';

@Injectable()
@Resolver(() => SeatType)
export class SeatResolver {
  constructor(private readonly service: SeatService) {}

  @Action(seatAccess.read)
  @Query(() => SeatConnection, { description: 'Seats of this alliance, oldest first; your own only, where you may not see all.' })
  seats(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => SeatFilter, { nullable: true, description: 'Which ones.' }) filter: SeatFilter | null,
  ): Promise<Connection<Seat>> {
    const all = scope.reach(seatAccess.read).includes('alliance');
    const { terms, values } = new FilterTerms(scope.tenantId)
      .demand(all ? 'true' : 'person_id = ?', ...(all ? [] : [scope.actor.personId]))
      .add('organization_id = ?', filter?.organizationId)
      .add('person_id = ?', filter?.personId)
      .add('role = any(?)', filter?.roles);
    return paginate(scope, { entity: Seat, name: 'seats', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }

  @Action(seatAccess.read)
  @FieldResolver(() => PersonType, { description: 'Who holds it.' })
  person(@InScope() scope: Scope, @Root() seat: Seat): Promise<Person | null> {
    return scope.byId(Person, seat.personId);
  }

  @Action(seatAccess.read)
  @FieldResolver(() => OrganizationType, { description: 'For which organization.' })
  organization(@InScope() scope: Scope, @Root() seat: Seat): Promise<Organization | null> {
    return scope.byId(Organization, seat.organizationId);
  }

  @Action(seatAccess.assign)
  @Mutation(() => SeatPayload, { description: 'Gives a person a role for an organization.' })
  async seatAssign(@InScope() scope: Scope, @Arg('input', { description: 'Who, for whom, as what.' }) input: SeatAssignInput): Promise<SeatPayload> {
    return { seat: await this.service.assign(scope, input) };
  }

  @Action(seatAccess.end)
  @Mutation(() => SeatPayload, { description: 'Ends a seat on a day.' })
  async seatEnd(@InScope() scope: Scope, @Arg('input', { description: 'Which, and from when.' }) input: SeatEndInput): Promise<SeatPayload> {
    return { seat: await this.service.end(scope, input.id, input.lastDay) };
  }
}
