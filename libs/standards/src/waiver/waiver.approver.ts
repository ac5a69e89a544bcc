import type { Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { regionContains } from '@quadhelix/stakeholders';
import { RuleAuthority } from '../pack/rule-version.entity.js';
import type { PackSource, ResolvedRule } from '../resolution/resolution.types.js';
import { RULE_LEVELS, type RuleLevel } from '../rule/rule.types.js';
import { compare } from '../rule/strictness.js';
import { standardsErrors } from '../standards.errors.js';
import type { Approver, PilotWaiver } from './pilot-waiver.entity.js';

const rank = (level: RuleLevel): number => RULE_LEVELS.indexOf(level);

/** The packs whose value is stricter than the trial would be, the widest first; the alliance's own binds no authority. */
export function packsLoosened(waiver: Pick<PilotWaiver, 'parameter' | 'bound'>, rule: ResolvedRule): readonly PackSource[] {
  const parameter = rule.parameters.find(({ code }) => code === waiver.parameter);
  if (!parameter) return [];
  const strict = parameter.waiver ? parameter.waiver.insteadOf : parameter.value;
  const from = compare(parameter, strict, waiver.bound) === 'LOOSER' ? [] : parameter.from;
  const others = parameter.others.filter(({ value }) => compare(parameter, waiver.bound, value) === 'LOOSER').map((other) => other.from);
  return [...from, ...others].filter(({ level }) => level !== 'ALLIANCE').sort((a, b) => rank(a.level) - rank(b.level));
}

/** Does an authority stand at or above a pack? */
export const covers = (authority: Pick<RuleAuthority, 'level' | 'region'>, pack: Pick<PackSource, 'level' | 'region'>): boolean =>
  rank(authority.level) <= rank(pack.level) && regionContains(authority.region, pack.region);

/** As which authority the acting organization may decide. Throws WAIVER_LEVEL_TOO_LOW naming the widest pack that it does not reach. */
export async function approverFor(scope: Scope, waiver: PilotWaiver, rule: ResolvedRule, action: Action): Promise<Approver> {
  const own = await scope.find(RuleAuthority, { organizationId: scope.actor.organizationId ?? '00000000-0000-0000-0000-000000000000' });
  const packs = packsLoosened(waiver, rule);
  const found = own.sort((a, b) => rank(b.level) - rank(a.level)).find((authority) => packs.every((pack) => covers(authority, pack)));
  if (!found) throw scope.refuse(standardsErrors.WAIVER_LEVEL_TOO_LOW({ field: 'id', params: { rule: waiver.rule, parent: packs[0]?.label ?? waiver.rule } }), action);
  return { level: found.level, region: found.region, organizationId: found.organizationId };
}
