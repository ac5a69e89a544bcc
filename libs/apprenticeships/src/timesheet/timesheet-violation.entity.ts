import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HoursRuleName } from './timesheet.hours.js';

/** Time of a week beyond a rule, raised against the host. It stands as long as the hours are reported so; what stood before is in the audit entries. */
@Entity('timesheet_violations')
export class TimesheetViolation {
  static readonly shownBy = { Timesheet: 'timesheetId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') timesheetId!: string;
  @Column('uuid') apprenticePersonId!: string;
  @Column('uuid') hostOrganizationId!: string;
  @Column('uuid') schoolOrganizationId!: string;
  @Column('text') rule!: HoursRuleName;
  /** Local date; of the weekly rule the Monday. */
  @Column('date') onDate!: string;
  @Column('integer') minutes!: number;
  @Column('integer') limitMinutes!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { host: string; school: string; apprentice: string } {
    return { host: this.hostOrganizationId, school: this.schoolOrganizationId, apprentice: this.apprenticePersonId };
  }
}
