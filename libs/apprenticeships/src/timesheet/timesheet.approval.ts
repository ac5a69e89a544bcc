import { DomainError, platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { holidayCalendar, type RuleBook } from '@quadhelix/standards';
import { timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { timesheetChanged } from '../apprenticeships.events.js';
import { expectVersion } from '../outcome.js';
import { Placement } from '../placement/placement.entity.js';
import { Timesheet } from './timesheet.entity.js';
import { hoursRule } from './timesheet.rule.js';
import { PersonWeek } from './timesheet.week.js';

/** For whom a week is approved: the host first, then the school. */
export type ApprovalStep = 'MENTOR' | 'TEACHER';

export interface WeekToApprove {
  readonly id: string;
  /** Version that was read; left out means: as it is now. */
  readonly version?: number | null;
}

/** What became of one week: the approved timesheet, or why not. */
export interface WeekApproval {
  readonly id: string;
  readonly timesheet: Timesheet | null;
  readonly error: DomainError | null;
}

export const MOST_WEEKS = 250;

const STEPS = {
  MENTOR: { action: timesheetAccess.mentorApprove, event: 'mentorApproved' },
  TEACHER: { action: timesheetAccess.teacherApprove, event: 'teacherApproved' },
} as const;

/** See TimesheetService.approve: all weeks are checked, then all that may be are saved by one statement. */
export async function approveWeeks(scope: Scope, rules: RuleBook, weeks: readonly WeekToApprove[], step: ApprovalStep): Promise<WeekApproval[]> {
  const { action, event } = STEPS[step];
  scope.authorize(action);
  if (weeks.length > MOST_WEEKS) throw apprenticeshipErrors.BULK_TOO_LARGE({ field: 'weeks', params: { max: MOST_WEEKS } });
  const sheets = new Map((await scope.manyForUpdate(Timesheet, [...new Set(weeks.map(({ id }) => id))])).map((sheet) => [sheet.id, sheet]));
  const judged = await judgeUndecided(scope, rules, [...sheets.values()]);
  const answers = new Map<string, WeekApproval>();
  for (const { id, version } of weeks) {
    if (answers.has(id)) continue;
    const sheet = sheets.get(id);
    const error = refusalOf(scope, action, sheet, () => {
      if (!sheet) return;
      expectVersion(sheet, version ?? null);
      if (step === 'MENTOR') sheet.mentorApprove(scope.now, scope.actor.personId, scope.actor.link?.madeBy ?? null);
      else sheet.teacherApprove(scope.now, scope.actor.personId);
    });
    answers.set(id, { id, timesheet: error ? null : (sheet ?? null), error });
  }
  const approved = [...answers.values()].flatMap(({ timesheet }) => timesheet ?? []);
  // A week that was judged anew and is not approved keeps what is known of it now.
  await scope.save([...new Set([...judged, ...approved])]);
  for (const sheet of approved) scope.record(timesheetChanged(event, sheet));
  return weeks.map(({ id }) => answers.get(id) ?? { id, timesheet: null, error: platformErrors.NOT_FOUND({ field: 'id' }) });
}

/** Weeks that were open because a date was unknown are judged once more: the calendar may have come. Answers those of which more is known now. */
async function judgeUndecided(scope: Scope, rules: RuleBook, sheets: readonly Timesheet[]): Promise<Timesheet[]> {
  const open = sheets.filter(({ undecided, unknownDates }) => undecided && unknownDates.some((date) => holidayCalendar.kindOf(date) !== 'UNKNOWN'));
  if (open.length === 0) return [];
  const weeks = await PersonWeek.readMany(scope, open.map(({ apprenticePersonId, weekStartsOn }) => ({ personId: apprenticePersonId, weekStartsOn })));
  const found = await Promise.all(open.map(async (sheet) => {
    const placement = await scope.byId(Placement, sheet.placementId);
    const week = weeks.find((each) => each.sheets.some(({ id }) => id === sheet.id));
    return week && placement ? [[sheet, await week.judge(sheet, await hoursRule(scope, rules, placement, sheet.weekStartsOn))] as const] : [];
  }));
  await PersonWeek.raise(scope, weeks, new Map(found.flat()));
  return open;
}

function refusalOf(scope: Scope, action: Action, sheet: Timesheet | undefined, approve: () => void): DomainError | null {
  if (!sheet) return platformErrors.NOT_FOUND({ field: 'id' });
  const refused = scope.refusal(action, sheet);
  if (refused) return scope.refuse(refused, action);
  try {
    approve();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
