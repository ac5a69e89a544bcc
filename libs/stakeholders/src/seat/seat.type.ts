import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import { ROLES, type Role } from '@quadhelix/access';
import { connectionOf, IdField, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import { RoleEnum } from '../alliance/alliance.type.js';

@ObjectType('Seat', { implements: Node, description: 'A person holds a role in this alliance for an organization.' })
export class SeatType extends Node {
  @Field(() => RoleEnum, { description: 'The role.' })
  role!: Role;
  @Field(() => LocalDate, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; null is open-ended.' })
  validUntil!: string | null;
  @Field(() => Int, { description: 'Version.' })
  version!: number;
}

export const SeatConnection = connectionOf(SeatType, 'Seat');

@ObjectType({ description: 'Result of a change to a seat.' })
export class SeatPayload {
  @Field(() => SeatType, { description: 'The seat after the change.' })
  seat!: Ref<SeatType>;
}

@InputType({ description: 'Which seats a list shows; what is left out does not limit it.' })
export class SeatFilter {
  @IdField('Organization', { nullable: true, description: 'Only for this organization.' })
  organizationId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only of this person.' })
  personId?: string | null;
  @Field(() => [RoleEnum], { nullable: true, description: 'Only with one of these roles.' })
  @IsOptional()
  @ArrayMaxSize(ROLES.length)
  roles?: Role[] | null;
}

@InputType({ description: 'Who gets which role.' })
export class SeatAssignInput {
  @IdField('Organization', { description: 'The member organization he acts for.' })
  organizationId!: string;
  @IdField('Person', { description: 'A person registered for that organization.' })
  personId!: string;
  @Field(() => RoleEnum, { description: 'The role; it must fit the sector of the organization.' })
  role!: Role;
  @Field(() => LocalDate, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; left out is open-ended.' })
  validUntil?: string | null;
}

@InputType({ description: 'The end of a seat.' })
export class SeatEndInput {
  @IdField('Seat', { description: 'The seat.' })
  id!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  lastDay!: string;
}
