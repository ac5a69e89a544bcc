import { platformErrors, type Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { regionParent } from '@quadhelix/stakeholders';
import type { RuleLevel } from '../rule/rule.types.js';
import { ruleVersionAccess } from '../standards.access.js';
import { RuleAuthority, RuleVersion } from './rule-version.entity.js';

/** Makers of the rules of a level and region, as far as they are members here. */
export async function makersOf(scope: Scope, level: RuleLevel, region: string): Promise<Subject> {
  const authorities = level === 'ALLIANCE' ? [] : await scope.find(RuleAuthority, { level, region });
  const parties = { authority: authorities.map(({ organizationId }) => organizationId), administration: level === 'ALLIANCE' ? scope.actor.organizationId : null };
  return { parties: () => parties };
}

/** A version that the actor may read: a draft only as one of its makers. Throws NOT_FOUND. */
export async function readableVersion(scope: Scope, found: RuleVersion | null): Promise<RuleVersion> {
  const hidden = found?.state === 'DRAFT' && scope.refusal(ruleVersionAccess.readDraft, await makersOf(scope, found.level, found.region)) !== null;
  if (!found || hidden) throw platformErrors.NOT_FOUND({ field: 'id' });
  return found;
}

/** Published versions of a region and of all that hold it, which hold at some time from a day on; with all versions of the pack named. */
export function versionsAround(scope: Scope, region: string, from: string, pack: string): Promise<RuleVersion[]> {
  const regions: string[] = [];
  for (let each: string | undefined = region; each !== undefined; each = regionParent(each)) regions.push(each);
  return scope.select(RuleVersion, `where pack = $3 or (state in ('PUBLISHED', 'RETIRED') and region = any($1) and (effective_until is null or effective_until >= $2)) order by pack, number`, [regions, from, pack]);
}
