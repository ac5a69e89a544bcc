import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { encodeId, Bounded, IdField, LocalDate, type Ref } from '@quadhelix/graphql';
import type { Direction, Gate, ParameterType, RuleLevel, Severity } from '../rule/rule.types.js';
import { bilingual, BilingualTextType, DirectionEnum, GateEnum, ParameterTypeEnum, RuleLevelEnum, RuleSeverityEnum, ruleValue, RuleValueType } from '../pack/rule.type.js';
import type { PackSource, ResolutionReason, ResolvedParameter, ResolvedRule } from './resolution.types.js';
import type { RuleResolution } from './rule-resolution.js';

export const ResolutionReasonEnum = { PLACE_OF_WORK: 'PLACE_OF_WORK', HOME_REGION: 'HOME_REGION', ALLIANCE: 'ALLIANCE' } as const;
registerEnumType(ResolutionReasonEnum, {
  name: 'RuleReason', description: 'Why a pack applies.',
  valuesConfig: { PLACE_OF_WORK: { description: 'Its region holds the place of work.' }, HOME_REGION: { description: 'Its region holds the school at home.' }, ALLIANCE: { description: 'It is the pack of the alliance.' } },
});
export const ComparisonEnum = { SAME: 'SAME', LOOSER: 'LOOSER' } as const;
registerEnumType(ComparisonEnum, {
  name: 'RuleComparison', description: 'A value held against the one that applies.',
  valuesConfig: { SAME: { description: 'The same.' }, LOOSER: { description: 'Looser, so it changes nothing here.' } },
});

@ArgsType()
export class RulePlaceArgs {
  @Field({ description: 'Region in which the work is done: two, four or six digits of GB/T 2260.' })
  @MaxLength(20)
  workRegion!: string;
  @Field(() => String, { nullable: true, description: 'Region of the school at home.' })
  @IsOptional()
  @MaxLength(20)
  homeRegion?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Day; left out, today.' })
  onDate?: string | null;
  @IdField('Organization', { nullable: true, description: 'Host: counts for trials that name hosts.' })
  hostOrganizationId?: string | null;
  @IdField('Programme', { nullable: true, description: 'Programme: counts for trials that name programmes.' })
  programmeId?: string | null;
}

@ObjectType('RuleSource', { description: 'A version of a pack that speaks of a rule.' })
export class RuleSourceType {
  @Field(() => ID, { description: 'Global id of the RuleVersion.' })
  ruleVersionId!: string;
  @Field({ description: 'pack@number.' })
  label!: string;
  @Field(() => RuleLevelEnum, { description: 'Who made it.' })
  level!: RuleLevel;
  @Field({ description: 'Region in which it holds.' })
  region!: string;
  @Field(() => BilingualTextType, { description: 'Law, regulation or notice.' })
  law!: Ref<BilingualTextType>;
  @Field({ description: 'Article; empty where it was not verified.' })
  article!: string;
  @Bounded('one entry per reason', 3)
  @Field(() => [ResolutionReasonEnum], { description: 'Why it applies here.' })
  because!: readonly ResolutionReason[];
}

@ObjectType('OtherRuleValue', { description: 'What another pack says of a parameter.' })
export class OtherRuleValueType {
  @Field(() => RuleSourceType, { description: 'The pack.' })
  from!: Ref<RuleSourceType>;
  @Field(() => RuleValueType, { description: 'Its value.' })
  value!: Ref<RuleValueType>;
  @Field(() => ComparisonEnum, { description: 'Held against the value that applies.' })
  comparison!: 'SAME' | 'LOOSER';
}

@ObjectType('ResolvedRuleParameter', { description: 'A parameter as it holds somewhere on a day.' })
export class ResolvedParameterType {
  @Field({ description: 'Code, unique in the rule.' })
  code!: string;
  @Field(() => ParameterTypeEnum, { description: 'What it counts.' })
  type!: ParameterType;
  @Field(() => DirectionEnum, { description: 'Which way it is stricter.' })
  direction!: Direction;
  @Field(() => RuleValueType, { description: 'What applies.' })
  value!: Ref<RuleValueType>;
  @Bounded('one entry per pack that adds to it', 5)
  @Field(() => [RuleSourceType], { description: 'Where it comes from: the strictest pack; of a set, each that added words.' })
  from!: RuleSourceType[];
  @Bounded('one entry per pack in force at a place', 5)
  @Field(() => [OtherRuleValueType], { description: 'What other packs say, which changes nothing.' })
  others!: OtherRuleValueType[];
  @Field(() => ID, { nullable: true, description: 'Global id of the pilot waiver that loosened it.' })
  waiverId!: string | null;
  @Field(() => RuleValueType, { nullable: true, description: 'What would apply without the waiver.' })
  insteadOf!: Ref<RuleValueType> | null;
  @Field({ description: 'The value was not verified: a person has to confirm it.' })
  toConfirm!: boolean;
}

