import { ArgsType, Field, Float, ObjectType } from 'type-graphql';
import { Length } from 'class-validator';
import { Bounded, connectionOf, Instant, LocalDate, PageArgs, type Ref } from '@quadhelix/graphql';

@ArgsType()
export class AppUsageArgs extends PageArgs {
  @Field({ description: 'Client id of an app of the organization acted for.' })
  @Length(1, 100)
  clientId!: string;
  @Field({ nullable: true, description: 'Only what is to leave the API.' })
  leaving?: boolean;
  @Field(() => LocalDate, { nullable: true, description: 'First day, in UTC; left out, 29 days before the last.' })
  from?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Last day, in UTC; left out, today. At most 92 days together.' })
  until?: string | null;
}

@ObjectType({ description: 'How often something was used on one day.' })
export class AppUsageDay {
  @Field(() => LocalDate, { description: 'The day, in UTC.' })
  day!: string;
  @Field(() => Float, { description: 'Operations that asked for it; a whole number.' })
  uses!: number;
}

@ObjectType({ description: 'What an app uses of the API: one field, argument, input field or enum value.' })
export class AppUsage {
  @Field({ description: 'As the schema names it: Type.field, Type.field(argument:), Input.field or Enum.VALUE.' })
  member!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Until which day it works; null where it is not to leave.' })
  leavesAfter!: string | null;
  @Field(() => Float, { description: 'Operations that asked for it; a whole number.' })
  uses!: number;
  @Field(() => Instant, { description: 'When it was asked for last.' })
  lastUsedAt!: Date;
  @Bounded('at most 92 days', 92)
  @Field(() => [AppUsageDay], { description: 'Day by day; days without use are left out.' })
  days!: Ref<AppUsageDay>[];
}

export const AppUsageConnection = connectionOf(AppUsage, 'AppUsage');
