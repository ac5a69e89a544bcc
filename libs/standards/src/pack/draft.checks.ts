import type { Scope } from '@quadhelix/database';
import { ruleFaults, rulesSchema } from '../rule/rule.schema.js';
import type { Rule } from '../rule/rule.types.js';
import { ruleVersionAccess } from '../standards.access.js';
import { standardsErrors } from '../standards.errors.js';
import { relaxations } from './relaxation.js';
import type { RuleVersion } from './rule-version.entity.js';

const pathOf = (path: readonly PropertyKey[]): string => path.reduce<string>((at, step) => (typeof step === 'number' ? `${at}[${String(step)}]` : `${at}.${String(step)}`), 'rules');

/** The rules, checked by form and meaning. Throws RULE_INVALID with the place of the first fault. */
export function demandRules(rules: readonly Rule[], region: string): Rule[] {
  const parsed = rulesSchema.safeParse(rules);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw standardsErrors.RULE_INVALID({ field: pathOf(issue?.path ?? []), params: { problem: issue?.message ?? '' } });
  }
  const [fault] = ruleFaults(parsed.data as Rule[], region);
  if (fault) throw standardsErrors.RULE_INVALID({ field: fault.field, params: { problem: fault.problem } });
  return parsed.data as Rule[];
}

/** Throws RULE_DATES_INVALID. */
export function demandDates({ effectiveFrom, effectiveUntil }: { effectiveFrom: string; effectiveUntil?: string | null }): void {
  if (effectiveUntil != null && effectiveUntil < effectiveFrom) throw standardsErrors.RULE_DATES_INVALID({ field: 'effectiveUntil' });
}

/** Throws RULE_RELAXATION_FORBIDDEN or RULE_SHAPE_DIFFERS where the draft says less than a pack above it. */
export function demandStrict(scope: Scope, draft: RuleVersion, around: readonly RuleVersion[]): void {
  const published = around.filter(({ state }) => state !== 'DRAFT').map((each) => each.content());
  const [found] = relaxations(draft.content(), published);
  if (!found) return;
  const { kind, field, rule, part, parent } = found;
  if (kind === 'SHAPE') throw standardsErrors.RULE_SHAPE_DIFFERS({ field, params: { rule, part, parent } });
  throw scope.refuse(standardsErrors.RULE_RELAXATION_FORBIDDEN({ field, params: { rule, part, parent } }), ruleVersionAccess.publish);
}
