import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Instant, LocalDate, Minutes, Node, orderOf, type Ref } from '@quadhelix/graphql';
import type { EntryKind } from './timesheet-entry.entity.js';
import type { Timesheet, TimesheetState } from './timesheet.entity.js';
import type { HoursRuleName } from './timesheet.hours.js';

export const TimesheetStateEnum = { DRAFT: 'DRAFT', SUBMITTED: 'SUBMITTED', MENTOR_APPROVED: 'MENTOR_APPROVED', TEACHER_APPROVED: 'TEACHER_APPROVED', RETURNED: 'RETURNED' } as const;
registerEnumType(TimesheetStateEnum, {
  name: 'TimesheetState', description: 'Where a week stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' }, SUBMITTED: { description: 'Waits for the mentor.' }, MENTOR_APPROVED: { description: 'Approved for the host; waits for the teacher.' },
    TEACHER_APPROVED: { description: 'Approved for host and school.' }, RETURNED: { description: 'Sent back; saving it again reopens it.' },
  },
});
export const EntryKindEnum = { WORK: 'WORK', TRAINING: 'TRAINING' } as const;
registerEnumType(EntryKindEnum, {
  name: 'TimesheetEntryKind', description: 'What the time was spent on. Both kinds fill the limits on hours.',
  valuesConfig: { WORK: { description: 'Work in the host.' }, TRAINING: { description: 'Instruction in the host.' } },
});
export const HoursRuleEnum = { HOURS_PER_DAY: 'HOURS_PER_DAY', HOURS_PER_WEEK: 'HOURS_PER_WEEK', NIGHT_MINOR: 'NIGHT_MINOR', NIGHT: 'NIGHT' } as const;
registerEnumType(HoursRuleEnum, {
  name: 'HoursRule', description: 'A rule on hours that a week can break.',
  valuesConfig: {
    HOURS_PER_DAY: { description: 'More than 8 hours on a local date, over all placements of the person.' },
    HOURS_PER_WEEK: { description: 'More than 40 hours from Monday to Sunday, over all placements of the person.' },
    NIGHT_MINOR: { description: 'Somebody under 18, or of unknown age, worked between 22:00 and 06:00.' },
    NIGHT: { description: 'An adult worked between 22:00 and 06:00 and nothing was filed beforehand.' },
  },
});

@ObjectType('TimesheetEntry', { description: 'A stretch of time in a week, exactly as it was reported.' })
export class TimesheetEntryType {
  @Field(() => Instant, { description: 'Begin.' })
  startsAt!: Date;
  @Field(() => Instant, { description: 'End.' })
  endsAt!: Date;
  @Field({ description: 'What of the training plan it was.' })
  unit!: string;
  @Field(() => EntryKindEnum, { description: 'What the time was spent on.' })
  kind!: EntryKind;
}

@ObjectType('Timesheet', { implements: Node, description: 'The hours of one apprentice in one placement in one week (工时表). Hours beyond a limit are stored and named, never trimmed.' })
export class TimesheetType extends Node {
  @Field(() => LocalDate, { description: 'Monday of the week.' })
  weekStartsOn!: string;
  @Field(() => TimesheetStateEnum, { description: 'Where it stands.' })
  state!: TimesheetState;
  @Field(() => Minutes, { description: 'All minutes reported.' })
  minutes!: number;
  @Field(() => Minutes, { description: 'Of these between 22:00 and 06:00.' })
  nightMinutes!: number;
  @Field(() => Minutes, { description: 'Of these beyond 8 hours a day or 40 hours a week; no minute counts twice.' })
  excessMinutes!: number;
  @Field({ description: 'Does it keep all rules on hours? Else it can be submitted, but not approved.' })
  lawful!: boolean;
  @Field({ description: 'Version of the rule that judged it.' })
  ruleVersion!: string;
  @Field(() => Instant, { nullable: true, description: 'When it was handed in.' })
  submittedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was approved for the host.' })
  mentorApprovedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was approved for the school.' })
  teacherApprovedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was last sent back.' })
  returnedAt!: Date | null;
  @Field(() => Int, { description: 'Version to send back with a change.' })
  version!: number;
}

export const TimesheetConnection = connectionOf(TimesheetType, 'Timesheet');

/** By what timesheets can be ordered. */
export const timesheetOrder = orderOf<Timesheet, 'WEEK'>('Timesheet', { WEEK: { column: 'week_starts_on', property: 'weekStartsOn', type: 'date', description: 'The week.' } });

@ObjectType('TimesheetViolation', { implements: Node, description: 'Time of a week beyond a rule on hours, raised against the host.' })
export class TimesheetViolationType extends Node {
  @Field(() => HoursRuleEnum, { description: 'The rule.' })
  rule!: HoursRuleName;
  @Field(() => LocalDate, { description: 'The local date; of the weekly rule its Monday.' })
  onDate!: string;
  @Field(() => Minutes, { description: 'Minutes worked under that rule, over all placements of the person.' })
  minutes!: number;
  @Field(() => Minutes, { description: 'Minutes that the rule allows.' })
  limitMinutes!: number;
}

export const TimesheetViolationConnection = connectionOf(TimesheetViolationType, 'TimesheetViolation');

@ObjectType({ description: 'Hours of one week over all timesheets that you may see.' })
export class HoursOfWeek {
  @Field(() => LocalDate, { description: 'Monday of the week.' })
  weekStartsOn!: string;
  @Field(() => Int, { description: 'Timesheets of that week, in any state.' })
  sheets!: number;
  @Field(() => Minutes, { description: 'Minutes approved for host and school.' })
  approvedMinutes!: number;
  @Field(() => Minutes, { description: 'Minutes handed in that wait for an approval.' })
  submittedMinutes!: number;
  @Field(() => Minutes, { description: 'Minutes beyond the limits, handed in or approved.' })
  excessMinutes!: number;
}

@ObjectType({ description: 'Result of a change to a timesheet.' })
export class TimesheetPayload {
  @Field(() => TimesheetType, { description: 'The timesheet after the change.' })
  timesheet!: Ref<TimesheetType>;
}
