import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, IsOptional, Length, Matches, MaxLength } from 'class-validator';
import type { MembershipState, Sector } from '@quadhelix/access';
import { connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import { SectorEnum } from '../alliance/alliance.type.js';

export const MembershipStateEnum = { INVITED: 'INVITED', ACTIVE: 'ACTIVE', SUSPENDED: 'SUSPENDED', WITHDRAWN: 'WITHDRAWN', EXPELLED: 'EXPELLED' } as const;
registerEnumType(MembershipStateEnum, {
  name: 'MembershipState', description: 'Where a membership stands. Joining needs the consent of both sides.',
  valuesConfig: {
    INVITED: { description: 'The alliance consented; the organization has not answered.' }, ACTIVE: { description: 'Both sides consented.' },
    SUSPENDED: { description: 'Reads, but changes nothing.' }, WITHDRAWN: { description: 'The organization left or declined.' }, EXPELLED: { description: 'The alliance ended it.' },
  },
});

@ObjectType('Membership', { implements: Node, description: 'An organization in this alliance.' })
export class MembershipType extends Node {
  @Field(() => MembershipStateEnum, { description: 'Where it stands.' })
  state!: MembershipState;
  @Field(() => Instant, { nullable: true, description: 'When the alliance consented.' })
  allianceConsentedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When the organization consented.' })
  organizationConsentedAt!: Date | null;
  @Field(() => Int, { description: 'Version.' })
  version!: number;
}

export const MembershipConnection = connectionOf(MembershipType, 'Membership');

@ObjectType({ description: 'Result of a change to a membership.' })
export class MembershipPayload {
  @Field(() => MembershipType, { description: 'The membership after the change.' })
  membership!: Ref<MembershipType>;
}

@InputType({ description: 'Which memberships a list shows; what is left out does not limit it.' })
export class MembershipFilter {
  @Field(() => [MembershipStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @ArrayMaxSize(5)
  states?: MembershipState[] | null;
  @IdField('Organization', { nullable: true, description: 'Only of this organization.' })
  organizationId?: string | null;
}

@InputType({ description: 'Whom to invite: an organization by its id, or by what is known of it.' })
export class MembershipInviteInput {
  @IdField('Organization', { nullable: true, description: 'A known organization. Leave the other fields out then.' })
  organizationId?: string | null;
  @Field(() => SectorEnum, { nullable: true, description: 'Sector of a new organization.' })
  sector?: Sector | null;
  @Field(() => String, { nullable: true, description: 'Registered name of a new organization.' })
  @IsOptional()
  @Length(1, 200)
  legalName?: string | null;
  @Field(() => String, { nullable: true, description: 'Unified social credit code, 18 characters.' })
  @IsOptional()
  @MaxLength(100)
  uscc?: string | null;
  @Field(() => String, { nullable: true, description: 'Region (GB/T 2260 code).' })
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/, { message: 'regionCode must be 2, 4 or 6 digits' })
  regionCode?: string | null;
}

@InputType({ description: 'A step of a membership.' })
export class MembershipStepInput {
  @IdField('Membership', { description: 'The membership.' })
  id!: string;
}

@InputType({ description: 'A step of a membership that the other side should understand.' })
export class MembershipReasonInput extends MembershipStepInput {
  @Field({ description: 'Why; the other side reads it.' })
  @Length(1, 500)
  reason!: string;
}
