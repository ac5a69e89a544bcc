import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { ruleVersionAccess } from '../standards.access.js';
import type { RuleVersionFilter } from './rule.inputs.js';
import { RuleVersion } from './rule-version.entity.js';

/** Versions of packs, oldest first. Row-level security hides drafts of public law from all but their authority; those of the alliance are for who makes them. */
export function listRuleVersions(scope: Scope, args: PageArgs, filter: RuleVersionFilter | null): Promise<Connection<RuleVersion>> {
  const reach = scope.reach(ruleVersionAccess.readDraft);
  const values: unknown[] = [reach.includes('administration') || reach.includes('alliance')];
  const terms = [`(state <> 'DRAFT' or level <> 'ALLIANCE' or $1)`];
  const add = (term: string, value: unknown): void => {
    if (value == null) return;
    values.push(value);
    terms.push(term.replace('?', `$${String(values.length)}`));
  };
  add('state = any(?)', filter?.states);
  add('level = ?', filter?.level);
  add('pack = ?', filter?.pack);
  add('region = ?', filter?.region);
  return paginate(scope, { entity: RuleVersion, name: 'ruleVersions', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
}
