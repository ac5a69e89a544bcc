import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, ValidateNested } from 'class-validator';
import { Bounded, IdField, type Ref } from '@quadhelix/graphql';
import { MOST_WEEKS } from './timesheet.approval.js';
import { TimesheetType } from './timesheet.type.js';

@ObjectType({ description: 'Why one row of a request was refused.' })
export class RowError {
  @Field({ description: 'Stable code.' })
  code!: string;
  @Field({ description: 'What to do about it, in the language of the request.' })
  message!: string;
}

@ObjectType({ description: 'What became of one week: it was approved, or why not.' })
export class TimesheetApprovalRow {
  @Field(() => ID, { description: 'Id of the timesheet as it was asked for.' })
  id!: string;
  @Field(() => TimesheetType, { nullable: true, description: 'The approved timesheet; null where it was refused.' })
  timesheet!: Ref<TimesheetType> | null;
  @Field(() => RowError, { nullable: true, description: 'Why it was refused; null where it was approved.' })
  error!: Ref<RowError> | null;
}

@ObjectType({ description: 'Result of approving several weeks: one row for each, in the order asked; none is left out.' })
export class TimesheetsApprovalPayload {
  @Bounded('one per week asked for, at most 250')
  @Field(() => [TimesheetApprovalRow], { description: 'One row per week asked for, at most 250.' })
  rows!: TimesheetApprovalRow[];
  @Field(() => Int, { description: 'How many were approved.' })
  approved!: number;
}


@InputType({ description: 'One of several weeks to approve.' })
export class TimesheetApproveRow {
  @IdField('Timesheet', { description: 'The timesheet.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Version that was read; left out means: as it is now.' })
  @IsOptional()
  @IsInt()
  version?: number | null;
}

@InputType({ description: 'Several weeks to approve at once. Those that may not be approved are answered with why not; the others are approved.' })
export class TimesheetsApproveInput {
  @Field(() => [TimesheetApproveRow], { description: 'The weeks, 1 to 250.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_WEEKS)
  @ValidateNested({ each: true })
  weeks!: TimesheetApproveRow[];
}
