import { Field, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, IsInt, IsOptional, Length, ValidateNested } from 'class-validator';
import { IdField, Instant, LocalDate } from '@quadhelix/graphql';
import type { EntryKind } from './timesheet-entry.entity.js';
import type { TimesheetState } from './timesheet.entity.js';
import { EntryKindEnum, TimesheetStateEnum } from './timesheet.type.js';

/** More stretches than anybody has in a week. */
export const MOST_ENTRIES = 100;

@InputType({ description: 'Which timesheets a list shows; what is left out does not limit it.' })
export class TimesheetFilter {
  @Field(() => [TimesheetStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @ArrayMaxSize(5)
  states?: TimesheetState[] | null;
  @IdField('Placement', { nullable: true, description: 'Only of this placement.' })
  placementId?: string | null;
  @IdField('Organization', { nullable: true, description: 'Only at this host.' })
  hostOrganizationId?: string | null;
  @IdField('Organization', { nullable: true, description: 'Only of this school.' })
  schoolOrganizationId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only of this apprentice.' })
  apprenticePersonId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Only weeks that break no rule on hours, or only those that break one.' })
  lawful?: boolean | null;
  @Field(() => LocalDate, { nullable: true, description: 'Only weeks that begin on this day or later.' })
  weekFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Only weeks that begin on this day or earlier.' })
  weekUntil?: string | null;
}

@InputType({ description: 'A stretch of time.' })
export class TimesheetEntryInput {
  @Field(() => Instant, { description: 'Begin, at a whole minute.' })
  startsAt!: Date;
  @Field(() => Instant, { description: 'End, at a whole minute; later than the begin, at most 24 hours, not in the future.' })
  endsAt!: Date;
  @Field({ description: 'What of the training plan it was.' })
  @Length(1, 200)
  unit!: string;
  @Field(() => EntryKindEnum, { description: 'What the time was spent on.' })
  kind!: EntryKind;
}

@InputType({ description: 'All that is reported for one week of a placement; it replaces what was there.' })
export class TimesheetSaveInput {
  @IdField('Placement', { description: 'The placement.' })
  placementId!: string;
  @Field(() => LocalDate, { description: 'Monday of the week.' })
  weekStartsOn!: string;
  @Field(() => [TimesheetEntryInput], { description: 'All entries, at most 100, within the week and not overlapping.' })
  @ArrayMaxSize(MOST_ENTRIES)
  @ValidateNested({ each: true })
  entries!: TimesheetEntryInput[];
  @Field(() => Int, { nullable: true, description: 'Version that was read; needed where the week exists.' })
  @IsOptional()
  @IsInt()
  version?: number | null;
}

@InputType({ description: 'A step of a timesheet.' })
export class TimesheetStepInput {
  @IdField('Timesheet', { description: 'The timesheet.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  @IsInt()
  version!: number;
}

@InputType({ description: 'Sending a week back.' })
export class TimesheetReturnInput extends TimesheetStepInput {
  @Field({ description: 'Why; who wrote it reads it.' })
  @Length(1, 500)
  reason!: string;
}
