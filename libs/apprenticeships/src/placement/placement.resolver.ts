import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, Personal, type Connection } from '@quadhelix/graphql';
import { AppType, Organization, organizationAccess, OrganizationType, Person, personAccess, PersonType, viaApp, type App } from '@quadhelix/stakeholders';
import { placementAccess, positionAccess, programmeAccess, timesheetAccess } from '../apprenticeships.access.js';
import { guarded } from '../guarded.js';
import { Position } from '../position/position.entity.js';
import { PositionType } from '../position/position.type.js';
import { Programme } from '../programme/programme.entity.js';
import { ProgrammeType } from '../programme/programme.type.js';
import type { Timesheet } from '../timesheet/timesheet.entity.js';
import { TimesheetType } from '../timesheet/timesheet.type.js';
import { Placement } from './placement.entity.js';
import { PlacementCompleteInput, PlacementDayInput, PlacementFilter, PlacementPlanInput, PlacementStepInput, PlacementStopInput, placementOrder, type PlacementOrder } from './placement.inputs.js';
import { lastTimesheet, listPlacements } from './placement.queries.js';
import { PlacementService } from './placement.service.js';
import { PlacementConnection, PlacementPayload, PlacementType } from './placement.type.js';

const payload = async (made: Promise<Placement>): Promise<PlacementPayload> => ({ placement: await made });

@Injectable()
@Resolver(() => PlacementType)
export class PlacementResolver {
  constructor(private readonly service: PlacementService) {}

  @Action(placementAccess.read)
  @Query(() => PlacementConnection, { description: 'Placements that you may see, oldest first: your own, those of the organization you act for, or all.' })
  placements(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => PlacementFilter, { nullable: true, description: 'Which ones.' }) filter: PlacementFilter | null,
    @Arg('order', () => placementOrder.Input, { nullable: true, description: 'In which order; oldest first where left out.' }) order: PlacementOrder,
  ): Promise<Connection<Placement>> {
    return listPlacements(scope, args, filter, order);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'The apprentice. The host learns his name when the placement starts.' })
  apprentice(@InScope() scope: Scope, @Root() placement: Placement): Promise<Person | null> {
    return scope.byId(Person, placement.apprenticePersonId);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'His mentor in the host (企业导师).' })
  mentor(@InScope() scope: Scope, @Root() placement: Placement): Promise<Person | null> {
    return scope.byId(Person, placement.mentorPersonId);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'His teacher in the school (校内指导教师).' })
  teacher(@InScope() scope: Scope, @Root() placement: Placement): Promise<Person | null> {
    return scope.byId(Person, placement.teacherPersonId);
  }

  @Action(placementAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app of somebody else through which it was changed last; null where that was done in the product itself.' })
  viaApp(@InScope() scope: Scope, @Root() placement: Placement): Promise<App | null> {
    return viaApp(scope, 'Placement', placement.id);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Where he learns.' })
  host(@InScope() scope: Scope, @Root() placement: Placement): Promise<Organization | null> {
    return scope.byId(Organization, placement.hostOrganizationId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Which school he belongs to.' })
  school(@InScope() scope: Scope, @Root() placement: Placement): Promise<Organization | null> {
    return scope.byId(Organization, placement.schoolOrganizationId);
  }

  @Action(programmeAccess.read)
  @FieldResolver(() => ProgrammeType, { nullable: true, description: 'What he studies.' })
  programme(@InScope() scope: Scope, @Root() placement: Placement): Promise<Programme | null> {
    return scope.byId(Programme, placement.programmeId);
  }

  @Action(positionAccess.read)
  @FieldResolver(() => PositionType, { nullable: true, description: 'What he works in.' })
  position(@InScope() scope: Scope, @Root() placement: Placement): Promise<Position | null> {
    return scope.byId(Position, placement.positionId);
  }

  @Action(timesheetAccess.read)
  @FieldResolver(() => TimesheetType, { nullable: true, description: 'His latest week in it; null before the first.' })
  lastTimesheet(@InScope() scope: Scope, @Root() placement: Placement): Promise<Timesheet | null> {
    return lastTimesheet(scope, placement.id);
  }

  @Personal()
  @Action(placementAccess.readReason)
  @FieldResolver(() => String, { nullable: true, description: 'Why it was stopped; for the parties and who watches over them.' })
  stopReason(@InScope() scope: Scope, @Root() placement: Placement): string | null {
    return guarded(scope, placementAccess.readReason, placement, placement.stopReason);
  }

  @Action(placementAccess.plan)
  @Mutation(() => PlacementPayload, { description: 'Plans a placement; books nothing. The same call twice is one.' })
  placementPlan(@InScope() scope: Scope, @Arg('input', { description: 'Who, where, when, how much.' }) input: PlacementPlanInput): Promise<PlacementPayload> {
    return this.service.plan(scope, input);
  }

  @Action(placementAccess.start)
  @Mutation(() => PlacementPayload, { description: "Starts a placement: books the apprentice's time, never above 100 % over the whole platform, and shows the host his name." })
  placementStart(@InScope() scope: Scope, @Arg('input', { description: 'Which placement.' }) input: PlacementStepInput): Promise<PlacementPayload> {
    return payload(this.service.start(scope, input.id, input.version));
  }

  @Action(placementAccess.pause)
  @Mutation(() => PlacementPayload, { description: "Pauses a placement: the apprentice's time is free from a day on." })
  placementPause(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, from when.' }) input: PlacementDayInput): Promise<PlacementPayload> {
    return payload(this.service.pause(scope, input.id, input.on ?? null, input.version));
  }

  @Action(placementAccess.resume)
  @Mutation(() => PlacementPayload, { description: 'Goes on after a pause: books the rest of the time again from a day on.' })
  placementResume(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, from when.' }) input: PlacementDayInput): Promise<PlacementPayload> {
    return payload(this.service.resume(scope, input.id, input.on ?? null, input.version));
  }

  @Action(placementAccess.complete)
  @Mutation(() => PlacementPayload, { description: 'Ends a placement as planned; later time is given back.' })
  placementComplete(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, until when.' }) input: PlacementCompleteInput): Promise<PlacementPayload> {
    return payload(this.service.complete(scope, input.id, input.lastDay ?? null, input.version));
  }

  @Action(placementAccess.stop)
  @Mutation(() => PlacementPayload, { description: 'Ends a placement early, or calls a plan off; the time from that day on is given back.' })
  placementStop(@InScope() scope: Scope, @Arg('input', { description: 'Which placement, from when, why.' }) input: PlacementStopInput): Promise<PlacementPayload> {
    return payload(this.service.stop(scope, input.id, input.reason, input.on ?? null, input.version));
  }
}
