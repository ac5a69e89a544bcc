import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, LocalDate, PageArgs, Personal, type Connection, type ListOrder } from '@quadhelix/graphql';
import { AppType, Person, personAccess, PersonType, viaApp, type App } from '@quadhelix/stakeholders';
import { placementAccess, timesheetAccess } from '../apprenticeships.access.js';
import { guarded } from '../guarded.js';
import { Placement } from '../placement/placement.entity.js';
import { PlacementType } from '../placement/placement.type.js';
import type { TimesheetEntry } from './timesheet-entry.entity.js';
import type { TimesheetViolation } from './timesheet-violation.entity.js';
import type { Timesheet } from './timesheet.entity.js';
import { TimesheetFilter, TimesheetReturnInput, TimesheetSaveInput, TimesheetStepInput } from './timesheet.inputs.js';
import { entriesOf, hoursByWeek, listTimesheets, violationsOf } from './timesheet.queries.js';
import { TimesheetService } from './timesheet.service.js';
import { HoursOfWeek, TimesheetConnection, TimesheetEntryType, timesheetOrder, TimesheetPayload, TimesheetType, TimesheetViolationType } from './timesheet.type.js';

const payload = async (made: Promise<Timesheet>): Promise<TimesheetPayload> => ({ timesheet: await made });

@Injectable()
@Resolver(() => TimesheetType)
export class TimesheetResolver {
  constructor(private readonly service: TimesheetService) {}

  @Action(timesheetAccess.read)
  @Query(() => TimesheetConnection, { description: 'Timesheets that you may see, by week: your own, those of the organization you act for, or all.' })
  timesheets(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => TimesheetFilter, { nullable: true, description: 'Which ones.' }) filter: TimesheetFilter | null,
    @Arg('order', () => timesheetOrder.Input, { nullable: true, description: 'In which order; by week, the earliest first, where left out.' }) order: ListOrder<'WEEK'> | null,
  ): Promise<Connection<Timesheet>> {
    return listTimesheets(scope, args, filter, order);
  }

  @Action(timesheetAccess.read)
  @Bounded('at most 53 weeks', 53)
  @Query(() => [HoursOfWeek], { description: 'Hours by week over all timesheets that you may see, for weeks that begin within the range; at most 53. Weeks without a timesheet are left out.' })
  hoursByWeek(
    @InScope() scope: Scope,
    @Arg('from', () => LocalDate, { description: 'Weeks that begin on this day or later.' }) from: string,
    @Arg('to', () => LocalDate, { description: 'Weeks that begin on this day or earlier.' }) to: string,
  ): Promise<HoursOfWeek[]> {
    return hoursByWeek(scope, from, to);
  }

  @Action(placementAccess.read)
  @FieldResolver(() => PlacementType, { nullable: true, description: 'The placement.' })
  placement(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<Placement | null> {
    return scope.byId(Placement, sheet.placementId);
  }

  @Action(timesheetAccess.read)
  @Bounded('at most 100 entries in a week')
  @FieldResolver(() => [TimesheetEntryType], { description: 'What was reported, in order of time; at most 100.' })
  entries(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<TimesheetEntry[]> {
    return entriesOf(scope, sheet.id);
  }

  @Action(timesheetAccess.read)
  @Bounded('at most one per rule and day of a week')
  @FieldResolver(() => [TimesheetViolationType], { description: 'Where it breaks a rule on hours; at most one per rule and day.' })
  violations(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<TimesheetViolation[]> {
    return violationsOf(scope, sheet.id);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'Who approved it for the host; null where nobody did, or the product itself as in an import.' })
  mentorApprover(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<Person | null> {
    return scope.byId(Person, sheet.mentorApproverId);
  }

  @Action(personAccess.read)
  @FieldResolver(() => PersonType, { nullable: true, description: 'Who approved it for the school; null where nobody did, or the product itself as in an import.' })
  teacherApprover(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<Person | null> {
    return scope.byId(Person, sheet.teacherApproverId);
  }

  @Action(timesheetAccess.read)
  @FieldResolver(() => AppType, { nullable: true, description: 'The app of somebody else through which it was changed last; null where that was done in the product itself.' })
  viaApp(@InScope() scope: Scope, @Root() sheet: Timesheet): Promise<App | null> {
    return viaApp(scope, 'Timesheet', sheet.id);
  }

  @Personal()
  @Action(timesheetAccess.readReason)
  @FieldResolver(() => String, { nullable: true, description: 'Why it was last sent back; for the parties and who watches over them.' })
  returnReason(@InScope() scope: Scope, @Root() sheet: Timesheet): string | null {
    return guarded(scope, timesheetAccess.readReason, sheet, sheet.returnReason);
  }

  @Action(timesheetAccess.save)
  @Mutation(() => TimesheetPayload, { description: 'Writes a week: replaces all its entries. Unlawful hours are stored and named. The same call twice is one.' })
  timesheetSave(@InScope() scope: Scope, @Arg('input', { description: 'The week and its entries.' }) input: TimesheetSaveInput): Promise<TimesheetPayload> {
    // Without a version only a week that does not exist yet can be written.
    return this.service.save(scope, input.placementId, input.weekStartsOn, input.entries, input.version ?? 0);
  }

  @Action(timesheetAccess.submit)
  @Mutation(() => TimesheetPayload, { description: 'Hands a week in, also an unlawful one: that is raised against the host.' })
  timesheetSubmit(@InScope() scope: Scope, @Arg('input', { description: 'Which week.' }) input: TimesheetStepInput): Promise<TimesheetPayload> {
    return payload(this.service.submit(scope, input.id, input.version));
  }

  @Action(timesheetAccess.return)
  @Mutation(() => TimesheetPayload, { description: 'Sends a week back to who wrote it.' })
  timesheetReturn(@InScope() scope: Scope, @Arg('input', { description: 'Which week, and why.' }) input: TimesheetReturnInput): Promise<TimesheetPayload> {
    return payload(this.service.return(scope, input.id, input.reason, input.version));
  }
}
