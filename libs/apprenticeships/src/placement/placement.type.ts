import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BasisPoints, connectionOf, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import type { PlacementState } from './placement.entity.js';

export const PlacementStateEnum = { PLANNED: 'PLANNED', ACTIVE: 'ACTIVE', PAUSED: 'PAUSED', COMPLETED: 'COMPLETED', STOPPED: 'STOPPED' } as const;
registerEnumType(PlacementStateEnum, {
  name: 'PlacementState', description: 'Where a placement stands.',
  valuesConfig: {
    PLANNED: { description: 'A plan that binds nobody.' }, ACTIVE: { description: "The apprentice's time is booked; hours can be logged." },
    PAUSED: { description: 'His time is free for now.' }, COMPLETED: { description: 'It ended as planned.' }, STOPPED: { description: 'It ended early or never began.' },
  },
});

@ObjectType('Placement', { implements: Node, description: 'An apprentice of a school learns in a position of a host for a period, with a share of his time (实习安排).' })
export class PlacementType extends Node {
  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;
  @Field(() => LocalDate, { description: 'First day after the planned period.' })
  endsBefore!: string;
  @Field(() => BasisPoints, { description: 'Share of full time.' })
  loadBp!: number;
  @Field(() => Int, { nullable: true, description: "The apprentice's year of study when it begins: 1 is the first; null: not known." })
  yearOfStudy!: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Did the student find the place himself? Null: not known.' })
  ownChoice!: boolean | null;
  @Field(() => PlacementStateEnum, { description: 'Where it stands.' })
  state!: PlacementState;
  @Field(() => LocalDate, { nullable: true, description: 'First day of the present pause.' })
  pausedOn!: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'First day that no longer belongs to it, once completed or stopped.' })
  endedOn!: string | null;
  @Field(() => Int, { description: 'Version to send back with a change.' })
  version!: number;
}

export const PlacementConnection = connectionOf(PlacementType, 'Placement');

@ObjectType({ description: 'Result of a change to a placement.' })
export class PlacementPayload {
  @Field(() => PlacementType, { description: 'The placement after the change.' })
  placement!: Ref<PlacementType>;
}
