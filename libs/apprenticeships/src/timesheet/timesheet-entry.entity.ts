import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ENTRY_KINDS = ['WORK', 'TRAINING'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** A stretch of time in a week, exactly as it was reported. Both kinds fill the limits on hours. */
@Entity('timesheet_entries')
export class TimesheetEntry {
  static readonly shownBy = { Timesheet: 'timesheetId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') timesheetId!: string;
  @Column('uuid') apprenticePersonId!: string;
  @Column('timestamptz') startsAt!: Date;
  @Column('timestamptz') endsAt!: Date;
  /** What of the training plan it was, in the host's words. */
  @Column('text') unit!: string;
  @Column('text') kind!: EntryKind;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
