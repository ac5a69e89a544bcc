import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IsInt, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { connectionOf, IdField, Node, type Ref } from '@quadhelix/graphql';
import { PositionConditionsInput } from './position.conditions.type.js';
import type { PositionState } from './position.entity.js';

export const PositionStateEnum = { OPEN: 'OPEN', CLOSED: 'CLOSED' } as const;
registerEnumType(PositionStateEnum, {
  name: 'PositionState', description: 'Whether a position takes apprentices.',
  valuesConfig: { OPEN: { description: 'Placements may be planned in it.' }, CLOSED: { description: 'No new placements; those it has go on.' } },
});

@ObjectType('Position', { implements: Node, description: 'Work that a host offers to apprentices (岗位).' })
export class PositionType extends Node {
  @Field({ description: "The host's own code for it." })
  code!: string;
  @Field({ description: 'Title.' })
  title!: string;
  @Field(() => Int, { description: 'How many apprentices may hold it on any one day.' })
  places!: number;
  @Field(() => PositionStateEnum, { description: 'Whether it takes apprentices.' })
  state!: PositionState;
  @Field(() => Int, { description: 'Version to send back with a change.' })
  version!: number;
}

export const PositionConnection = connectionOf(PositionType, 'Position');

@ObjectType({ description: 'Result of a change to a position.' })
export class PositionPayload {
  @Field(() => PositionType, { description: 'The position after the change.' })
  position!: Ref<PositionType>;
}

@InputType({ description: 'Which positions a list shows; what is left out does not limit it.' })
export class PositionFilter {
  @IdField('Organization', { nullable: true, description: 'Only of this host.' })
  hostOrganizationId?: string | null;
  @Field(() => PositionStateEnum, { nullable: true, description: 'Only in this state.' })
  state?: PositionState | null;
}

@InputType({ description: 'A position to offer.' })
export class PositionPublishInput {
  @IdField('Organization', { description: 'The host; you must act for it.' })
  hostOrganizationId!: string;
  @Field({ description: "The host's own code for it; one per host." })
  @Length(1, 64)
  code!: string;
  @Field({ description: 'Title.' })
  @Length(1, 200)
  title!: string;
  @Field(() => Int, { description: 'How many apprentices may hold it on any one day.' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  places!: number;
  @Field(() => PositionConditionsInput, { nullable: true, description: 'Under which conditions it is worked; may be stated later.' })
  @IsOptional()
  @ValidateNested()
  conditions?: Ref<PositionConditionsInput> | null;
}

@InputType({ description: 'A step of a position.' })
export class PositionStepInput {
  @IdField('Position', { description: 'The position.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
}

@InputType({ description: 'The conditions of a position, stated anew.' })
export class PositionStateConditionsInput extends PositionStepInput {
  @Field(() => PositionConditionsInput, { description: 'All conditions; what is left out is not stated any more.' })
  @ValidateNested()
  conditions!: Ref<PositionConditionsInput>;
}
