import { Field, Float, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, IsOptional, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Bounded, IdField, LocalDate } from '@quadhelix/graphql';
import { DirectionEnum, GateEnum, ParameterTypeEnum, RuleLevelEnum, RuleSeverityEnum } from './rule.type.js';
import { GATES, type Direction, type Gate, type ParameterType, type ParameterValue, type PublicLevel, type Rule, type RuleLevel, type Severity } from '../rule/rule.types.js';
import { ruleVersionStates, type RuleVersionState } from '../standards.states.js';
import type { DraftFacts, PackFacts } from './rule-version.service.js';
import { RuleVersionStateEnum } from './rule-version.type.js';

@InputType({ description: 'A text in both languages.' })
export class BilingualTextInput {
  @Field({ description: 'English.' })
  @Length(1, 2000)
  en!: string;
  @Field({ description: 'Chinese, 简体中文.' })
  @Length(1, 2000)
  zh!: string;
}

@InputType({ description: 'A value of a parameter: exactly one of the fields, as its type says.' })
export class RuleValueInput {
  @Field(() => Float, { nullable: true, description: 'A whole number.' })
  number?: number | null;
  @Field(() => String, { nullable: true, description: 'A time of day, hh:mm.' })
  @IsOptional()
  @MaxLength(5)
  time?: string | null;
  @Bounded('at most 200')
  @Field(() => [String], { nullable: true, description: 'Words of capital letters, digits and underscores.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @MaxLength(60, { each: true })
  codes?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Demanded or not.' })
  flag?: boolean | null;
}
/** The value; an empty text where not exactly one field is set, which fits no type. */
export const valueOf = ({ number, time, codes, flag }: RuleValueInput): ParameterValue => {
  const set = [number, time, codes, flag].filter((each) => each != null);
  return set.length === 1 ? (set[0] ?? '') : '';
};

@InputType({ description: 'A stricter value for a part of the region.' })
export class RegionalValueInput {
  @Field({ description: 'Six digits of GB/T 2260, inside the region of the pack.' })
  @Matches(/^\d{6}$/)
  region!: string;
  @Field(() => RuleValueInput, { description: 'The value there.' })
  @ValidateNested()
  value!: RuleValueInput;
}

@InputType({ description: 'A parameter of a rule.' })
export class RuleParameterInput {
  @Field({ description: 'Code, unique in the rule.' })
  @Length(1, 60)
  code!: string;
  @Field(() => ParameterTypeEnum, { description: 'What it counts.' })
  type!: ParameterType;
  @Field(() => DirectionEnum, { description: 'Which way it is stricter.' })
  direction!: Direction;
  @Field(() => RuleValueInput, { description: 'Its value.' })
  @ValidateNested()
  value!: RuleValueInput;
  @Bounded('at most 200')
  @Field(() => [RegionalValueInput], { nullable: true, description: 'Stricter values for parts of the region.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  byRegion?: RegionalValueInput[] | null;
  @Field({ defaultValue: false, description: 'A person has to confirm the value.' })
  toConfirm!: boolean;
}

@InputType({ description: 'A rule.' })
export class RuleInput {
  @Field({ description: 'Stable code: that of a rule above to tighten it, a new one for a new rule.' })
  @Length(1, 40)
  code!: string;
  @Field(() => BilingualTextInput, { description: 'Title.' })
  @ValidateNested()
  title!: BilingualTextInput;
  @Field(() => BilingualTextInput, { description: 'What it says.' })
  @ValidateNested()
  text!: BilingualTextInput;
  @Field(() => String, { nullable: true, description: 'The check that judges it; none: its parameters are read by the product.' })
  @IsOptional()
  @MaxLength(60)
  check?: string | null;
  @Field(() => RuleSeverityEnum, { description: 'What it does when it is broken.' })
  severity!: Severity;
  @Bounded('one entry per gate')
  @Field(() => [GateEnum], { description: 'Steps at which it is looked at.' })
  @ArrayMaxSize(GATES.length)
  gates!: Gate[];
  @Field({ defaultValue: false, description: 'A tightening applies at once.' })
  safety!: boolean;
  @Field({ defaultValue: true, description: 'May a pilot waiver loosen it?' })
  waivable!: boolean;
  @Field(() => BilingualTextInput, { description: 'Law, regulation, notice or decision.' })
  @ValidateNested()
  law!: BilingualTextInput;
  @Field({ defaultValue: '', description: 'Article.' })
  @MaxLength(200)
  article!: string;
  @Field({ defaultValue: false, description: 'A person has to confirm it.' })
  toConfirm!: boolean;
  @Bounded('at most 50')
  @Field(() => [RuleParameterInput], { description: 'Its parameters.' })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  parameters!: RuleParameterInput[];
}

const textOf = ({ en, zh }: BilingualTextInput) => ({ en, 'zh-CN': zh });

const ruleOf = ({ law, article, title, text, check, parameters, ...rest }: RuleInput): Rule => ({
  ...rest, title: textOf(title), text: textOf(text), check: check ?? null, binding: true, source: { law: textOf(law), article },
  parameters: parameters.map(({ value, byRegion, ...parameter }) => ({ ...parameter, value: valueOf(value), ...(byRegion ? { byRegion: byRegion.map((part) => ({ region: part.region, value: valueOf(part.value) })) } : {}) })),
});

@InputType({ description: 'A pack of public law.' })
export class RulePackInput {
  @Field({ description: 'Code, unique over the platform: small letters, digits and hyphens.' })
  @Matches(/^[a-z][a-z0-9-]{1,59}$/)
  code!: string;
  @Field(() => RuleLevelEnum, { description: 'NATIONAL, PROVINCIAL or CITY.' })
  level!: RuleLevel;
  @Field({ description: 'Region, six digits of GB/T 2260.' })
  @Matches(/^\d{6}$/)
  region!: string;
  @Field(() => BilingualTextInput, { description: 'Title; kept from the first draft on.' })
  @ValidateNested()
  title!: BilingualTextInput;
  @Field({ description: 'The authority or body whose rules these are.' })
  @Length(1, 200)
  issuer!: string;
}
export const packOf = ({ title, level, ...pack }: RulePackInput): PackFacts => ({ ...pack, level: level as PublicLevel, title: textOf(title) });

@InputType({ description: 'What a draft says.' })
export class RuleDraftInput {
  @Field(() => LocalDate, { description: 'First day: today or later when it is published.' })
  effectiveFrom!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Last day; none: until further notice.' })
  effectiveUntil?: string | null;
  @Field({ description: 'What is new, in a few words.' })
  @Length(1, 500)
  summary!: string;
  @Bounded('at most 200')
  @Field(() => [RuleInput], { description: 'Its rules.' })
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  rules!: RuleInput[];
}
export const draftOf = ({ rules, ...draft }: RuleDraftInput): DraftFacts => ({ ...draft, rules: rules.map(ruleOf) });

@InputType({ description: 'A new draft.' })
export class RuleVersionDraftInput {
  @Field(() => RulePackInput, { nullable: true, description: 'The pack of public law; left out: the pack of the alliance itself.' })
  @IsOptional()
  @ValidateNested()
  pack?: RulePackInput | null;
  @Field(() => RuleDraftInput, { description: 'What it says.' })
  @ValidateNested()
  draft!: RuleDraftInput;
}

@InputType({ description: 'A draft, written anew.' })
export class RuleVersionReviseInput {
  @IdField('RuleVersion', { description: 'The draft.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
  @Field(() => RuleDraftInput, { description: 'What it says now.' })
  @ValidateNested()
  draft!: RuleDraftInput;
}

@InputType({ description: 'A draft becomes a rule.' })
export class RuleVersionPublishInput {
  @IdField('RuleVersion', { description: 'The draft.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
}

@InputType({ description: 'A version ends.' })
export class RuleVersionRetireInput {
  @IdField('RuleVersion', { description: 'The version.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  version!: number;
  @Field(() => LocalDate, { description: 'Last day, today or later.' })
  lastDay!: string;
}

@InputType({ description: 'A person confirms what was not verified.' })
export class RuleConfirmInput {
  @IdField('RuleVersion', { description: 'The version.' })
  id!: string;
  @Field({ description: 'Code of the rule.' })
  @Length(1, 40)
  rule!: string;
  @Field({ description: 'On what the confirmation rests.' })
  @Length(1, 2000)
  remark!: string;
}

@InputType({ description: 'Which versions. What is left out does not narrow the list.' })
export class RuleVersionFilter {
  @Bounded('as many as states exist')
  @Field(() => [RuleVersionStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(ruleVersionStates.states.length)
  states?: RuleVersionState[] | null;
  @Field(() => RuleLevelEnum, { nullable: true, description: 'Of this level.' })
  level?: RuleLevel | null;
  @Field(() => String, { nullable: true, description: 'Of this pack.' })
  @IsOptional()
  @MaxLength(60)
  pack?: string | null;
  @Field(() => String, { nullable: true, description: 'Of this region, six digits.' })
  @IsOptional()
  @MaxLength(6)
  region?: string | null;
}
