import { DateTime } from 'luxon';
import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { LinkContent, LinkFact, LinkKind } from '@quadhelix/single-use-links';
import { Organization, Person } from '@quadhelix/stakeholders';
import { timesheetAccess } from '../apprenticeships.access.js';
import { Placement } from '../placement/placement.entity.js';
import type { TimesheetEntry } from './timesheet-entry.entity.js';
import { Timesheet } from './timesheet.entity.js';
import { entriesOf, violationsOf } from './timesheet.queries.js';
import type { TimesheetService } from './timesheet.service.js';

const MINUTE = 60_000;

/** `32:30`: hours and minutes, for people. */
const hours = (minutes: number): string => `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`;

/** A day's stretch of time as the mentor saw it on his clock. */
function lineOf({ startsAt, endsAt, unit }: TimesheetEntry, timeZone: string): LinkFact {
  const [from, until] = [startsAt, endsAt].map((at) => DateTime.fromJSDate(at, { zone: timeZone })) as [DateTime, DateTime];
  const day = (locale: string): string => from.setLocale(locale).toFormat(locale === 'en' ? 'ccc d LLL' : 'L月d日 ccc');
  const nextDay = until.hasSame(from, 'day') ? '' : ' (+1)';
  return { label: { en: day('en'), 'zh-CN': day('zh-CN') }, value: `${from.toFormat('HH:mm')}–${until.toFormat('HH:mm')}${nextDay} · ${hours((endsAt.getTime() - startsAt.getTime()) / MINUTE)} · ${unit}` };
}

const UNLAWFUL: BilingualText = {
  en: 'This week breaks a rule on hours. It can be returned, but not approved as lawful time.', 'zh-CN': '该周工时违反规定。可以退回,不能作为合规工时批准。',
};
const UNDECIDED: BilingualText = {
  en: 'Whether this week is lawful is not known yet, because the holiday calendar lacks some of its dates. It can be returned, but not approved now.', 'zh-CN': '节假日日历缺少部分日期,该周是否合规尚无法判定。可以退回,暂不能批准。',
};

/** The week as it stands; null unless it waits for the mentor whom its placement names. */
async function contentOf(scope: Scope, timesheetId: string): Promise<LinkContent | null> {
  const [sheet] = await scope.find(Timesheet, { id: timesheetId });
  const placement = sheet ? await scope.byId(Placement, sheet.placementId) : null;
  if (!sheet || !placement?.mentorPersonId || sheet.state !== 'SUBMITTED') return null;
  const [apprentice, host, school] = await Promise.all([scope.byId(Person, sheet.apprenticePersonId), scope.byId(Organization, sheet.hostOrganizationId), scope.byId(Organization, sheet.schoolOrganizationId)]);
  const entries = await entriesOf(scope, sheet.id);
  const violations = (await violationsOf(scope, sheet.id)).map(({ rule, onDate, minutes, limitMinutes }) => ({ rule, onDate, minutes, limitMinutes }));
  return {
    facts: [
      { label: { en: 'Apprentice', 'zh-CN': '学徒' }, value: apprentice?.name ?? '' },
      { label: { en: 'Host', 'zh-CN': '实习单位' }, value: host?.legalName ?? '' },
      { label: { en: 'School', 'zh-CN': '学校' }, value: school?.legalName ?? '' },
      { label: { en: 'Week from', 'zh-CN': '一周起始' }, value: sheet.weekStartsOn },
      { label: { en: 'Hours in all', 'zh-CN': '合计工时' }, value: hours(sheet.minutes) },
      ...entries.map((entry) => lineOf(entry, scope.timeZone)),
    ],
    warnings: sheet.lawful ? [] : [sheet.undecided ? UNDECIDED : UNLAWFUL],
    bound: { mentor: placement.mentorPersonId, editedAt: sheet.editedAt, submittedAt: sheet.submittedAt, kinds: entries.map(({ kind }) => kind), violations },
  };
}

/** A mentor who has no account approves or returns one week by a link. */
export const timesheetDecision = (service: TimesheetService): LinkKind => ({
  name: 'timesheet.mentorDecision', subjectType: 'Timesheet', entity: Timesheet,
  title: { en: 'Approve a week of hours', 'zh-CN': '批准一周工时' },
  choices: [
    { name: 'approve', label: { en: 'Approve', 'zh-CN': '批准' }, action: timesheetAccess.mentorApprove },
    { name: 'return', label: { en: 'Return', 'zh-CN': '退回' }, action: timesheetAccess.return, reason: true },
  ],
  content: contentOf,
  async decide(scope, id, choice, reason) {
    if (choice === 'approve') await service.approveOne(scope, { id }, 'MENTOR');
    else await service.return(scope, id, reason ?? '');
  },
});
