import { Field, Float, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { Bounded, Fen, LocalDate, Minutes } from '@quadhelix/graphql';
import { GateEnum } from '../pack/rule.type.js';
import type { Gate } from '../rule/rule.types.js';
import type { RuleFacts } from './facts.js';

const WORDS = 200;
const Words = (description: string): PropertyDecorator => (target, property) => {
  Bounded('at most 200')(target, property);
  Field(() => [String], { nullable: true, description })(target, property);
  IsOptional()(target, String(property));
  ArrayMaxSize(WORDS)(target, String(property));
  MaxLength(60, { each: true })(target, String(property));
};
const Whole = (description: string): PropertyDecorator => Field(() => Int, { nullable: true, description }) as PropertyDecorator;
const Yes = (description: string): PropertyDecorator => Field(() => Boolean, { nullable: true, description }) as PropertyDecorator;
const Day = (description: string): PropertyDecorator => Field(() => LocalDate, { nullable: true, description }) as PropertyDecorator;
const Word = (description: string): PropertyDecorator => (target, property) => {
  Field(() => String, { nullable: true, description })(target, property);
  IsOptional()(target, String(property));
  MaxLength(60)(target, String(property));
};
const Hours = (description: string): PropertyDecorator => Field(() => Float, { nullable: true, description }) as PropertyDecorator;
const Money = (description: string): PropertyDecorator => Field(() => Fen, { nullable: true, description }) as PropertyDecorator;
const Time = (description: string): PropertyDecorator => Field(() => Minutes, { nullable: true, description }) as PropertyDecorator;

@InputType({ description: 'An insurance in force.' })
export class InsuranceInput {
  @Field({ description: 'Kind, e.g. LIABILITY.' })
  @MaxLength(60)
  kind!: string;
  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  until!: string;
}

@InputType({ description: 'What is known. Left out: not known, which is never the same as kept. Words are the codes that the rules name.' })
export class RuleFactsInput {
  @Day('First day.') startsOn?: string | null;
  @Day('Last day.') endsOn?: string | null;
  @Day('Birth date; becomes the age on the first day.') birthDate?: string | null;
  @Whole('Full years on the first day.') ageOnStart?: number | null;
  @Yes('Is the person a woman?') female?: boolean | null;
  @Whole('Year of study; 1 is the first.') yearOfStudy?: number | null;
  @Words('What the work is of the kinds that R2 names; empty: none.') workKinds?: string[] | null;
  @Words('What the work is of the kinds that R3 names; empty: none.') hazards?: string[] | null;
  @Words('Overtime, night shifts and so on, as R4 names them; empty: none.') specialTimes?: string[] | null;
  @Words('Hazards and special times that the authority was told of beforehand.') filings?: string[] | null;
  @Time('Working time of a day.') minutesPerDay?: number | null;
  @Time('Working time of a week.') minutesPerWeek?: number | null;
  @Words('MONEY, GOODS, VOUCHERS.') payForms?: string[] | null;
  @Yes('Is pay given to the student himself?') paidDirectly?: boolean | null;
  @Yes('Does he work relatively independently?') independentWork?: boolean | null;
  @Money('Pay of a month.') payFenPerMonth?: number | null;
  @Money('Wage of the same post.') postWageFenPerMonth?: number | null;
  @Money('Lowest wage grade.') lowestWageFenPerMonth?: number | null;
  @Money('Pay of an hour.') payFenPerHour?: number | null;
  @Whole('Days from one pay to the next.') payCycleDays?: number | null;
  @Whole('People on post at the host.') hostStaff?: number | null;
  @Day('When they were counted.') hostStaffOn?: string | null;
  @Whole('Interns of the host on this platform.') hostInterns?: number | null;
  @Whole('People on the same post.') postStaff?: number | null;
  @Whole('Interns on the same post.') postInterns?: number | null;
  @Whole('Interns elsewhere, as the host declared.') internsElsewhere?: number | null;
  @Whole('Of these on the same post.') internsElsewhereAtPost?: number | null;
  @Day('When the host declared it.') internsElsewhereOn?: string | null;
  @Yes('A programme of medicine?') medicine?: boolean | null;
  @Words('Who signed the agreement: HOST, SCHOOL, STUDENT.') agreementSignedBy?: string[] | null;
  @Day('Day of the last signature.') agreementSignedOn?: string | null;
  @Words('Who consented: STUDENT, GUARDIAN.') consentsGiven?: string[] | null;
  @Words('Who refused.') consentsRefused?: string[] | null;
  @Bounded('at most 20')
  @Field(() => [InsuranceInput], { nullable: true, description: 'Insurances; empty: none.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  insurances?: InsuranceInput[] | null;
  @Words('What was charged or withheld, as R13 names it; empty: nothing.') charges?: string[] | null;
  @Word('Major category of the programme.') programmeMajorCategory?: string | null;
  @Word('Major category of the position.') positionMajorCategory?: string | null;
  @Yes('Is the work only simple and repetitive?') onlyRepetitiveWork?: boolean | null;
  @Yes('Did the student find the place himself?') ownChoice?: boolean | null;
  @Words('Steps of R15 that were taken.') ownChoiceSteps?: string[] | null;
  @Word('Which teachers, as R16 names them.') teacherPopulation?: string | null;
  @Whole('Days of the calendar in enterprises, in the window.') practiceCalendarDays?: number | null;
  @Whole('Working days in enterprises, in the window.') practiceWorkdays?: number | null;
  @Whole('Days in enterprises this year.') practiceDaysThisYear?: number | null;
  @Hours('Hours of the programme.') programmeHours?: number | null;
  @Hours('Of these, practice.') practiceHours?: number | null;
  @Hours('Of these, public basic courses.') publicBasicHours?: number | null;
  @Hours('Of these, electives.') electiveHours?: number | null;
  @Yes('A secondary school?') secondarySchool?: boolean | null;
}

@InputType({ description: 'What is to be judged.' })
export class RuleCheckInput {
  @Field(() => GateEnum, { description: 'The gate.' })
  gate!: Gate;
  @Field(() => RuleFactsInput, { description: 'The facts.' })
  @ValidateNested()
  facts!: RuleFactsInput;
}

export const factsOf = (input: RuleFactsInput): RuleFacts => ({ ...input });
