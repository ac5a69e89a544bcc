import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { IsOptional, Length, Matches } from 'class-validator';
import { connectionOf, IdField, Node, type Ref } from '@quadhelix/graphql';

@ObjectType('Programme', { implements: Node, description: 'A course of studies of a school whose apprentices are placed (专业).' })
export class ProgrammeType extends Node {
  @Field({ description: "The school's own code for it." })
  code!: string;
  @Field({ description: 'Name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: "Major category (专业大类): two digits of the ministry's catalogue; null: not known." })
  majorCategory!: string | null;
  @Field(() => Int, { description: 'Version.' })
  version!: number;
}

export const ProgrammeConnection = connectionOf(ProgrammeType, 'Programme');

@ObjectType({ description: 'Result of a change to a programme.' })
export class ProgrammePayload {
  @Field(() => ProgrammeType, { description: 'The programme after the change.' })
  programme!: Ref<ProgrammeType>;
}

@InputType({ description: 'Which programmes a list shows; what is left out does not limit it.' })
export class ProgrammeFilter {
  @IdField('Organization', { nullable: true, description: 'Only of this school.' })
  schoolOrganizationId?: string | null;
}

@InputType({ description: 'A new programme.' })
export class ProgrammeCreateInput {
  @IdField('Organization', { description: 'The school; you must act for it.' })
  schoolOrganizationId!: string;
  @Field({ description: "The school's own code for it; one per school." })
  @Length(1, 64)
  code!: string;
  @Field({ description: 'Name.' })
  @Length(1, 200)
  name!: string;
  @Field(() => String, { nullable: true, description: "Major category (专业大类): two digits of the ministry's catalogue, e.g. 46. May be added later by the same call." })
  @IsOptional()
  @Matches(/^\d{2}$/, { message: 'majorCategory must be 2 digits' })
  majorCategory?: string | null;
}
