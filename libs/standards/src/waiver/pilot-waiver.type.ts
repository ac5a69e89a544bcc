import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Bounded, connectionOf, IdField, Instant, LocalDate, Node, type Ref } from '@quadhelix/graphql';
import { RuleValueInput } from '../pack/rule.inputs.js';
import { RuleLevelEnum } from '../pack/rule.type.js';
import type { PublicLevel } from '../rule/rule.types.js';
import { pilotWaiverStates, type PilotWaiverState } from '../standards.states.js';

export const PilotWaiverStateEnum = { ASKED: 'ASKED', APPROVED: 'APPROVED', REFUSED: 'REFUSED', WITHDRAWN: 'WITHDRAWN', ADOPTED: 'ADOPTED', ENDED: 'ENDED', EXPIRED: 'EXPIRED' } as const;
registerEnumType(PilotWaiverStateEnum, {
  name: 'PilotWaiverState', description: 'Where a trial stands.',
  valuesConfig: {
    ASKED: { description: 'It waits for an authority.' }, APPROVED: { description: 'It holds until its last day.' }, REFUSED: { description: 'Not allowed.' }, WITHDRAWN: { description: 'Not wanted any more.' },
    ADOPTED: { description: 'It holds for good.' }, ENDED: { description: 'An authority ended it.' }, EXPIRED: { description: 'Nobody decided; silence ended it.' },
  },
});
export const WaiverSideEnum = { PILOT: 'PILOT', COMPARISON: 'COMPARISON' } as const;
registerEnumType(WaiverSideEnum, { name: 'WaiverSide', description: 'Which region.', valuesConfig: { PILOT: { description: 'That of the trial.' }, COMPARISON: { description: 'The one it is compared with.' } } });
export const WaiverPeriodEnum = { BEFORE: 'BEFORE', AFTER: 'AFTER' } as const;
registerEnumType(WaiverPeriodEnum, { name: 'WaiverPeriod', description: 'Which period.', valuesConfig: { BEFORE: { description: 'As many days before the trial as it has lasted.' }, AFTER: { description: 'Since the trial began.' } } });

@ObjectType('OutcomeMeasure', { description: 'What a trial is judged by.' })
export class OutcomeMeasureType {
  @Field({ description: 'Code, unique in the trial.' })
  code!: string;
  @Field({ description: 'What is measured.' })
  title!: string;
  @Field({ description: 'Unit.' })
  unit!: string;
}

@ObjectType('MeasuredOutcome', { description: 'A declared measure with its value, where somebody stated one.' })
export class MeasuredOutcomeType extends OutcomeMeasureType {
  @Field(() => Float, { nullable: true, description: 'The value; null: not stated.' })
  value!: number | null;
  @Field(() => String, { nullable: true, description: 'Where it comes from.' })
  source!: string | null;
}

@ObjectType('WaiverPeriodCounts', { description: 'What happened in a region in a period, in this alliance.' })
export class PeriodCountsType {
  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  until!: string;
  @Field(() => Int, { description: 'Evaluations that judged the rule.' })
  evaluations!: number;
  @Field(() => Int, { description: 'Of these, those that found it broken.' })
  broken!: number;
  @Field(() => Int, { description: 'Violations of the rule raised.' })
  violations!: number;
  @Bounded('at most 20 measures a trial')
  @Field(() => [MeasuredOutcomeType], { description: 'Declared measures.' })
  measures!: readonly MeasuredOutcomeType[];
}

@ObjectType('WaiverReviewSide', { description: 'One of the two regions of a review.' })
export class ReviewSideType {
  @Field(() => WaiverSideEnum, { description: 'Which.' })
  side!: 'PILOT' | 'COMPARISON';
  @Field({ description: 'Region, six digits.' })
  region!: string;
  @Field(() => PeriodCountsType, { description: 'Before the trial.' })
  before!: Ref<PeriodCountsType>;
  @Field(() => PeriodCountsType, { description: 'Since it began.' })
  after!: Ref<PeriodCountsType>;
}

@ObjectType('PilotWaiver', { implements: Node, description: 'A trial: one parameter of one rule is loosened for a scope, up to a bound, until a day (试点豁免).' })
export class PilotWaiverType extends Node {
  @Field({ description: 'Code of the rule.' })
  rule!: string;
  @Field({ description: 'Code of its parameter.' })
  parameter!: string;
  @Field({ description: 'Why, and what is tried.' })
  reason!: string;
  @Field(() => String, { nullable: true, description: 'Place of work, six digits; null: everywhere.' })
  region!: string | null;
  @Field({ description: 'Region that the trial is compared with, six digits.' })
  comparisonRegion!: string;
  @Field(() => LocalDate, { description: 'First day.' })
  startsOn!: string;
  @Field(() => LocalDate, { description: 'From this day on it is extended, adopted or ended.' })
  reviewOn!: string;
  @Field(() => LocalDate, { description: 'Planned last day; silence ends it then.' })
  expiresOn!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it holds; null: not approved, or adopted.' })
  lastDay!: string | null;
  @Field(() => PilotWaiverStateEnum, { description: 'Where it stands.' })
  state!: PilotWaiverState;
  @Bounded('at most 20 measures a trial')
  @Field(() => [OutcomeMeasureType], { description: 'What it is judged by.' })
  measures!: readonly OutcomeMeasureType[];
  @Field(() => RuleLevelEnum, { nullable: true, description: 'Level of the authority that approved it.' })
  approverLevel!: PublicLevel | null;
  @Field(() => String, { nullable: true, description: 'Reason of the last decision.' })
  decisionReason!: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was last decided on.' })
  decidedAt!: Date | null;
  @Field(() => Instant, { description: 'When it was asked for.' })
  createdAt!: Date;
  @Field(() => Int, { description: 'Version to send back with a step.' })
  version!: number;
}
export const PilotWaiverConnection = connectionOf(PilotWaiverType, 'PilotWaiver');

