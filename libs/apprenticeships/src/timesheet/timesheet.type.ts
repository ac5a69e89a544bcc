import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, connectionOf, Instant, LocalDate, Minutes, Node, orderOf, type Ref } from '@quadhelix/graphql';
import type { EntryKind } from './timesheet-entry.entity.js';
import type { Timesheet, TimesheetAssessment, TimesheetState } from './timesheet.entity.js';
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
export const HoursRuleEnum = { HOURS_PER_DAY: 'HOURS_PER_DAY', HOURS_PER_WEEK: 'HOURS_PER_WEEK', NIGHT_MINOR: 'NIGHT_MINOR', NIGHT: 'NIGHT', REST_DAY: 'REST_DAY', PUBLIC_HOLIDAY: 'PUBLIC_HOLIDAY' } as const;
registerEnumType(HoursRuleEnum, {
  name: 'HoursRule', description: 'A rule on hours that a week can break.',
  valuesConfig: {
    HOURS_PER_DAY: { description: 'More on a local date than the rules allow (nationally 8 hours), over all placements of the person.' },
    HOURS_PER_WEEK: { description: 'More from Monday to Sunday than the rules allow (nationally 40 hours), over all placements of the person.' },
    NIGHT_MINOR: { description: 'Somebody under 18, or of unknown age, worked at night (nationally from 22:00 to 06:00).' },
    NIGHT: { description: 'An adult worked at night and nothing was filed beforehand.' },
    REST_DAY: { description: 'Work on a Saturday or Sunday that is no make-up workday, and nothing was filed beforehand.' },
    PUBLIC_HOLIDAY: { description: 'Work on a public holiday, and nothing was filed beforehand.' },
  },
});
export const TimesheetAssessmentEnum = { LAWFUL: 'LAWFUL', UNLAWFUL: 'UNLAWFUL', UNKNOWN: 'UNKNOWN' } as const;
registerEnumType(TimesheetAssessmentEnum, {
  name: 'TimesheetAssessment', description: 'What is known of the hours of a week.',
  valuesConfig: {
    LAWFUL: { description: 'They keep all rules.' }, UNLAWFUL: { description: 'They break a rule; see the violations.' },
    UNKNOWN: { description: 'No rule is broken as far as is known, but the holiday calendar does not know some of the dates.' },
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
  @Field(() => Minutes, { description: 'Of these at night, nationally from 22:00 to 06:00.' })
  nightMinutes!: number;
  @Field(() => Minutes, { description: 'Of these beyond the limits of a day or of the week (nationally 8 and 40 hours); no minute counts twice.' })
  excessMinutes!: number;
  @Field({ description: 'Is it known to keep all rules on hours? Else it can be submitted, but not approved.' })
  lawful!: boolean;
  @Field(() => TimesheetAssessmentEnum, { description: 'What is known of its hours; UNKNOWN is not lawful.' })
  assessment!: TimesheetAssessment;
  @Bounded('the days of a week')
  @Field(() => [LocalDate], { description: 'Dates of work of which the holiday calendar does not know what they are; at most 7.' })
  unknownDates!: readonly string[];
  @Field({ description: 'Versions of the rule packs whose values judged it, joined by +.' })
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
