import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { RuleBook } from '@quadhelix/standards';
import { placementAccess, timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { timesheetChanged, timesheetUnlawful } from '../apprenticeships.events.js';
import { expectVersion, type Outcome } from '../outcome.js';
import type { Placement } from '../placement/placement.entity.js';
import { approveWeeks, type ApprovalStep, type WeekApproval, type WeekToApprove } from './timesheet.approval.js';
import { TimesheetViolation } from './timesheet-violation.entity.js';
import { checkEntries, sameEntries, type EntryFacts } from './timesheet.entries.js';
import { Timesheet } from './timesheet.entity.js';
import type { HoursFinding } from './timesheet.hours.js';
import { hoursRule } from './timesheet.rule.js';
import { lockApprentice, PersonWeek } from './timesheet.week.js';

/** Writing, submitting, approving and returning weeks. Each throws NOT_FOUND, FORBIDDEN, STATE_FORBIDS, and STALE_VERSION where the caller names another version. */
@Injectable()
export class TimesheetService {
  constructor(private readonly rules: RuleBook) {}

  /** Reads at once what judging weeks of these placements will ask for, so that many are judged with few statements. */
  async foresee(scope: Scope, weeks: readonly { readonly placement: Placement; readonly weekStartsOn: string }[]): Promise<void> {
    await Promise.allSettled(weeks.map(({ placement, weekStartsOn }) => hoursRule(scope, this.rules, placement, weekStartsOn)));
  }

  /**
   * Replaces all that is reported for a placement's week by these entries. The same entries again change nothing, in whatever state the week is (a returned one
   * is reopened where the version is named); others need DRAFT or RETURNED. Unlawful hours are stored and flagged, also on the same person's other sheets of that week which nobody approved yet.
   * Throws what checkEntries throws, and PLACEMENT_NOT_STARTED.
   */
  async save(scope: Scope, placementId: string, weekStartsOn: string, entries: readonly EntryFacts[], version: number | null = null): Promise<{ timesheet: Timesheet; outcome: Outcome }> {
    const placements = new Map((await lockApprentice(scope, placementId)).map((each) => [each.id, each]));
    const placement = placements.get(placementId);
    if (!placement) throw platformErrors.NOT_FOUND({ field: 'placementId' });
    if (scope.refusal(placementAccess.read, placement)) throw scope.refuse(platformErrors.NOT_FOUND({ field: 'placementId' }), timesheetAccess.save);
    scope.authorize(timesheetAccess.save, placement);
    if (placement.state === 'PLANNED') throw apprenticeshipErrors.PLACEMENT_NOT_STARTED({ field: 'placementId' });
    checkEntries(entries, { weekStartsOn, timeZone: scope.timeZone, now: scope.now, covers: (date) => placement.covers(date) });
    const week = await PersonWeek.read(scope, placement.apprenticePersonId, weekStartsOn);
    const known = week.sheets.find((sheet) => sheet.placementId === placementId);
    // A file that was brought before hands nothing in again that was sent back since; a person who names the version does.
    if (known && (known.state !== 'RETURNED' || version === null) && sameEntries(week.entriesOf(known), entries)) return { timesheet: known, outcome: 'UNCHANGED' };
    if (known) expectVersion(known, version);
    const timesheet = known ?? draft(scope, placement, weekStartsOn);
    timesheet.edit(scope.now);
    week.report(timesheet, entries);
    const judge = async (sheet: Timesheet): Promise<readonly HoursFinding[]> => week.judge(sheet, await hoursRule(scope, this.rules, placements.get(sheet.placementId) ?? placement, weekStartsOn));
    const findings = new Map<Timesheet, readonly HoursFinding[]>([[timesheet, await judge(timesheet)]]);
    for (const sheet of week.sheets) if (sheet !== timesheet && !sheet.isApproved) findings.set(sheet, await judge(sheet));
    if (!known) await scope.insert(timesheet);
    await scope.save([...findings.keys()]);
    await week.write();
    await PersonWeek.raise(scope, [week], findings);
    return { timesheet, outcome: known ? 'UPDATED' : 'ADDED' };
  }

  /** Hands the week in. An unlawful one too: it is raised against the host then. */
  async submit(scope: Scope, id: string, version: number | null = null): Promise<Timesheet> {
    const sheet = await scope.forUpdate(Timesheet, id, timesheetAccess.submit);
    expectVersion(sheet, version);
    sheet.submit(scope.now);
    await scope.save(sheet);
    scope.record(timesheetChanged('submitted', sheet));
    if (sheet.assessment === 'UNLAWFUL') scope.record(timesheetUnlawful(sheet, await scope.find(TimesheetViolation, { timesheetId: id }, { onDate: 'ASC' })));
    return sheet;
  }

  /** Sends a submitted or mentor-approved week back to who wrote it. */
  async return(scope: Scope, id: string, reason: string, version: number | null = null): Promise<Timesheet> {
    // The reason is a personal value of the row; beside the action it would stand in the audit entry for ever.
    const sheet = await scope.forUpdate(Timesheet, id, timesheetAccess.return);
    expectVersion(sheet, version);
    sheet.return(scope.now, reason);
    await scope.save(sheet);
    scope.record(timesheetChanged('returned', sheet));
    return sheet;
  }

  /** Approves weeks for the host (MENTOR) or then for the school (TEACHER): at most 250, one answer per week in the order asked, none left out. Throws BULK_TOO_LARGE. */
  approve(scope: Scope, weeks: readonly (string | WeekToApprove)[], step: ApprovalStep): Promise<WeekApproval[]> {
    return approveWeeks(scope, this.rules, weeks.map((each) => (typeof each === 'string' ? { id: each } : each)), step);
  }

  /** Approves one week or throws why not: TIMESHEET_NOT_LAWFUL, OWN_TIMESHEET, SAME_APPROVER … */
  async approveOne(scope: Scope, week: WeekToApprove, step: ApprovalStep): Promise<Timesheet> {
    const [answer] = await approveWeeks(scope, this.rules, [week], step);
    if (!answer?.timesheet) throw answer?.error ?? platformErrors.NOT_FOUND({ field: 'id' });
    return answer.timesheet;
  }
}

function draft(scope: Scope, placement: Placement, weekStartsOn: string): Timesheet {
  const { id: placementId, apprenticePersonId, hostOrganizationId, schoolOrganizationId } = placement;
  return Object.assign(new Timesheet(), {
    tenantId: scope.tenantId, id: scope.newId(), placementId, apprenticePersonId, hostOrganizationId, schoolOrganizationId, weekStartsOn, state: 'DRAFT',
    minutes: 0, nightMinutes: 0, excessMinutes: 0, lawful: false, undecided: true, unknownDates: [], ruleVersion: '', editedAt: scope.now, submittedAt: null,
    mentorApprovedAt: null, mentorApproverId: null, mentorLinkMakerId: null, teacherApprovedAt: null, teacherApproverId: null, returnedAt: null, returnReason: null, createdAt: scope.now, version: 1,
  });
}
