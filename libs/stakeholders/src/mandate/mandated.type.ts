import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import type { Sector } from '@quadhelix/access';
import { Bounded, connectionOf, IdField, Instant, LocalDate, PageArgs, type Ref } from '@quadhelix/graphql';
import { SectorEnum } from '../alliance/alliance.type.js';
import { FigureKindType } from '../passport/figure.type.js';

export const MandatedRowsEnum = { TOTAL: 'TOTAL', REGION: 'REGION', ALLIANCE: 'ALLIANCE' } as const;
registerEnumType(MandatedRowsEnum, {
  name: 'MandatedRows', description: 'What sums under a mandate are of.',
  valuesConfig: {
    TOTAL: { description: 'All alliances of the mandate, or of the region asked for.' },
    REGION: { description: 'Each region in which there are alliances, of every size.' },
    ALLIANCE: { description: 'Each alliance.' },
  },
});

@ArgsType()
class MandatedArgs extends PageArgs {
  @IdField('Mandate', { description: 'Under which mandate.' })
  mandateId!: string;
  @Field(() => LocalDate, { nullable: true, description: 'As it stood at the end of this day; left out, today.' })
  on?: string | null;
  @Field(() => String, { nullable: true, description: 'Only alliances of this region (GB/T 2260 code), which must lie in the mandate.' })
  regionCode?: string | null;
  @Field(() => SectorEnum, { nullable: true, description: 'Only organizations of this sector.' })
  sector?: Sector | null;
}

@ArgsType()
export class MandatedFiguresArgs extends MandatedArgs {
  @Field(() => [String], { nullable: true, description: 'Names of figures that add up, at most 20; left out, all that do.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  figures?: string[] | null;
  @Field(() => MandatedRowsEnum, { description: 'What the sums are of.' })
  rows!: keyof typeof MandatedRowsEnum;
  @Field(() => Boolean, { nullable: true, description: 'A sum for each sector, instead of one over all.' })
  bySector?: boolean | null;
}

@ArgsType()
export class MandatedOrganizationsArgs extends MandatedArgs {
  @Field({ description: 'Name of the figure.' })
  figure!: string;
}

@ObjectType({ description: 'Name of an alliance that a mandate covers.' })
export class MandatedAlliance {
  @Field({ description: 'Short name.' })
  slug!: string;
  @Field({ description: 'Name for people.' })
  name!: string;
  @Field({ description: 'Region (GB/T 2260 code).' })
  regionCode!: string;
}

@ObjectType('MandatedFigure', { description: 'A sum under a mandate. Where it would tell of fewer than five people, or give such a number back by subtraction, it is suppressed and has no numbers; what is nothing and of nobody is left out.' })
export class MandatedFigureType {
  @Field(() => FigureKindType, { description: 'Which figure.' })
  kind!: Ref<FigureKindType>;
  @Field(() => String, { nullable: true, description: 'Of which region (GB/T 2260 code); null for all of the mandate.' })
  regionCode!: string | null;
  @Field(() => MandatedAlliance, { nullable: true, description: 'Of which alliance; null for a region or all.' })
  alliance!: Ref<MandatedAlliance> | null;
  @Field(() => SectorEnum, { nullable: true, description: 'Of which sector; null for all.' })
  sector!: Sector | null;
  @Field({ description: 'Is it withheld, because so few people stand behind it or behind one that would follow from it?' })
  suppressed!: boolean;
  @Field(() => Float, { nullable: true, description: 'The sum, a whole number in the unit of the figure; null where it is suppressed, or not known of some organization.' })
  value!: number | null;
  @Field(() => Int, { nullable: true, description: 'People behind it; null where it is suppressed or not about people.' })
  people!: number | null;
  @Field(() => Int, { nullable: true, description: 'Organizations behind it, counted once in each alliance; null where it is suppressed.' })
  organizations!: number | null;
  @Field(() => Int, { nullable: true, description: 'Of how many of them it is not known; null where it is suppressed.' })
  unknown!: number | null;
  @Field(() => Instant, { nullable: true, description: 'When the oldest of its numbers was last found to be so; null where it is suppressed.' })
  knownAt!: Date | null;
}
export const MandatedFigureConnection = connectionOf(MandatedFigureType, 'MandatedFigure');

@ObjectType('MandatedOrganization', { description: 'A figure of one organization in one alliance, told to an authority by name.' })
export class MandatedOrganizationType {
  @Field(() => ID, { description: 'Id of the organization.' })
  organizationId!: string;
  @Field({ description: 'Its registered name.' })
  legalName!: string;
  @Field(() => SectorEnum, { description: 'Its sector.' })
  sector!: Sector;
  @Field(() => MandatedAlliance, { description: 'In which alliance.' })
  alliance!: Ref<MandatedAlliance>;
  @Field({ description: 'Is it withheld, because so few people stand behind it?' })
  suppressed!: boolean;
  @Field(() => Float, { nullable: true, description: 'A whole number in the unit of the figure; null is not known or suppressed.' })
  value!: number | null;
  @Field(() => Int, { nullable: true, description: 'People behind it; null where it is not about people or suppressed.' })
  people!: number | null;
  @Field(() => Instant, { description: 'When it was last found to be so.' })
  knownAt!: Date;
  @Bounded('at most 100 cases are kept')
  @Field(() => [ID], { description: 'Ids of the single cases that it counts, at most 100; empty unless the mandate is of level CASE.' })
  subjectIds!: string[];
}
export const MandatedOrganizationConnection = connectionOf(MandatedOrganizationType, 'MandatedOrganization');
