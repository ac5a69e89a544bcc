import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { connectionOf, IdField, LocalDate, Node, Personal, type Ref } from '@quadhelix/graphql';
import { registerEnumType } from 'type-graphql';
import { AFFILIATION_KINDS, type AffiliationKind } from './affiliation.entity.js';

export const AffiliationKindEnum = { STAFF: 'STAFF', STUDENT: 'STUDENT', MEMBER: 'MEMBER' } as const;
registerEnumType(AffiliationKindEnum, {
  name: 'AffiliationKind', description: 'How a person belongs to an organization.',
  valuesConfig: { STAFF: { description: 'Works for it.' }, STUDENT: { description: 'Learns there.' }, MEMBER: { description: 'Belongs to it otherwise.' } },
});

@ObjectType('Affiliation', { description: 'A person belongs to an organization for a period.' })
export class AffiliationType {
  @Field(() => AffiliationKindEnum, { description: 'How.' })
  kind!: AffiliationKind;
  @Personal()
  @Field(() => String, { nullable: true, description: 'Title. Never for apps without a person.' })
  title!: string | null;
  @Field(() => LocalDate, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; null is open-ended.' })
  validUntil!: string | null;
  @Field(() => Int, { description: 'Version.' })
  version!: number;
}

@ObjectType('Person', { implements: Node, description: 'A human being who takes part in this alliance. What is personal is null, with an error, for readers who may not see it.' })
export class PersonType extends Node {}

@ObjectType('Participant', { implements: Node, description: 'A person takes part in this alliance in connection with an organization.' })
export class ParticipantType extends Node {}

export const ParticipantConnection = connectionOf(ParticipantType, 'Participant');

@InputType({ description: 'Which participants a list shows; what is left out does not limit it.' })
export class ParticipantFilter {
  @IdField('Organization', { nullable: true, description: 'Only through this organization.' })
  organizationId?: string | null;
  @IdField('Person', { nullable: true, description: 'Only this person.' })
  personId?: string | null;
}

@ObjectType({ description: 'Result of registering a person.' })
export class PersonPayload {
  @Field(() => PersonType, { description: 'The person.' })
  person!: Ref<PersonType>;
}

@ObjectType({ description: 'Result of a change to an affiliation.' })
export class AffiliationPayload {
  @Field(() => AffiliationType, { description: 'The affiliation after the change.' })
  affiliation!: Ref<AffiliationType>;
}

@InputType({ description: 'A person as an organization knows him.' })
export class PersonRegisterInput {
  @IdField('Organization', { description: 'The member organization he belongs to.' })
  organizationId!: string;
  @Field({ description: "The organization's own number for him (staff or student number)." })
  @Length(1, 64)
  memberNumber!: string;
  @Field({ description: 'Name.' })
  @Length(1, 100)
  name!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Date of birth; unknown is not adult.' })
  birthDate?: string | null;
  @Field(() => AffiliationKindEnum, { description: 'How he belongs to it.' })
  @IsIn(AFFILIATION_KINDS)
  kind!: AffiliationKind;
  @Field(() => String, { nullable: true, description: 'Title.' })
  @IsOptional()
  @Length(1, 100)
  title?: string | null;
  @Field(() => Int, { nullable: true, description: 'Share of his time in basis points; 10000 is full time.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  shareBp?: number | null;
  @Field(() => LocalDate, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; left out is open-ended.' })
  validUntil?: string | null;
}

@InputType({ description: 'The end of an affiliation with the organization you act for.' })
export class AffiliationEndInput {
  @IdField('Person', { description: 'The person.' })
  personId!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  lastDay!: string;
  @Field(() => Int, { description: 'Version of the affiliation that was read.' })
  version!: number;
}
