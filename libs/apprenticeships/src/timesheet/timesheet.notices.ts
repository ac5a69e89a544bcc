import type { BilingualText } from '@quadhelix/access';
import type { Notice, NoticeKind, Recipients } from '@quadhelix/mail';
import { Placement } from '../placement/placement.entity.js';
import { Timesheet } from './timesheet.entity.js';
import { approverOf, authorOf } from './timesheet.people.js';

interface Told {
  readonly verb: string;
  readonly title: BilingualText;
  readonly by: NoticeKind['by'];
  readonly to: (sheet: Timesheet, placement: Placement | null) => readonly Recipients[];
  readonly text: BilingualText;
}

function noticeKind({ verb, title, by, to, text }: Told): NoticeKind {
  return {
    name: `timesheet.${verb}`, title, event: `timesheet.${verb}`, by,
    async notices(scope, { subjectId }): Promise<readonly Notice[]> {
      const [sheet] = await scope.find(Timesheet, { id: subjectId });
      if (!sheet) return [];
      const from: BilingualText = { en: `The week from ${sheet.weekStartsOn}. `, 'zh-CN': `${sheet.weekStartsOn} 起的一周。` };
      return [{
        to: to(sheet, await scope.byId(Placement, sheet.placementId)), title, text: { en: from.en + text.en, 'zh-CN': from['zh-CN'] + text['zh-CN'] }, subjectType: 'Timesheet', subjectId,
      }];
    },
  };
}

/** What people are told of weeks. Nobody is named, and reasons are read behind the week by those who may. */
export const timesheetNotices: readonly NoticeKind[] = [
  noticeKind({
    verb: 'submitted', by: 'DIGEST', title: { en: 'A week waits for your approval', 'zh-CN': '有工时待批准' },
    to: (sheet, placement) => [approverOf(sheet, placement, 'MENTOR')], text: { en: 'It was handed in. Approve or return it for the host.', 'zh-CN': '已提交。请代表实习单位批准或退回。' },
  }),
  noticeKind({
    verb: 'mentorApproved', by: 'DIGEST', title: { en: 'A week waits for your approval', 'zh-CN': '有工时待批准' },
    to: (sheet, placement) => [approverOf(sheet, placement, 'TEACHER')], text: { en: 'The host approved it. Approve or return it for the school.', 'zh-CN': '实习单位已批准。请代表学校批准或退回。' },
  }),
  noticeKind({
    verb: 'returned', by: 'AT_ONCE', title: { en: 'Your week was sent back', 'zh-CN': '您的工时被退回' },
    to: (sheet) => [authorOf(sheet)], text: { en: 'Read why, mend it and hand it in again.', 'zh-CN': '请查看退回原因，修改后重新提交。' },
  }),
  noticeKind({
    verb: 'unlawful', by: 'AT_ONCE', title: { en: 'A week breaks a rule on hours', 'zh-CN': '有工时违反规定' },
    to: (sheet) => [
      { organizationId: sheet.hostOrganizationId, roles: ['INDUSTRY_COORDINATOR', 'INDUSTRY_MENTOR'] },
      { organizationId: sheet.schoolOrganizationId, roles: ['SCHOOL_COORDINATOR'] },
    ],
    text: { en: 'It is stored as it was worked and cannot be approved. See its violations, and change the roster.', 'zh-CN': '工时已如实保存，不能批准。请查看违规项并调整排班。' },
  }),
];
