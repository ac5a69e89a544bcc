import { Field, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { BasisPoints, IdField, LocalDate, orderOf } from '@quadhelix/graphql';
import type { Placement, PlacementState } from './placement.entity.js';
import { PlacementStateEnum } from './placement.type.js';

@InputType({ description: 'Which placements a list shows; what is left out does not limit it.' })
export class PlacementFilter {
  @Field(() => [PlacementStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @ArrayMaxSize(5)
  states?: PlacementState[] | null;
  @IdField('Organization', { nullable: true, description: 'Only at this host.' })
  hostOrganizationId?: string | null;
  @IdField('Organization', { nullable: true, description: 'Only of this school.' })
  schoolOrganizationId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only of this apprentice.' })
  apprenticePersonId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only with this mentor.' })
  mentorPersonId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only with this teacher.' })
  teacherPersonId?: string | null;
  @IdField('Programme', { nullable: true, description: 'Only of this programme.' })
  programmeId?: string | null;
}

/** By what placements can be ordered. */
export const placementOrder = orderOf<Placement, 'CREATED_AT' | 'STARTS_ON'>('Placement', {
  CREATED_AT: { column: 'created_at', property: 'createdAt', type: 'timestamptz', description: 'When it was planned.' },
  STARTS_ON: { column: 'starts_on', property: 'startsOn', type: 'date', description: 'Its first day.' },
});
export type PlacementOrder = Parameters<typeof placementOrder.pick>[0];

@InputType({ description: 'A placement to plan. School and host follow from programme and position.' })
export class PlacementPlanInput {
  @IdField('Programme', { description: 'Programme of the school you act for.' })
  programmeId!: string;
  @IdField('Position', { description: 'An open position.' })
  positionId!: string;
  @IdField('Person', { description: 'The apprentice; registered for the school.' })
  apprenticePersonId!: string;
  @IdField('Person', { nullable: true, description: 'His mentor; belongs to the host.' })
  mentorPersonId?: string | null;
  @IdField('Person', { nullable: true, description: 'His teacher; belongs to the school.' })
  teacherPersonId?: string | null;
  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;
  @Field(() => LocalDate, { description: 'First day after it.' })
  endsBefore!: string;
  @Field(() => BasisPoints, { description: 'Share of full time; more than 0.' })
  @Min(1)
  loadBp!: number;
  @Field(() => Int, { nullable: true, description: "The apprentice's year of study when it begins: 1 is the first; left out: not known." })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  yearOfStudy?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Did the student find the place himself? Left out: not known.' })
  ownChoice?: boolean | null;
}

@InputType({ description: 'A step of a placement.' })
export class PlacementStepInput {
  @IdField('Placement', { description: 'The placement.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  @IsInt()
  version!: number;
}

@InputType({ description: 'A step of a placement on a day.' })
export class PlacementDayInput extends PlacementStepInput {
  @Field(() => LocalDate, { nullable: true, description: 'First day of which it holds; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'The planned end of a placement.' })
export class PlacementCompleteInput extends PlacementStepInput {
  @Field(() => LocalDate, { nullable: true, description: 'Last day; today or the planned one, whichever is earlier, where left out.' })
  lastDay?: string | null;
}

@InputType({ description: 'The early end of a placement.' })
export class PlacementStopInput extends PlacementDayInput {
  @Field({ description: 'Why; both sides read it.' })
  @Length(1, 500)
  reason!: string;
}
