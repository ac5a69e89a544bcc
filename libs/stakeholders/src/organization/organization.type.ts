import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { IsInt, IsOptional, Length, Min } from 'class-validator';
import type { Sector } from '@quadhelix/access';
import { connectionOf, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import { SectorEnum } from '../alliance/alliance.type.js';

@ObjectType('Organization', { implements: Node, description: 'An organization of one of the four sectors: one record over the whole platform, whichever alliances it belongs to.' })
export class OrganizationType extends Node {
  @Field(() => SectorEnum, { description: 'Its sector.' })
  sector!: Sector;
  @Field({ description: 'Registered name.' })
  legalName!: string;
  @Field(() => String, { nullable: true, description: 'Unified social credit code (GB 32100-2015).' })
  uscc!: string | null;
  @Field(() => String, { nullable: true, description: 'Ten-digit code of the Ministry of Education; schools only.' })
  ministryCode!: string | null;
  @Field({ description: 'Region (GB/T 2260 code).' })
  regionCode!: string;
  @Field(() => Int, { description: 'Version to send back with a change.' })
  version!: number;
}

export const OrganizationConnection = connectionOf(OrganizationType, 'Organization');

@ObjectType({ description: 'Result of a change to an organization.' })
export class OrganizationPayload {
  @Field(() => OrganizationType, { description: 'The organization after the change.' })
  organization!: Ref<OrganizationType>;
}

@InputType({ description: 'Facts that an organization states about itself. Fields left out stay as they are.' })
export class OrganizationUpdateInput {
  @Field(() => Int, { description: 'Version that was read.' })
  @IsInt()
  version!: number;
  @Field(() => String, { nullable: true, description: 'Registered name.' })
  @IsOptional()
  @Length(1, 200)
  legalName?: string | null;
  @Field(() => Int, { nullable: true, description: 'Staff on post.' })
  @IsOptional()
  @Min(0)
  staffCount?: number | null;
  @Field(() => LocalDate, { nullable: true, description: 'Day on which the staff was counted.' })
  staffCountOn?: string | null;
}
