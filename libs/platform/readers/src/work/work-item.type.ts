import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { IsOptional, Length } from 'class-validator';
import { connectionOf, Instant, LocalDate } from '@quadhelix/graphql';

@ObjectType('WorkAlliance', { description: 'The alliance to which work belongs.' })
export class WorkAlliance {
  @Field({ description: 'Short name for the header "Quadhelix-Alliance".' })
  slug!: string;
  @Field({ description: 'Name for people.' })
  name!: string;
}

@ObjectType('WorkItem', { description: 'Something that waits for you. It disappears when it is done, by you or by somebody else for whom it waited, too.' })
export class WorkItemType {
  @Field({ description: 'Which step is waited for, `<noun>.<verb>`; stable.' })
  kind!: string;
  @Field(() => Instant, { description: 'Since when it waits.' })
  since!: Date;
  @Field(() => LocalDate, { nullable: true, description: 'Day by which it should be done, in the time zone of its alliance; null where there is none.' })
  dueOn!: string | null;
  @Field(() => WorkAlliance, { description: 'The alliance to which it belongs.' })
  alliance!: WorkAlliance;
}

export const WorkItemConnection = connectionOf(WorkItemType, 'WorkItem');

@InputType({ description: 'Which of the work that waits for you. What is left out does not narrow it.' })
export class WorkFilter {
  @Field(() => String, { nullable: true, description: 'Only this kind.' })
  @IsOptional()
  @Length(1, 100)
  kind?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Only what is due on this day or earlier.' })
  dueUntil?: string | null;
  @Field(() => String, { nullable: true, description: 'Only the alliance with this short name.' })
  @IsOptional()
  @Length(1, 64)
  alliance?: string | null;
}

@ObjectType({ description: 'How much work of one kind waits for you.' })
export class WorkCount {
  @Field({ description: 'The kind.' })
  kind!: string;
  @Field(() => Int, { description: 'How much; 100 means 100 or more.' })
  count!: number;
  @Field(() => LocalDate, { nullable: true, description: 'Earliest day by which some of it should be done; null where nothing of it has one.' })
  dueFirst!: string | null;
}

@ObjectType('WorkSubject', { description: 'What work is about.' })
export class WorkSubject {
  @Field({ description: 'Its type.' })
  type!: string;
  @Field(() => ID, { description: 'Its global id: ask for node(id) in its alliance.' })
  id!: string;
}
