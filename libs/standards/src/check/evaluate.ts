import type { Gate, ParameterValue, Severity } from '../rule/rule.types.js';
import { Case, type Answer } from './case.js';
import type { CheckName } from './check-names.js';
import { agreement, charges, insurance, programmeHours, teacherPractice, teacherYearlyPractice } from './checks.papers.js';
import { consents, hazardousWork, minimumAge, ownChoice, prohibitedWork, specialTimes } from './checks.person.js';
import { headCount, majorCategory, payCycle, payFloor, payForm, payHourly, placementLength, repetitiveWork, workingHours } from './checks.work.js';
import { settled, type RuleFacts } from './facts.js';

const CHECKS: Readonly<Record<CheckName, (it: Case) => Answer>> = {
  MINIMUM_AGE: minimumAge, PROHIBITED_WORK: prohibitedWork, HAZARDOUS_WORK: hazardousWork, SPECIAL_TIMES: specialTimes, WORKING_HOURS: workingHours,
  PAY_FORM: payForm, PAY_FLOOR: payFloor, PAY_CYCLE: payCycle, PAY_HOURLY: payHourly, HEAD_COUNT: headCount, LENGTH: placementLength,
  AGREEMENT: agreement, CONSENTS: consents, INSURANCE: insurance, CHARGES: charges, MAJOR_CATEGORY: majorCategory, REPETITIVE_WORK: repetitiveWork, OWN_CHOICE: ownChoice,
  TEACHER_PRACTICE: teacherPractice, TEACHER_YEARLY_PRACTICE: teacherYearlyPractice, PROGRAMME_HOURS: programmeHours,
};

export const VERDICTS = ['PASS', 'BLOCK', 'UNKNOWN'] as const;
/** PASS, BLOCK, or UNKNOWN where a fact is missing; UNKNOWN of a rule that blocks does not pass. */
export type Verdict = (typeof VERDICTS)[number];

/** A rule as far as it is judged; what resolution answers is one. */
export interface JudgedRule {
  readonly code: string;
  readonly check: string | null;
  readonly severity: Severity;
  readonly gates: readonly Gate[];
  /** Values by code of the parameter. */
  readonly values: ReadonlyMap<string, ParameterValue>;
}

/** What became of one rule. */
export interface RuleVerdict {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** The rule is broken, but only warns: it passes and is shown. */
  readonly warning: boolean;
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly used: RuleFacts;
  /** Facts that were missing. */
  readonly missing: readonly string[];
}

/** Judges one rule by facts; pure. Facts must be `settled` or hold the birth date. A rule without a check always passes. */
export function evaluate(rule: JudgedRule, facts: RuleFacts): RuleVerdict {
  const it = new Case(rule.values, settled(facts));
  const check = rule.check === null ? null : CHECKS[rule.check as CheckName];
  const answer = check ? check(it) : 'KEPT';
  const warning = answer === 'BROKEN' && rule.severity === 'WARN';
  return {
    rule: rule.code, severity: rule.severity, warning, values: Object.fromEntries(rule.values), used: it.used as RuleFacts, missing: answer === 'UNKNOWN' ? [...it.missing].sort() : [],
    verdict: answer === 'UNKNOWN' ? 'UNKNOWN' : answer === 'BROKEN' && !warning ? 'BLOCK' : 'PASS',
  };
}

/** The verdict on all rules together: BLOCK before UNKNOWN before PASS; a rule that only warns stops nothing, known or not. */
export function overall(verdicts: readonly RuleVerdict[]): Verdict {
  const binding = verdicts.filter(({ severity }) => severity === 'BLOCK').map(({ verdict }) => verdict);
  return binding.includes('BLOCK') ? 'BLOCK' : binding.includes('UNKNOWN') ? 'UNKNOWN' : 'PASS';
}

/** Judges every rule that has a check and stands at the gate, in the order of the rules. */
export function evaluateGate(rules: Iterable<JudgedRule>, gate: Gate, facts: RuleFacts): { verdict: Verdict; verdicts: readonly RuleVerdict[] } {
  const known = settled(facts);
  const verdicts = [...rules].filter((rule) => rule.check !== null && rule.gates.includes(gate)).map((rule) => evaluate(rule, known));
  return { verdict: overall(verdicts), verdicts };
}
