import { regionContains } from '@quadhelix/stakeholders';
import { RULE_LEVELS, versionLabel, type Rule, type RuleParameter, type RuleVersionContent } from '../rule/rule.types.js';
import { compare } from '../rule/strictness.js';

/** What a smaller region's rule may not do to a wider one's. */
export interface Relaxation {
  readonly kind: 'RELAXED' | 'SHAPE';
  readonly field: string;
  readonly rule: string;
  /** Parameter, `severity`, `gates`, `safety`, `waivable` or `check`. */
  readonly part: string;
  /** `cn-internship@1`. */
  readonly parent: string;
}

/** Is a pack of `parent` above one of `child`: wider, and of a region that holds the child's? */
export const isAbove = (parent: Pick<RuleVersionContent, 'level' | 'region'>, child: Pick<RuleVersionContent, 'level' | 'region'>): boolean =>
  RULE_LEVELS.indexOf(parent.level) < RULE_LEVELS.indexOf(child.level) && regionContains(parent.region, child.region);

function* parameterRelaxations(own: RuleParameter, theirs: RuleParameter): Generator<'RELAXED' | 'SHAPE'> {
  if (own.type !== theirs.type || own.direction !== theirs.direction) return yield 'SHAPE';
  const looser = (value: RuleParameter['value'], than: RuleParameter['value']): boolean => ['LOOSER', 'INCOMPARABLE'].includes(compare(own, value, than));
  if (looser(own.value, theirs.value)) yield 'RELAXED';
  // A stricter value that the parent has for a part of the region must be kept there too.
  for (const part of theirs.byRegion ?? []) {
    const here = (own.byRegion ?? []).find(({ region }) => region === part.region)?.value ?? own.value;
    if (looser(here, part.value) && (own.byRegion ?? []).some(({ region }) => region === part.region)) yield 'RELAXED';
  }
}

function* ruleRelaxations(own: Rule, theirs: Rule, at: string): Generator<Pick<Relaxation, 'kind' | 'field' | 'part'>> {
  if (own.check !== null && theirs.check !== null && own.check !== theirs.check) yield { kind: 'SHAPE', field: `${at}.check`, part: 'check' };
  if (own.severity === 'WARN' && theirs.severity === 'BLOCK') yield { kind: 'RELAXED', field: `${at}.severity`, part: 'severity' };
  if (!theirs.gates.every((gate) => own.gates.includes(gate))) yield { kind: 'RELAXED', field: `${at}.gates`, part: 'gates' };
  if (theirs.safety && !own.safety) yield { kind: 'RELAXED', field: `${at}.safety`, part: 'safety' };
  if (own.waivable && !theirs.waivable) yield { kind: 'RELAXED', field: `${at}.waivable`, part: 'waivable' };
  for (const [index, parameter] of own.parameters.entries()) {
    const parent = theirs.parameters.find(({ code }) => code === parameter.code);
    const [kind] = parent ? parameterRelaxations(parameter, parent) : [];
    if (kind) yield { kind, field: `${at}.parameters[${String(index)}].value`, part: parameter.code };
  }
}

/**
 * Where a version would be looser than packs above it that hold at some time while it does. A smaller region may add rules and parameters and tighten them; what it
 * does not repeat holds anyway. Proposals of the product bind nobody.
 */
export function relaxations(child: Omit<RuleVersionContent, 'id'>, others: readonly RuleVersionContent[]): Relaxation[] {
  const parents = others.filter((other) => isAbove(other, child) && (other.effectiveUntil === null || other.effectiveUntil >= child.effectiveFrom)
    && (child.effectiveUntil === null || other.effectiveFrom <= child.effectiveUntil));
  return child.rules.flatMap((own, index) => parents.flatMap((parent) => parent.rules.filter(({ code, binding }) => code === own.code && binding)
    .flatMap((theirs) => [...ruleRelaxations(own, theirs, `rules[${String(index)}]`)].map((found) => ({ ...found, rule: own.code, parent: versionLabel(parent) })))));
}
