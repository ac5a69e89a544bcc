import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import type { HoursAssessment } from './timesheet.hours.js';

/** A week is written, submitted, approved for the host, then for the school; either may return it, and editing reopens it. */
export const timesheetStates = defineStates('timesheet', ['DRAFT', 'SUBMITTED', 'MENTOR_APPROVED', 'TEACHER_APPROVED', 'RETURNED'] as const, {
  edit: { from: ['DRAFT', 'RETURNED'], to: 'DRAFT' },
  submit: { from: ['DRAFT'], to: 'SUBMITTED' },
  mentorApprove: { from: ['SUBMITTED'], to: 'MENTOR_APPROVED' },
  teacherApprove: { from: ['MENTOR_APPROVED'], to: 'TEACHER_APPROVED' },
  return: { from: ['SUBMITTED', 'MENTOR_APPROVED'], to: 'RETURNED' },
});
export type TimesheetState = (typeof timesheetStates.states)[number];

export const TIMESHEET_ASSESSMENTS = ['LAWFUL', 'UNLAWFUL', 'UNKNOWN'] as const;
export type TimesheetAssessment = (typeof TIMESHEET_ASSESSMENTS)[number];

/** The hours of one apprentice in one placement in one week (工时表). Minutes are what was reported, never trimmed. */
@Entity('timesheets')
export class Timesheet {
  static readonly personal = ['returnReason'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') placementId!: string;
  @Column('uuid') apprenticePersonId!: string;
  @Column('uuid') hostOrganizationId!: string;
  @Column('uuid') schoolOrganizationId!: string;
  /** Monday, a local date. */
  @Column('date') weekStartsOn!: string;
  @Column('text') state!: TimesheetState;
  @Column('integer') minutes!: number;
  @Column('integer') nightMinutes!: number;
  @Column('integer') excessMinutes!: number;
  @Column('boolean') lawful!: boolean;
  /** No rule is broken as far as is known, but the calendar does not know some of its dates: neither lawful nor unlawful. */
  @Column('boolean') undecided!: boolean;
  @Column('jsonb') unknownDates!: readonly string[];
  @Column('text') ruleVersion!: string;
  @Column('timestamptz') editedAt!: Date;
  @Column('timestamptz') submittedAt!: Date | null;
  @Column('timestamptz') mentorApprovedAt!: Date | null;
  /** Null where the product itself approved, as an import does. */
  @Column('uuid') mentorApproverId!: string | null;
  /** Who made the link by which the mentor approved; null where he approved otherwise, or the product itself made it. */
  @Column('uuid') mentorLinkMakerId!: string | null;
  @Column('timestamptz') teacherApprovedAt!: Date | null;
  @Column('uuid') teacherApproverId!: string | null;
  @Column('timestamptz') returnedAt!: Date | null;
  @Column('text') returnReason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { host: string; school: string; apprentice: string } {
    return { host: this.hostOrganizationId, school: this.schoolOrganizationId, apprentice: this.apprenticePersonId };
  }

  /** Has a decision fixed it, so that other weeks no longer change how it is judged? */
  get isApproved(): boolean {
    return this.state === 'MENTOR_APPROVED' || this.state === 'TEACHER_APPROVED';
  }

  /** What is known of its hours. */
  get assessment(): TimesheetAssessment {
    return this.lawful ? 'LAWFUL' : this.undecided ? 'UNKNOWN' : 'UNLAWFUL';
  }

  /** Its entries are replaced: a returned week is a draft again. */
  edit(at: Date): void {
    this.state = timesheetStates.next(this.state, 'edit');
    this.editedAt = at;
  }

  /** Takes over what its entries come to. */
  assess(assessment: HoursAssessment): void {
    const { minutes, nightMinutes, excessMinutes, violations, unknownDates, lawful, ruleVersion } = assessment;
    Object.assign(this, { minutes, nightMinutes, excessMinutes, lawful, undecided: !lawful && violations.length === 0, unknownDates, ruleVersion });
  }

  /** Unlawful weeks can be submitted: truth first. */
  submit(at: Date): void {
    this.state = timesheetStates.next(this.state, 'submit');
    this.submittedAt = at;
  }

  /** @throws OWN_TIMESHEET, TIMESHEET_NOT_LAWFUL, TIMESHEET_UNDECIDED, STATE_FORBIDS; then nothing has changed. */
  mentorApprove(at: Date, approverId: string | null, linkMakerId: string | null = null): void {
    const state = timesheetStates.next(this.state, 'mentorApprove');
    this.demandApprovable(approverId);
    this.state = state;
    this.mentorApprovedAt = at;
    this.mentorApproverId = approverId;
    this.mentorLinkMakerId = linkMakerId;
  }

  /** @throws OWN_TIMESHEET, SAME_APPROVER, LINK_MAKER_APPROVES, TIMESHEET_NOT_LAWFUL, TIMESHEET_UNDECIDED, STATE_FORBIDS; then nothing has changed. */
  teacherApprove(at: Date, approverId: string | null): void {
    const state = timesheetStates.next(this.state, 'teacherApprove');
    this.demandApprovable(approverId);
    if (approverId !== null && approverId === this.mentorApproverId) throw apprenticeshipErrors.SAME_APPROVER({ field: 'id' });
    // Who sent the link has seen it, and could have opened it himself.
    if (approverId !== null && approverId === this.mentorLinkMakerId) throw apprenticeshipErrors.LINK_MAKER_APPROVES({ field: 'id' });
    this.state = state;
    this.teacherApprovedAt = at;
    this.teacherApproverId = approverId;
  }

  return(at: Date, reason: string): void {
    this.state = timesheetStates.next(this.state, 'return');
    this.returnedAt = at;
    this.returnReason = reason;
    this.mentorApprovedAt = null;
    this.mentorApproverId = null;
    this.mentorLinkMakerId = null;
  }

  private demandApprovable(approverId: string | null): void {
    if (approverId !== null && approverId === this.apprenticePersonId) throw apprenticeshipErrors.OWN_TIMESHEET({ field: 'id' });
    if (this.undecided) throw apprenticeshipErrors.TIMESHEET_UNDECIDED({ field: 'id', params: { dates: this.unknownDates.join(', ') } });
    if (!this.lawful) throw apprenticeshipErrors.TIMESHEET_NOT_LAWFUL({ field: 'id' });
  }
}
