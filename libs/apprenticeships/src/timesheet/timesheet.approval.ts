import { DomainError, platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { timesheetChanged } from '../apprenticeships.events.js';
import { expectVersion } from '../outcome.js';
import { Timesheet } from './timesheet.entity.js';

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
  MENTOR: { action: timesheetAccess.mentorApprove, verb: 'mentorApprove', event: 'mentorApproved' },
  TEACHER: { action: timesheetAccess.teacherApprove, verb: 'teacherApprove', event: 'teacherApproved' },
} as const;

/** See TimesheetService.approve: all weeks are checked, then all that may be are saved by one statement. */
export async function approveWeeks(scope: Scope, weeks: readonly WeekToApprove[], step: ApprovalStep): Promise<WeekApproval[]> {
  const { action, verb, event } = STEPS[step];
  scope.authorize(action);
  if (weeks.length > MOST_WEEKS) throw apprenticeshipErrors.BULK_TOO_LARGE({ field: 'weeks', params: { max: MOST_WEEKS } });
  const sheets = new Map((await scope.manyForUpdate(Timesheet, [...new Set(weeks.map(({ id }) => id))])).map((sheet) => [sheet.id, sheet]));
  const answers = new Map<string, WeekApproval>();
  for (const { id, version } of weeks) {
    if (answers.has(id)) continue;
    const sheet = sheets.get(id);
    const error = refusalOf(scope, action, sheet, () => {
      if (!sheet) return;
      expectVersion(sheet, version ?? null);
      sheet[verb](scope.now, scope.actor.personId);
    });
    answers.set(id, { id, timesheet: error ? null : (sheet ?? null), error });
  }
  const approved = [...answers.values()].flatMap(({ timesheet }) => timesheet ?? []);
  await scope.save(approved);
  for (const sheet of approved) scope.record(timesheetChanged(event, sheet));
  return weeks.map(({ id }) => answers.get(id) ?? { id, timesheet: null, error: platformErrors.NOT_FOUND({ field: 'id' }) });
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
