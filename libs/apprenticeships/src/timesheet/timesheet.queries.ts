import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type ListOrder, type PageArgs } from '@quadhelix/graphql';
import { timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { addDays } from '../calendar.js';
import { ListTerms } from '../list.terms.js';
import { TimesheetEntry } from './timesheet-entry.entity.js';
import { TimesheetViolation } from './timesheet-violation.entity.js';
import { Timesheet } from './timesheet.entity.js';
import type { TimesheetFilter } from './timesheet.inputs.js';
import { timesheetOrder, type HoursOfWeek } from './timesheet.type.js';

/** Timesheets that the actor may see, by week, the earliest first unless asked otherwise. */
export function listTimesheets(scope: Scope, args: PageArgs, filter: TimesheetFilter | null, order: ListOrder<'WEEK'> | null): Promise<Connection<Timesheet>> {
  const { terms, values } = new ListTerms(scope)
    .reachedBy(timesheetAccess.read)
    .anyOf('state', filter?.states)
    .add('placement_id = ?', filter?.placementId)
    .add('host_organization_id = ?', filter?.hostOrganizationId)
    .add('school_organization_id = ?', filter?.schoolOrganizationId)
    .add('apprentice_person_id = ?', filter?.apprenticePersonId)
    .add('lawful = ?', filter?.lawful)
    .add('week_starts_on >= ?', filter?.weekFrom)
    .add('week_starts_on <= ?', filter?.weekUntil);
  return paginate(scope, { entity: Timesheet, name: 'timesheets', terms, values, order: timesheetOrder.pick(order) }, args);
}

/** A draft accuses nobody: its violations are between apprentice and school until the week is handed in. */
const HANDED_IN = `exists (select from timesheets t where t.tenant_id = timesheet_violations.tenant_id and t.id = timesheet_violations.timesheet_id and t.state <> 'DRAFT')`;

/** What narrows a list of violations. */
export interface ViolationFilter {
  hostOrganizationId?: string | null;
  schoolOrganizationId?: string | null;
  apprenticePersonId?: string | null;
  dateFrom?: string | null;
  dateUntil?: string | null;
}

/** Violations of weeks that were handed in, as far as the actor may see them, by date. */
export function listViolations(scope: Scope, args: PageArgs, filter: ViolationFilter | null): Promise<Connection<TimesheetViolation>> {
  const { terms, values } = new ListTerms(scope).reachedBy(timesheetAccess.read)
    .add('host_organization_id = ?', filter?.hostOrganizationId)
    .add('school_organization_id = ?', filter?.schoolOrganizationId)
    .add('apprentice_person_id = ?', filter?.apprenticePersonId)
    .add('on_date >= ?', filter?.dateFrom)
    .add('on_date <= ?', filter?.dateUntil);
  return paginate(scope, { entity: TimesheetViolation, name: 'timesheetViolations', terms: [...terms, HANDED_IN], values, order: { column: 'on_date', property: 'onDate', type: 'date' } }, args);
}

const ENTRIES = Symbol('entries of timesheets');

/** Entries of a timesheet in order of time; one statement for all timesheets of the operation. */
export function entriesOf(scope: Scope, timesheetId: string): Promise<TimesheetEntry[]> {
  return scope.loader<string, TimesheetEntry[]>(ENTRIES, async (ids) => {
    const rows = Map.groupBy(await scope.find(TimesheetEntry, { timesheetId: ids }, { startsAt: 'ASC' }), (row) => row.timesheetId);
    return ids.map((id) => rows.get(id) ?? []);
  }).load(timesheetId);
}

const VIOLATIONS = Symbol('violations of timesheets');

/** Violations of a timesheet by date and rule; one statement for all timesheets of the operation. */
export function violationsOf(scope: Scope, timesheetId: string): Promise<TimesheetViolation[]> {
  return scope.loader<string, TimesheetViolation[]>(VIOLATIONS, async (ids) => {
    const rows = Map.groupBy(await scope.find(TimesheetViolation, { timesheetId: ids }, { onDate: 'ASC', rule: 'ASC' }), (row) => row.timesheetId);
    return ids.map((id) => rows.get(id) ?? []);
  }).load(timesheetId);
}

export const MOST_SUMMED_WEEKS = 53;

/** Sums by week over the timesheets that the actor may see; one statement. Throws RANGE_TOO_LONG. */
export async function hoursByWeek(scope: Scope, from: string, until: string): Promise<HoursOfWeek[]> {
  if (until < from || until >= addDays(from, 7 * MOST_SUMMED_WEEKS)) throw apprenticeshipErrors.RANGE_TOO_LONG({ field: 'to', params: { max: MOST_SUMMED_WEEKS } });
  const { terms, values } = new ListTerms(scope).reachedBy(timesheetAccess.read).add('week_starts_on >= ?', from).add('week_starts_on <= ?', until);
  return scope.sql<HoursOfWeek & Record<string, unknown>>(
    `select week_starts_on as "weekStartsOn", count(*) as sheets,
       coalesce(sum(minutes) filter (where state = 'TEACHER_APPROVED'), 0) as "approvedMinutes",
       coalesce(sum(minutes) filter (where state in ('SUBMITTED', 'MENTOR_APPROVED')), 0) as "submittedMinutes",
       coalesce(sum(excess_minutes) filter (where state in ('SUBMITTED', 'MENTOR_APPROVED', 'TEACHER_APPROVED')), 0) as "excessMinutes"
     from timesheets where ${terms.join(' and ')} group by week_starts_on order by week_starts_on`, values,
  );
}
