import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, type Ref } from '@quadhelix/graphql';
import type { Verdict } from '../check/evaluate.js';
import type { Severity } from '../rule/rule.types.js';
import type { StoredVerdict } from './rule-evaluation.entity.js';

export const GateEnum = { PUBLISH: 'PUBLISH', ASSIGN: 'ASSIGN', ONBOARD: 'ONBOARD', CONTINUE: 'CONTINUE', ASSESS: 'ASSESS', CLOSE: 'CLOSE' } as const;
registerEnumType(GateEnum, {
  name: 'RuleGate', description: 'A step at which rules are looked at.',
  valuesConfig: {
    PUBLISH: { description: 'A position is offered.' }, ASSIGN: { description: 'An apprentice is assigned to it.' }, ONBOARD: { description: 'He begins.' },
    CONTINUE: { description: 'He goes on.' }, ASSESS: { description: 'He is assessed.' }, CLOSE: { description: 'It is closed.' },
  },
});

export const VerdictEnum = { PASS: 'PASS', BLOCK: 'BLOCK', UNKNOWN: 'UNKNOWN' } as const;
registerEnumType(VerdictEnum, {
  name: 'RuleOutcome', description: 'What became of rules.',
  valuesConfig: { PASS: { description: 'Kept, or broken where the rule only warns.' }, BLOCK: { description: 'Broken.' }, UNKNOWN: { description: 'A fact is missing: that does not pass.' } },
});

export const SeverityEnum = { WARN: 'WARN', BLOCK: 'BLOCK' } as const;
registerEnumType(SeverityEnum, {
  name: 'RuleSeverity', description: 'What a broken rule does.',
  valuesConfig: { WARN: { description: 'It is shown and passes.' }, BLOCK: { description: 'It stops the step.' } },
});

@ObjectType('RuleValue', { description: 'A value by its name: of a rule, or a fact.' })
export class RuleValueType {
  @Field({ description: 'Name, e.g. minimumFenPerHour.' })
  name!: string;
  @Field({ description: 'The value as JSON: 2400, true, ["GOODS"].' })
  json!: string;
}

@ObjectType('RuleVerdict', { description: 'What became of one rule at a gate.' })
export class RuleVerdictType {
  @Field({ description: 'Code of the rule, e.g. R7-HOURLY.' })
  rule!: string;
  @Field(() => VerdictEnum, { description: 'The verdict.' })
  verdict!: Verdict;
  @Field(() => SeverityEnum, { description: 'What it does where it is broken.' })
  severity!: Severity;
  @Field({ description: 'Broken, but only a warning.' })
  warning!: boolean;
  @Bounded('a value comes from a few packs')
  @Field(() => [String], { description: 'Versions of the packs that it was judged by, and waivers: cn-internship@1.' })
  versions!: readonly string[];
  @Bounded('a rule has at most 50 parameters')
  @Field(() => [RuleValueType], { description: 'Values of the rule.' })
  values!: Ref<RuleValueType>[];
  @Bounded('a rule looks at a few facts')
  @Field(() => [RuleValueType], { nullable: true, description: 'Facts that it looked at; null for who may not see them.' })
  used!: Ref<RuleValueType>[] | null;
  @Bounded('a rule looks at a few facts')
  @Field(() => [String], { description: 'Facts that were missing.' })
  missing!: readonly string[];
}

const named = (values: object): RuleValueType[] => Object.entries(values).map(([name, value]) => ({ name, json: JSON.stringify(value) })).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Verdicts as clients see them; facts only where the reader may see them. */
export const shownVerdicts = (verdicts: readonly StoredVerdict[], withFacts: boolean): RuleVerdictType[] =>
  verdicts.map(({ rule, verdict, severity, warning, versions, values, used, missing }) => ({ rule, verdict, severity, warning, versions, missing, values: named(values), used: withFacts ? named(used) : null }));