@ObjectType({ description: 'Result of a step of a trial.' })
export class PilotWaiverPayload {
  @Field(() => PilotWaiverType, { description: 'The trial after it.' })
  pilotWaiver!: Ref<PilotWaiverType>;
}

@InputType({ description: 'What a trial is judged by.' })
export class OutcomeMeasureInput {
  @Field({ description: 'Code, unique in the trial.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,39}$/)
  code!: string;
  @Field({ description: 'What is measured.' })
  @Length(1, 200)
  title!: string;
  @Field({ description: 'Unit.' })
  @Length(1, 40)
  unit!: string;
}

@InputType({ description: 'A trial to ask for.' })
export class PilotWaiverAskInput {
  @Field({ description: 'Code of the rule; never R1, R2, R10 to R13.' })
  @Length(1, 40)
  rule!: string;
  @Field({ description: 'Code of its parameter.' })
  @Length(1, 60)
  parameter!: string;
  @Field(() => RuleValueInput, { description: 'How loose it may become.' })
  @ValidateNested()
  bound!: Ref<RuleValueInput>;
  @Field({ description: 'Why, and what is tried.' })
  @Length(1, 2000)
  reason!: string;
  @Field(() => String, { nullable: true, description: 'Place of work: two, four or six digits; left out: everywhere.' })
  @IsOptional()
  @MaxLength(6)
  region?: string | null;
  @Bounded('at most 100')
  @IdField('Organization', { nullable: true, list: true, description: 'Only at these hosts.' })
  @IsOptional()
  @ArrayMaxSize(100)
  hostOrganizationIds?: string[] | null;
  @Bounded('at most 100')
  @IdField('Programme', { nullable: true, list: true, description: 'Only in these programmes.' })
  @IsOptional()
  @ArrayMaxSize(100)
  programmeIds?: string[] | null;
  @Field(() => LocalDate, { description: 'First day, today or later.' })
  startsOn!: string;
  @Field(() => LocalDate, { description: 'Day of the review.' })
  reviewOn!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  expiresOn!: string;
  @Field({ description: 'Region to compare with: another one.' })
  @MaxLength(6)
  comparisonRegion!: string;
  @Bounded('at most 20')
  @Field(() => [OutcomeMeasureInput], { description: 'What it is judged by: at least one.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  measures!: OutcomeMeasureInput[];
}

@InputType({ description: 'A trial is not wanted any more.' })
export class PilotWaiverWithdrawInput {
  @IdField('PilotWaiver', { description: 'The trial.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
}

@InputType({ description: 'A decision on a trial.' })
export class PilotWaiverDecideInput {
  @IdField('PilotWaiver', { description: 'The trial.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
  @Field({ description: 'Why; the alliance reads it.' })
  @Length(1, 2000)
  reason!: string;
}

@InputType({ description: 'A trial goes on.' })
export class PilotWaiverExtendInput extends PilotWaiverDecideInput {
  @Field(() => LocalDate, { description: 'New last day, later than the old one.' })
  expiresOn!: string;
  @Field(() => LocalDate, { description: 'New review, after today and not after the last day.' })
  reviewOn!: string;
}

@InputType({ description: 'A measured outcome.' })
export class PilotWaiverMeasureInput {
  @IdField('PilotWaiver', { description: 'The trial.' })
  id!: string;
  @Field({ description: 'Code of a declared measure.' })
  @Length(1, 40)
  measure!: string;
  @Field(() => WaiverSideEnum, { description: 'Which region.' })
  side!: 'PILOT' | 'COMPARISON';
  @Field(() => WaiverPeriodEnum, { description: 'Which period.' })
  period!: 'BEFORE' | 'AFTER';
  @Field(() => Float, { description: 'The value, in the unit of the measure.' })
  value!: number;
  @Field({ description: 'Where it comes from.' })
  @Length(1, 2000)
  source!: string;
}

@InputType({ description: 'Which trials. What is left out does not narrow the list.' })
export class PilotWaiverFilter {
  @Bounded('as many as states exist')
  @Field(() => [PilotWaiverStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(pilotWaiverStates.states.length)
  states?: PilotWaiverState[] | null;
}
