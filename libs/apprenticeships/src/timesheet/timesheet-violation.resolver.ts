import { Injectable } from '@nestjs/common';
import { Arg, Args, Field, FieldResolver, InputType, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, IdField, InScope, LocalDate, PageArgs, type Connection } from '@quadhelix/graphql';
import { Organization, organizationAccess, OrganizationType } from '@quadhelix/stakeholders';
import { timesheetAccess } from '../apprenticeships.access.js';
import type { TimesheetViolation } from './timesheet-violation.entity.js';
import { Timesheet } from './timesheet.entity.js';
import { listViolations } from './timesheet.queries.js';
import { TimesheetType, TimesheetViolationConnection, TimesheetViolationType } from './timesheet.type.js';

@InputType({ description: 'Which violations a list shows; what is left out does not limit it.' })
export class TimesheetViolationFilter {
  @IdField('Organization', { nullable: true, description: 'Only against this host.' })
  hostOrganizationId?: string | null;
  @IdField('Organization', { nullable: true, description: 'Only in weeks of apprentices of this school.' })
  schoolOrganizationId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only in weeks of this apprentice.' })
  apprenticePersonId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Only on this day or later.' })
  dateFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Only on this day or earlier.' })
  dateUntil?: string | null;
}

@Injectable()
@Resolver(() => TimesheetViolationType)
export class TimesheetViolationResolver {
  @Action(timesheetAccess.read)
  @Query(() => TimesheetViolationConnection, { description: 'Violations of the rules on hours in weeks that were handed in, as far as you may see them, by date.' })
  timesheetViolations(
    @InScope() scope: Scope, @Args() args: PageArgs,
    @Arg('filter', () => TimesheetViolationFilter, { nullable: true, description: 'Which ones.' }) filter: TimesheetViolationFilter | null,
  ): Promise<Connection<TimesheetViolation>> {
    return listViolations(scope, args, filter);
  }

  @Action(timesheetAccess.read)
  @FieldResolver(() => TimesheetType, { nullable: true, description: 'The week.' })
  timesheet(@InScope() scope: Scope, @Root() violation: TimesheetViolation): Promise<Timesheet | null> {
    return scope.byId(Timesheet, violation.timesheetId);
  }

  @Action(organizationAccess.read)
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The host against which it is raised.' })
  host(@InScope() scope: Scope, @Root() violation: TimesheetViolation): Promise<Organization | null> {
    return scope.byId(Organization, violation.hostOrganizationId);
  }
}
