import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
import type { Placement } from './placement/placement.entity.js';
import type { Position } from './position/position.entity.js';
import type { Programme } from './programme/programme.entity.js';
import type { Timesheet } from './timesheet/timesheet.entity.js';
import type { TimesheetViolation } from './timesheet/timesheet-violation.entity.js';

/** A school has a new programme. Type `programme.created`. */
export const programmeCreated = (programme: Programme): DomainEvent => ({
  type: 'programme.created', subjectType: 'Programme', subjectId: programme.id, payload: { schoolOrganizationId: programme.schoolOrganizationId },
});

/** A position was offered, its conditions stated anew, or it was taken off the offer. Type `position.<published | conditionsStated | closed>`. */
export const positionChanged = (verb: 'published' | 'conditionsStated' | 'closed', position: Position): DomainEvent => ({
  type: `position.${verb}`, subjectType: 'Position', subjectId: position.id, payload: { hostOrganizationId: position.hostOrganizationId, places: position.places },
});

/** A placement came into a state. Type `placement.<planned | started | paused | resumed | completed | stopped>`. */
export const placementChanged = (verb: 'planned' | 'started' | 'paused' | 'resumed' | 'completed' | 'stopped', placement: Placement): DomainEvent => ({
  type: `placement.${verb}`, subjectType: 'Placement', subjectId: placement.id,
  payload: {
    state: placement.state, apprenticePersonId: placement.apprenticePersonId, hostOrganizationId: placement.hostOrganizationId,
    schoolOrganizationId: placement.schoolOrganizationId, startsOn: placement.startsOn, endsBefore: placement.endsBefore, loadBp: placement.loadBp,
  },
});

/** A week came into a state. Type `timesheet.<submitted | mentorApproved | teacherApproved | returned>`. Minutes as they were reported. */
export const timesheetChanged = (verb: 'submitted' | 'mentorApproved' | 'teacherApproved' | 'returned', sheet: Timesheet): DomainEvent => ({
  type: `timesheet.${verb}`, subjectType: 'Timesheet', subjectId: sheet.id,
  payload: {
    placementId: sheet.placementId, hostOrganizationId: sheet.hostOrganizationId, schoolOrganizationId: sheet.schoolOrganizationId,
    weekStartsOn: sheet.weekStartsOn, minutes: sheet.minutes, excessMinutes: sheet.excessMinutes, lawful: sheet.lawful,
  },
});

/** A submitted week breaks rules on hours: raised against the host. Type `timesheet.unlawful`. */
export const timesheetUnlawful = (sheet: Timesheet, violations: readonly TimesheetViolation[]): DomainEvent => ({
  type: 'timesheet.unlawful', subjectType: 'Timesheet', subjectId: sheet.id,
  payload: {
    hostOrganizationId: sheet.hostOrganizationId, schoolOrganizationId: sheet.schoolOrganizationId, weekStartsOn: sheet.weekStartsOn, ruleVersion: sheet.ruleVersion,
    violations: violations.map(({ rule, onDate, minutes, limitMinutes }) => ({ rule, onDate, minutes, limitMinutes })),
  },
});

/** Events about programmes, positions, placements and weeks. */
export const apprenticeshipEvents: readonly EventKind[] = [
  ...defineEvents('apprenticeships', 'Programme', {
    created: { en: 'A school has a new programme.', 'zh-CN': '学校新增培养项目。' },
  }),
  ...defineEvents('apprenticeships', 'Position', {
    published: { en: 'A position was offered.', 'zh-CN': '岗位发布。' },
    conditionsStated: { en: 'The conditions of a position were stated anew.', 'zh-CN': '岗位条件已更新。' },
    closed: { en: 'A position was taken off the offer.', 'zh-CN': '岗位关闭。' },
  }),
  ...defineEvents('apprenticeships', 'Placement', {
    planned: { en: 'A placement was planned.', 'zh-CN': '实习安排已计划。' },
    started: { en: 'A placement began.', 'zh-CN': '实习开始。' },
    paused: { en: 'A placement was paused.', 'zh-CN': '实习暂停。' },
    resumed: { en: 'A placement goes on after a pause.', 'zh-CN': '实习恢复。' },
    completed: { en: 'A placement was completed.', 'zh-CN': '实习完成。' },
    stopped: { en: 'A placement was ended before its time.', 'zh-CN': '实习提前终止。' },
  }),
  ...defineEvents('apprenticeships', 'Timesheet', {
    submitted: { en: 'A week was submitted.', 'zh-CN': '周工时已提交。' },
    mentorApproved: { en: 'The mentor approved a week.', 'zh-CN': '导师已批准周工时。' },
    teacherApproved: { en: 'The teacher approved a week; it counts now.', 'zh-CN': '教师已批准周工时,开始计入。' },
    returned: { en: 'A week was returned to be corrected.', 'zh-CN': '周工时被退回修改。' },
    unlawful: { en: 'A submitted week breaks rules on hours.', 'zh-CN': '提交的周工时违反工时规定。' },
  }),
];
