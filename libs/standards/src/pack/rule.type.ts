import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import type { BilingualText } from '@quadhelix/access';
import { Bounded, type Ref } from '@quadhelix/graphql';
import { DIRECTIONS, GATES, PARAMETER_TYPES, RULE_LEVELS, SEVERITIES, type Direction, type Gate, type ParameterType, type ParameterValue, type Rule, type RuleLevel, type RuleParameter, type Severity } from '../rule/rule.types.js';

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> => Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const RuleLevelEnum = enumOf(RULE_LEVELS);
registerEnumType(RuleLevelEnum, {
  name: 'RuleLevel', description: 'Who makes rules, widest first. A lower level may add and tighten.',
  valuesConfig: { NATIONAL: { description: 'The state.' }, PROVINCIAL: { description: 'A province.' }, CITY: { description: 'A city.' }, ALLIANCE: { description: 'The alliance itself.' } },
});
export const GateEnum = enumOf(GATES);
registerEnumType(GateEnum, {
  name: 'Gate', description: 'A step at which rules are looked at.',
  valuesConfig: {
    PUBLISH: { description: 'A position is offered.' }, ASSIGN: { description: 'Somebody is assigned to it.' }, ONBOARD: { description: 'The work begins.' },
    CONTINUE: { description: 'The work goes on.' }, ASSESS: { description: 'What was done is assessed.' }, CLOSE: { description: 'It is closed.' },
  },
});
export const RuleSeverityEnum = enumOf(SEVERITIES);
registerEnumType(RuleSeverityEnum, {
  name: 'RuleSeverity', description: 'What a broken rule does.',
  valuesConfig: { WARN: { description: 'It is shown, and the step may be done.' }, BLOCK: { description: 'The step may not be done.' } },
});
export const ParameterTypeEnum = enumOf(PARAMETER_TYPES);
registerEnumType(ParameterTypeEnum, {
  name: 'RuleParameterType', description: 'What a parameter of a rule counts.',
  valuesConfig: {
    MINUTES: { description: 'Minutes.' }, FEN: { description: 'Hundredths of a yuan.' }, BASIS_POINTS: { description: '10,000 is the whole.' }, DAYS: { description: 'Days.' }, MONTHS: { description: 'Months.' },
    YEARS: { description: 'Years.' }, COUNT: { description: 'A number of things or people.' }, CODES: { description: 'Words.' }, BOOLEAN: { description: 'Demanded or not.' }, LOCAL_TIME: { description: 'A time of day, hh:mm.' },
  },
});
export const DirectionEnum = enumOf(DIRECTIONS);
registerEnumType(DirectionEnum, {
  name: 'RuleDirection', description: 'Which way a parameter is stricter.',
  valuesConfig: {
    MIN: { description: 'A floor: higher is stricter.' }, MAX: { description: 'A cap: lower is stricter.' }, SET: { description: 'Words that are demanded or forbidden: more are stricter.' },
    BOOLEAN: { description: 'A demand: true is stricter.' },
  },
});

@ObjectType('BilingualText', { description: 'A text in both languages of the product.' })
export class BilingualTextType {
  @Field({ description: 'English.' })
  en!: string;
  @Field({ description: 'Chinese, 简体中文.' })
  zh!: string;
}
export const bilingual = (text: BilingualText): BilingualTextType => ({ en: text.en, zh: text['zh-CN'] });

@ObjectType('RuleValue', { description: 'A value of a parameter: one of number, time, codes and flag, as its type says.' })
export class RuleValueType {
  @Field(() => Float, { nullable: true, description: 'A whole number.' })
  number!: number | null;
  @Field(() => String, { nullable: true, description: 'A time of day, hh:mm.' })
  time!: string | null;
  @Bounded('at most 200 words a parameter')
  @Field(() => [String], { nullable: true, description: 'Words.' })
  codes!: readonly string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Demanded or not.' })
  flag!: boolean | null;
}
export const ruleValue = (value: ParameterValue): RuleValueType => ({
  number: typeof value === 'number' ? value : null, time: typeof value === 'string' ? value : null,
  flag: typeof value === 'boolean' ? value : null, codes: Array.isArray(value) ? (value as readonly string[]) : null,
});

@ObjectType('RegionalRuleValue', { description: 'A stricter value for a part of the region.' })
export class RegionalValueType {
  @Field({ description: 'Six digits of GB/T 2260.' })
  region!: string;
  @Field(() => RuleValueType, { description: 'The value there.' })
  value!: Ref<RuleValueType>;
}

@ObjectType('RuleParameter', { description: 'A parameter of a rule.' })
export class RuleParameterType {
  @Field({ description: 'Code, unique in the rule.' })
  code!: string;
  @Field(() => ParameterTypeEnum, { description: 'What it counts.' })
  type!: ParameterType;
  @Field(() => DirectionEnum, { description: 'Which way it is stricter.' })
  direction!: Direction;
  @Field(() => RuleValueType, { description: 'Its value.' })
  value!: Ref<RuleValueType>;
  @Bounded('one entry per part of the region, at most 3,000')
  @Field(() => [RegionalValueType], { description: 'Stricter values for parts of the region.' })
  byRegion!: RegionalValueType[];
  @Field({ description: 'The value was not verified: a person has to confirm it.' })
  toConfirm!: boolean;
}

@ObjectType('Rule', { description: 'One rule of a version of a pack (规则).' })
export class RuleType {
  @Field({ description: 'Stable code, the same in every pack.' })
  code!: string;
  @Field(() => BilingualTextType, { description: 'Title.' })
  title!: Ref<BilingualTextType>;
  @Field(() => BilingualTextType, { description: 'What it says.' })
  text!: Ref<BilingualTextType>;
  @Field(() => String, { nullable: true, description: 'The check that judges it; null: its parameters are read by the product.' })
  check!: string | null;
  @Field(() => RuleSeverityEnum, { description: 'What it does when it is broken.' })
  severity!: Severity;
  @Bounded('one entry per gate')
  @Field(() => [GateEnum], { description: 'Steps at which it is looked at.' })
  gates!: readonly Gate[];
  @Field({ description: 'A tightening applies at once, also to what has begun.' })
  safety!: boolean;
  @Field({ description: 'May a pilot waiver loosen it?' })
  waivable!: boolean;
  @Field({ description: 'false: a proposal of the product that any pack may replace.' })
  binding!: boolean;
  @Field(() => BilingualTextType, { description: 'Law, regulation or notice.' })
  law!: Ref<BilingualTextType>;
  @Field({ description: 'Article; empty where it was not verified.' })
  article!: string;
  @Field({ description: 'Its wording or scope was not verified: a person has to confirm it.' })
  toConfirm!: boolean;
  @Bounded('at most 50 parameters a rule')
  @Field(() => [RuleParameterType], { description: 'Its parameters.' })
  parameters!: RuleParameterType[];
}

const parameterType = (parameter: RuleParameter): RuleParameterType => ({
  code: parameter.code, type: parameter.type, direction: parameter.direction, value: ruleValue(parameter.value), toConfirm: parameter.toConfirm ?? false,
  byRegion: (parameter.byRegion ?? []).map(({ region, value }) => ({ region, value: ruleValue(value) })),
});

export const ruleType = (rule: Rule): RuleType => ({
  ...rule, title: bilingual(rule.title), text: bilingual(rule.text), law: bilingual(rule.source.law), article: rule.source.article, parameters: rule.parameters.map(parameterType),
});

export type { RuleLevel };
