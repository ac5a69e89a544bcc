import { ArgsType, Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, IdField, Instant, LocalDate, type Ref } from '@quadhelix/graphql';
import { AllianceType } from '../alliance/alliance.type.js';
import { FigureKindType } from './figure.type.js';

/** Which alliances a passport was read in. */
export const PassportReachEnum = { THIS_ALLIANCE: 'THIS_ALLIANCE', ALL_ALLIANCES: 'ALL_ALLIANCES', SOME_ALLIANCES: 'SOME_ALLIANCES' } as const;
export type PassportReach = keyof typeof PassportReachEnum;
registerEnumType(PassportReachEnum, {
  name: 'PassportReach', description: 'Which alliances of the organization a passport covers.',
  valuesConfig: {
    THIS_ALLIANCE: { description: 'Only the alliance of this request.' },
    ALL_ALLIANCES: { description: 'All alliances that the organization belongs to.' },
    SOME_ALLIANCES: { description: 'Not all of them: alliances that have not consented that this app reads across alliances (scope readers:read), or in which nobody holds a seat for the organization, are left out.' },
  },
});

@ArgsType()
export class PassportArgs {
  @IdField('Organization', { nullable: true, description: 'Of which organization; left out, the one acted for. Outside any alliance only that one.' })
  organizationId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'As it stood at the end of this day; left out, today.' })
  on?: string | null;
}

@ArgsType()
export class FigureHistoryArgs {
  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;
  @Field(() => LocalDate, { description: 'Last day; at most 100 days together.' })
  until!: string;
}

@ObjectType({ description: "A figure of an organization in one alliance: this alliance's share." })
export class PassportShare {
  @Field(() => AllianceType, { description: 'The alliance.' })
  alliance!: Ref<AllianceType>;
  @Field(() => Float, { nullable: true, description: 'A whole number in the unit of the figure; null is not known, which is not zero.' })
  value!: number | null;
  @Field(() => LocalDate, { description: 'Since which day it has stood so.' })
  since!: string;
  @Field(() => Instant, { description: 'When it was last found to be so.' })
  knownAt!: Date;
}

@ObjectType({ description: 'A figure on one day.' })
export class FigureDay {
  @Field(() => LocalDate, { description: 'The day.' })
  day!: string;
  @Field(() => Float, { nullable: true, description: 'Over the alliances of the passport; null where it is not known or not added up.' })
  value!: number | null;
}

@ObjectType({ description: 'A figure of an organization, and what each alliance has of it.' })
export class PassportFigure {
  @Field(() => FigureKindType, { description: 'Which figure.' })
  kind!: Ref<FigureKindType>;
  @Field(() => Float, { nullable: true, description: 'The sum over the alliances of this passport; null where one of them is not known, or where it is not added up.' })
  total!: number | null;
  @Bounded('as many as the organization has alliances')
  @Field(() => [PassportShare], { description: 'What each alliance has of it.' })
  shares!: Ref<PassportShare>[];
}

@ObjectType('Passport', { description: 'An organization over its alliances, in figures: what it takes on, against which caps, what it promised and kept.' })
export class PassportType {
  @Field(() => LocalDate, { description: 'The day as of whose end it stands.' })
  on!: string;
  @Field(() => PassportReachEnum, { description: 'Which alliances it covers.' })
  reach!: PassportReach;
}
