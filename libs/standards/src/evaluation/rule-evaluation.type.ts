import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, IsOptional, MaxLength } from 'class-validator';
import { Bounded, connectionOf, IdField, Instant, LocalDate, Node, Personal, type Ref } from '@quadhelix/graphql';
import type { Verdict } from '../check/evaluate.js';
import type { RuleFacts } from '../check/facts.js';
import { GateEnum, RuleSeverityEnum, ruleValue, RuleValueType } from '../pack/rule.type.js';
import type { Gate, ParameterValue, Severity } from '../rule/rule.types.js';
import type { RuleViolationState } from '../standards.states.js';
import type { StoredVerdict } from './rule-evaluation.entity.js';

export const VerdictEnum = { PASS: 'PASS', BLOCK: 'BLOCK', UNKNOWN: 'UNKNOWN' } as const;
registerEnumType(VerdictEnum, {
  name: 'RuleVerdictKind', description: 'What became of a rule. Unknown does not pass where the rule blocks.',
  valuesConfig: { PASS: { description: 'Kept, or broken and only warned of.' }, BLOCK: { description: 'Broken: the step may not be done.' }, UNKNOWN: { description: 'A fact is missing.' } },
});
export const RuleViolationStateEnum = { OPEN: 'OPEN', RESOLVED: 'RESOLVED' } as const;
registerEnumType(RuleViolationStateEnum, {
  name: 'RuleViolationState', description: 'Where a violation stands.',
  valuesConfig: { OPEN: { description: 'Nobody has shown that the rule is kept again.' }, RESOLVED: { description: 'A later evaluation of the same subject and gate found it kept.' } },
});

@ObjectType('RuleFact', { description: 'A fact that a verdict rests on.' })
export class RuleFactType {
  @Field({ description: 'Name, as in RuleFactsInput.' })
  name!: string;
  @Personal()
  @Field({ description: 'Value as text: a number, a date, words, yes or no.' })
  value!: string;
}

@ObjectType('NamedRuleValue', { description: 'A parameter that a verdict was made by.' })
export class NamedRuleValueType {
  @Field({ description: 'Code of the parameter.' })
  code!: string;
  @Field(() => RuleValueType, { description: 'Its value then.' })
  value!: Ref<RuleValueType>;
}

@ObjectType('RuleVerdict', { description: 'What became of one rule.' })
export class RuleVerdictType {
  @Field({ description: 'Code of the rule.' })
  rule!: string;
  @Field(() => VerdictEnum, { description: 'The verdict.' })
  verdict!: Verdict;
  @Field(() => RuleSeverityEnum, { description: 'What the rule did when it was broken.' })
  severity!: Severity;
  @Field({ description: 'Broken, but only warned of.' })
  warning!: boolean;
  @Bounded('as many packs as speak of a rule')
  @Field(() => [String], { description: 'Versions it was made by: pack@number, or waiver:id.' })
  versions!: readonly string[];
  @Bounded('at most 50 parameters a rule')
  @Field(() => [NamedRuleValueType], { description: 'Parameters of then.' })
  values!: NamedRuleValueType[];
  @Bounded('as many facts as a check reads')
  @Field(() => [RuleFactType], { description: 'Facts that were used.' })
  used!: RuleFactType[];
  @Bounded('as many facts as a check reads')
  @Field(() => [String], { description: 'Facts that were missing.' })
  missing!: readonly string[];
  @Bounded('as many as the gate names')
  @Field(() => [String], { description: 'What shows the facts.' })
  evidence!: readonly string[];
}

const inWords = (value: unknown): string => (typeof value === 'object' && value !== null ? (Array.isArray(value) ? value.map(inWords).join(', ') : Object.values(value).map(inWords).join(' ')) : String(value));

const factTypes = (facts: RuleFacts): RuleFactType[] => Object.entries(facts).filter(([, value]) => value != null).map(([name, value]) => ({ name, value: inWords(value) }));