@ObjectType('RedundantRule', { description: "A smaller region's rule that says nothing more than a wider one's." })
export class RedundantRuleType {
  @Field(() => RuleSourceType, { description: 'The rule that adds nothing.' })
  child!: Ref<RuleSourceType>;
  @Field(() => RuleSourceType, { description: 'The rule that says it already.' })
  parent!: Ref<RuleSourceType>;
}

@ObjectType('ResolvedRule', { description: 'A rule as it holds somewhere on a day, and why.' })
export class ResolvedRuleType {
  @Field({ description: 'Stable code.' })
  code!: string;
  @Field(() => BilingualTextType, { description: 'Title.' })
  title!: Ref<BilingualTextType>;
  @Field(() => BilingualTextType, { description: 'What it says, as the widest pack words it.' })
  text!: Ref<BilingualTextType>;
  @Field(() => String, { nullable: true, description: 'The check that judges it.' })
  check!: string | null;
  @Field(() => RuleSeverityEnum, { description: 'What it does when it is broken: the severest of all packs.' })
  severity!: Severity;
  @Bounded('one entry per gate', 6)
  @Field(() => [GateEnum], { description: 'Steps at which it is looked at.' })
  gates!: readonly Gate[];
  @Field({ description: 'A tightening applies at once.' })
  safety!: boolean;
  @Field({ description: 'May a pilot waiver loosen it?' })
  waivable!: boolean;
  @Field({ description: 'A person has to confirm its wording or scope.' })
  toConfirm!: boolean;
  @Bounded('at most 50 parameters a rule')
  @Field(() => [ResolvedParameterType], { description: 'Its parameters.' })
  parameters!: ResolvedParameterType[];
  @Bounded('one entry per pack in force at a place', 5)
  @Field(() => [RuleSourceType], { description: 'All packs that speak of it, widest first.' })
  sources!: RuleSourceType[];
  @Bounded('one entry per pack in force at a place', 5)
  @Field(() => [RedundantRuleType], { description: 'Rules of smaller regions that add nothing.' })
  redundant!: RedundantRuleType[];
}

@ObjectType('RuleResolution', { description: 'The rules that hold somewhere on a day: of each parameter the strictest value of all packs that apply.' })
export class RuleResolutionType {
  @Field({ description: 'Place of work, six digits.' })
  workRegion!: string;
  @Field(() => String, { nullable: true, description: 'Region of the school at home, six digits.' })
  homeRegion!: string | null;
  @Field(() => LocalDate, { description: 'Day.' })
  onDate!: string;
  @Bounded('as many rules as the packs in force hold', 30)
  @Field(() => [ResolvedRuleType], { description: 'The rules, by code.' })
  rules!: ResolvedRuleType[];
}

export const sourceType = ({ versionId, source, ...rest }: PackSource): RuleSourceType => ({ ...rest, ruleVersionId: encodeId('RuleVersion', versionId), law: bilingual(source.law), article: source.article });

const parameterType = (it: ResolvedParameter): ResolvedParameterType => ({
  code: it.code, type: it.type, direction: it.direction, value: ruleValue(it.value), from: it.from.map(sourceType), toConfirm: it.toConfirm,
  others: it.others.map((other) => ({ from: sourceType(other.from), value: ruleValue(other.value), comparison: other.comparison })),
  waiverId: it.waiver ? encodeId('PilotWaiver', it.waiver.id) : null, insteadOf: it.waiver ? ruleValue(it.waiver.insteadOf) : null,
});

export const resolvedRuleType = (rule: ResolvedRule): ResolvedRuleType => ({
  ...rule, title: bilingual(rule.title), text: bilingual(rule.text), parameters: rule.parameters.map(parameterType), sources: rule.sources.map(sourceType),
  redundant: rule.redundant.map(({ child, parent }) => ({ child: sourceType(child), parent: sourceType(parent) })),
});

export const resolutionType = ({ place, rules }: RuleResolution): RuleResolutionType => ({ workRegion: place.workRegion, homeRegion: place.homeRegion, onDate: place.onDate, rules: rules.map(resolvedRuleType) });
