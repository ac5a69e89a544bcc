import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { seatAccess } from '../stakeholders.access.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { Person } from '../person/person.entity.js';
import { PersonType } from '../person/person.type.js';
import { Seat } from './seat.entity.js';
import { SeatService } from './seat.service.js';
import { SeatAssignInput, SeatConnection, SeatEndInput, SeatPayload, SeatType } from './seat.type.js';

@Injectable()
@Resolver(() => SeatType)
export class SeatResolver {
  constructor(private readonly service: SeatService) {}

  @Action(seatAccess.read)
  @Query(() => SeatConnection, { description: 'Seats of this alliance, oldest first; your own only, where you may not see all.' })
  seats(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<Seat>> {
    const all = scope.reach(seatAccess.read).includes('alliance');
    return paginate(scope, {
      entity: Seat, name: 'seats', terms: ['tenant_id = $1', ...(all ? [] : ['person_id = $2'])], values: [scope.tenantId, ...(all ? [] : [scope.actor.personId])],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' },
    }, args);
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