export const verdictType = ({ values, used, ...rest }: StoredVerdict): RuleVerdictType => ({
  ...rest, values: Object.entries(values).map(([code, value]: [string, ParameterValue]) => ({ code, value: ruleValue(value) })), used: factTypes(used),
});

@ObjectType('RuleCheck', { description: 'What rules say of facts that somebody brought; nothing is stored.' })
export class RuleCheckType {
  @Field(() => GateEnum, { description: 'The gate.' })
  gate!: Gate;
  @Field(() => VerdictEnum, { description: 'All rules together: BLOCK before UNKNOWN before PASS; a rule that only warns stops nothing.' })
  verdict!: Verdict;
  @Bounded('as many rules as stand at a gate', 20)
  @Field(() => [RuleVerdictType], { description: 'Rule by rule.' })
  verdicts!: RuleVerdictType[];
}

@ObjectType('RuleEvaluation', { implements: Node, description: 'What became of the rules at a gate, with the facts and versions of then (评估). Never changed.' })
export class RuleEvaluationType extends Node {
  @Field({ description: 'GraphQL type of what was judged.' })
  subjectType!: string;
  @Field(() => GateEnum, { description: 'The gate.' })
  gate!: Gate;
  @Field(() => VerdictEnum, { description: 'All rules together.' })
  verdict!: Verdict;
  @Field({ description: 'Place of work, six digits.' })
  workRegion!: string;
  @Field(() => String, { nullable: true, description: 'Region of the school at home, six digits.' })
  homeRegion!: string | null;
  @Field(() => LocalDate, { description: 'Day whose rules were applied.' })
  onDate!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Day whose rules were applied where safety is not concerned.' })
  pinnedOn!: string | null;
  @Field(() => Instant, { description: 'When.' })
  evaluatedAt!: Date;
}
export const RuleEvaluationConnection = connectionOf(RuleEvaluationType, 'RuleEvaluation');

@ObjectType('RuleViolation', { implements: Node, description: 'A broken rule, raised against an organization (违规).' })
export class RuleViolationType extends Node {
  @Field({ description: 'Code of the rule.' })
  rule!: string;
  @Field(() => RuleSeverityEnum, { description: 'What the rule did.' })
  severity!: Severity;
  @Field(() => GateEnum, { description: 'The gate.' })
  gate!: Gate;
  @Field({ description: 'GraphQL type of the subject.' })
  subjectType!: string;
  @Field(() => RuleViolationStateEnum, { description: 'Where it stands.' })
  state!: RuleViolationState;
  @Field(() => LocalDate, { description: 'Day whose rules were applied.' })
  onDate!: string;
  @Field({ description: 'Place of work, six digits.' })
  workRegion!: string;
  @Field(() => Instant, { description: 'When it was raised.' })
  raisedAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When the rule was found kept again.' })
  resolvedAt!: Date | null;
}
export const RuleViolationConnection = connectionOf(RuleViolationType, 'RuleViolation');

@InputType({ description: 'Which evaluations. What is left out does not narrow the list.' })
export class RuleEvaluationFilter {
  @Field(() => ID, { nullable: true, description: 'Of this subject: its global id.' })
  subjectId?: string | null;
  @Field(() => GateEnum, { nullable: true, description: 'At this gate.' })
  gate?: Gate | null;
  @Field(() => VerdictEnum, { nullable: true, description: 'With this result.' })
  verdict?: Verdict | null;
  @IdField('Organization', { nullable: true, description: 'Of this host.' })
  hostOrganizationId?: string | null;
}

@InputType({ description: 'Which violations. What is left out does not narrow the list.' })
export class RuleViolationFilter {
  @IdField('Organization', { nullable: true, description: 'Against this organization.' })
  organizationId?: string | null;
  @Bounded('as many as states exist')
  @Field(() => [RuleViolationStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(2)
  states?: RuleViolationState[] | null;
  @Field(() => String, { nullable: true, description: 'Of this rule.' })
  @IsOptional()
  @MaxLength(40)
  rule?: string | null;
}
