import type { DomainEvent } from '@quadhelix/database';
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
