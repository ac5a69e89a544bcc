import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ArrayMaxSize, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Bounded, Fen, Minutes } from '@quadhelix/graphql';
import type { PositionConditions } from './position.conditions.js';

const WORD = /^[A-Z][A-Z0-9_]{0,59}$/;
const MOST_WORDS = 30;
const LARGEST_WAGE = 1_000_000_000;

const SAYS = {
  workRegion: 'Where the work is done (GB/T 2260, six digits); null: where the host has its seat.',
  majorCategory: "Major category (专业大类) that the work belongs to: two digits of the ministry's catalogue.",
  workKinds: 'What the work is of the kinds that the rules name (R2), e.g. HEAVY_LABOUR; an empty list: none of them; null: not stated.',
  hazards: 'Dangers that the rules name (R3), e.g. HIGH_PLACES; an empty list: none of them; null: not stated.',
  specialTimes: 'Times that are planned and that the rules name (R4), e.g. NIGHT; an empty list: none of them; null: not stated.',
  onlyRepetitive: 'Is it only simple repetitive work?',
  minutesPerDay: 'Planned minutes a day, at most.',
  minutesPerWeek: 'Planned minutes a week, at most.',
  independentWork: 'Does an apprentice work relatively independently? Then a floor of pay is owed.',
  payFenPerMonth: 'Pay of a month.',
  payFenPerHour: 'Pay of an hour.',
  postWageFenPerMonth: 'What an employee on the same post earns in a month.',
  payForms: 'In which forms it is paid, e.g. MONEY, GOODS, VOUCHERS; null: not stated.',
  paidDirectly: 'Is it paid to the apprentice himself, not through somebody else?',
  payCycleDays: 'Days from one pay to the next.',
  charges: 'What is taken from apprentices of what the rules name (R13), e.g. DEPOSIT; an empty list: nothing; null: not stated.',
  postStaff: 'Employees on the same post.',
} satisfies Record<keyof PositionConditions, string>;

@ObjectType('PositionConditions', { description: 'Under which conditions a position is worked, as its host states them. Null: not stated, which no rule takes for kept.' })
export class PositionConditionsType {
  @Field(() => String, { nullable: true, description: SAYS.workRegion })
  workRegion!: string | null;
  @Field(() => String, { nullable: true, description: SAYS.majorCategory })
  majorCategory!: string | null;
  @Bounded('at most 30 words')
  @Field(() => [String], { nullable: true, description: SAYS.workKinds })
  workKinds!: string[] | null;
  @Bounded('at most 30 words')
  @Field(() => [String], { nullable: true, description: SAYS.hazards })
  hazards!: string[] | null;
  @Bounded('at most 30 words')
  @Field(() => [String], { nullable: true, description: SAYS.specialTimes })
  specialTimes!: string[] | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.onlyRepetitive })
  onlyRepetitive!: boolean | null;
  @Field(() => Minutes, { nullable: true, description: SAYS.minutesPerDay })
  minutesPerDay!: number | null;
  @Field(() => Minutes, { nullable: true, description: SAYS.minutesPerWeek })
  minutesPerWeek!: number | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.independentWork })
  independentWork!: boolean | null;
  @Field(() => Fen, { nullable: true, description: SAYS.payFenPerMonth })
  payFenPerMonth!: number | null;
  @Field(() => Fen, { nullable: true, description: SAYS.payFenPerHour })
  payFenPerHour!: number | null;
  @Field(() => Fen, { nullable: true, description: SAYS.postWageFenPerMonth })
  postWageFenPerMonth!: number | null;
  @Bounded('at most 30 words')
  @Field(() => [String], { nullable: true, description: SAYS.payForms })
  payForms!: string[] | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.paidDirectly })
  paidDirectly!: boolean | null;
  @Field(() => Int, { nullable: true, description: SAYS.payCycleDays })
  payCycleDays!: number | null;
  @Bounded('at most 30 words')
  @Field(() => [String], { nullable: true, description: SAYS.charges })
  charges!: string[] | null;
  @Field(() => Int, { nullable: true, description: SAYS.postStaff })
  postStaff!: number | null;
}

@InputType({ description: 'Under which conditions a position is worked. What is left out is not stated, which no rule takes for kept.' })
export class PositionConditionsInput {
  @Field(() => String, { nullable: true, description: SAYS.workRegion })
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/, { message: 'workRegion must be 2, 4 or 6 digits' })
  workRegion!: string | null;
  @Field(() => String, { nullable: true, description: SAYS.majorCategory })
  @IsOptional()
  @Matches(/^\d{2}$/, { message: 'majorCategory must be 2 digits' })
  majorCategory!: string | null;
  @Field(() => [String], { nullable: true, description: SAYS.workKinds })
  @IsOptional()
  @ArrayMaxSize(MOST_WORDS)
  @Matches(WORD, { each: true, message: 'workKinds must be words like HEAVY_LABOUR' })
  workKinds!: string[] | null;
  @Field(() => [String], { nullable: true, description: SAYS.hazards })
  @IsOptional()
  @ArrayMaxSize(MOST_WORDS)
  @Matches(WORD, { each: true, message: 'hazards must be words like HIGH_PLACES' })
  hazards!: string[] | null;
  @Field(() => [String], { nullable: true, description: SAYS.specialTimes })
  @IsOptional()
  @ArrayMaxSize(MOST_WORDS)
  @Matches(WORD, { each: true, message: 'specialTimes must be words like NIGHT' })
  specialTimes!: string[] | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.onlyRepetitive })
  onlyRepetitive!: boolean | null;
  @Field(() => Minutes, { nullable: true, description: SAYS.minutesPerDay })
  @IsOptional()
  @Max(1_440)
  minutesPerDay!: number | null;
  @Field(() => Minutes, { nullable: true, description: SAYS.minutesPerWeek })
  @IsOptional()
  @Max(10_080)
  minutesPerWeek!: number | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.independentWork })
  independentWork!: boolean | null;
  @Field(() => Fen, { nullable: true, description: SAYS.payFenPerMonth })
  @IsOptional()
  @Min(0)
  @Max(LARGEST_WAGE)
  payFenPerMonth!: number | null;
  @Field(() => Fen, { nullable: true, description: SAYS.payFenPerHour })
  @IsOptional()
  @Min(0)
  @Max(LARGEST_WAGE)
  payFenPerHour!: number | null;
  @Field(() => Fen, { nullable: true, description: SAYS.postWageFenPerMonth })
  @IsOptional()
  @Min(0)
  @Max(LARGEST_WAGE)
  postWageFenPerMonth!: number | null;
  @Field(() => [String], { nullable: true, description: SAYS.payForms })
  @IsOptional()
  @ArrayMaxSize(MOST_WORDS)
  @Matches(WORD, { each: true, message: 'payForms must be words like MONEY' })
  payForms!: string[] | null;
  @Field(() => Boolean, { nullable: true, description: SAYS.paidDirectly })
  paidDirectly!: boolean | null;
  @Field(() => Int, { nullable: true, description: SAYS.payCycleDays })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3_660)
  payCycleDays!: number | null;
  @Field(() => [String], { nullable: true, description: SAYS.charges })
  @IsOptional()
  @ArrayMaxSize(MOST_WORDS)
  @Matches(WORD, { each: true, message: 'charges must be words like DEPOSIT' })
  charges!: string[] | null;
  @Field(() => Int, { nullable: true, description: SAYS.postStaff })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  postStaff!: number | null;
}
