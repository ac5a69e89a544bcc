import type { BilingualText } from '@quadhelix/access';
import { idsAfter, type Scope } from '@quadhelix/database';
import type { WorkItem, WorkKind } from '@quadhelix/readers';
import { addDays } from '../calendar.js';
import { Placement } from '../placement/placement.entity.js';
import { approverOf, authorOf } from './timesheet.people.js';
import { Timesheet, type TimesheetState } from './timesheet.entity.js';

interface Waiting {
  readonly name: string;
  readonly state: TimesheetState;
  readonly title: (sheet: Timesheet) => BilingualText;
  readonly waitsFor: (sheet: Timesheet, placement: Placement | null) => WorkItem['waitsFor'];
  readonly since: (sheet: Timesheet) => Date | null;
}

function workKind({ name, state, title, waitsFor, since }: Waiting): WorkKind {
  return {
    name, type: 'Timesheet', of: [],
    touched: (_scope: Scope, changed) => Promise.resolve(changed.Timesheet ?? []),
    async items(scope: Scope, subjectIds): Promise<readonly WorkItem[]> {
      const sheets = await scope.find(Timesheet, { id: [...subjectIds], state });
      return Promise.all(sheets.map(async (sheet): Promise<WorkItem> => ({
        subjectType: 'Timesheet', subjectId: sheet.id, waitsFor: waitsFor(sheet, await scope.byId(Placement, sheet.placementId)),
        title: title(sheet), since: since(sheet) ?? sheet.createdAt, dueOn: addDays(sheet.weekStartsOn, 13),
      })));
    },
    after: (scope, id, limit) => idsAfter(scope, 'timesheets', id, limit),
  };
}

const week = ({ weekStartsOn, lawful }: Timesheet, en: string, zh: string): BilingualText => ({
  en: `${en} the week from ${weekStartsOn}${lawful ? '' : ' (it breaks a rule on hours, or is not decided)'}`, 'zh-CN': `${zh} ${weekStartsOn} 起的一周${lawful ? '' : '（违反工时规定或尚无法判定）'}`,
});

/** What weeks wait for: the mentor, then the teacher, and after a return whoever wrote it. Names nobody; done by the end of the following week. */
export const timesheetWork: readonly WorkKind[] = [
  workKind({
    name: 'timesheet.mentorApprove', state: 'SUBMITTED', title: (sheet) => week(sheet, 'Approve or return', '批准或退回'),
    waitsFor: (sheet, placement) => approverOf(sheet, placement, 'MENTOR'), since: ({ submittedAt }) => submittedAt,
  }),
  workKind({
    name: 'timesheet.teacherApprove', state: 'MENTOR_APPROVED', title: (sheet) => week(sheet, 'Approve or return', '批准或退回'),
    waitsFor: (sheet, placement) => approverOf(sheet, placement, 'TEACHER'), since: ({ mentorApprovedAt }) => mentorApprovedAt,
  }),
  workKind({
    name: 'timesheet.save', state: 'RETURNED', title: (sheet) => week(sheet, 'Mend and hand in again', '修改并重新提交'),
    waitsFor: authorOf, since: ({ returnedAt }) => returnedAt,
  }),
];
