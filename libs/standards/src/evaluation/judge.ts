import { evaluate, overall, type Verdict } from '../check/evaluate.js';
import { settled, type RuleFacts } from '../check/facts.js';
import type { RulePlace } from '../resolution/resolution.types.js';
import type { RuleResolution } from '../resolution/rule-resolution.js';
import type { Gate } from '../rule/rule.types.js';
import type { StoredVerdict } from './rule-evaluation.entity.js';

/** What is to be judged. */
export interface EvaluationOrder {
  /** GraphQL type of the subject, and its row id. */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly gate: Gate;
  readonly place: RulePlace;
  readonly facts: RuleFacts;
  /** Against whom violations are raised; without one none are. */
  readonly hostOrganizationId: string | null;
  readonly schoolOrganizationId: string | null;
  readonly personId: string | null;
  /** Ids or links of what shows the facts, by code of the rule. */
  readonly evidence?: Readonly<Record<string, readonly string[]>>;
}

/** Judges the rules of a gate by facts and says by which versions; pure. */
export function judge(resolution: RuleResolution, gate: Gate, facts: RuleFacts, evidence: EvaluationOrder['evidence'] = {}): { verdict: Verdict; facts: RuleFacts; verdicts: StoredVerdict[] } {
  const known = settled({ ...facts, onDate: resolution.place.onDate });
  const verdicts = resolution.rules.filter((rule) => rule.check !== null && rule.gates.includes(gate)).map((rule): StoredVerdict => {
    const labels = rule.parameters.flatMap((parameter) => [...parameter.from.map(({ label }) => label), ...(parameter.waiver ? [`waiver:${parameter.waiver.id}`] : [])]);
    return { ...evaluate(rule, known), versions: [...new Set(labels.length > 0 ? labels : rule.sources.map(({ label }) => label))], evidence: evidence[rule.code] ?? [] };
  });
  return { verdict: overall(verdicts), facts: known, verdicts };
}

/** Is the rule of a verdict broken, whether or not that stops anything? */
export const isBroken = ({ verdict, warning }: Pick<StoredVerdict, 'verdict' | 'warning'>): boolean => verdict === 'BLOCK' || warning;
