import { createHash } from 'node:crypto';
import type { Database, Scope } from '@quadhelix/database';
import type { PackFacts } from './pack/rule-version.service.js';
import { ruleAuthorityRegister } from './pack/authority.command.js';
import type { Rule, RuleParameter } from './rule/rule.types.js';

/** What a test's world gives. */
interface World {
  readonly api: { readonly database: Database };
  token(login: string): Promise<string>;
}

/** A rule of a test: a cap on the months of a placement, unless told otherwise. */
export const aRule = (more: Partial<Rule> & { parameter?: Partial<RuleParameter> } = {}): Rule => {
  const { parameter, ...rest } = more;
  return {
    code: 'R9', title: { en: 'Length', 'zh-CN': '期限' }, text: { en: 'Not longer.', 'zh-CN': '不得超过。' }, check: 'LENGTH', severity: 'WARN', gates: ['ASSIGN', 'ONBOARD'], safety: false, waivable: true,
    binding: true, source: { law: { en: 'A test', 'zh-CN': '测试' }, article: '' }, toConfirm: false,
    parameters: [{ code: 'maximumMonths', type: 'MONTHS', direction: 'MAX', value: 6, ...parameter }], ...rest,
  };
};

export const aPack = (level: PackFacts['level'], region: string, code: string): PackFacts => ({ code, level, region, title: { en: code, 'zh-CN': code }, issuer: code });

/** Work as somebody who has signed in. */
export async function asPerson<T>(world: World, login: string, alliance: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  const tokenHash = createHash('sha256').update(await world.token(login)).digest();
  return world.api.database.enter({ tokenHash, alliance, organizationId: null, readOnly: false, requestId: null }, work);
}

/** An operator makes an office the maker of rules for a region. */
export const makeAuthority = (world: World, name: string, region: string): Promise<void> =>
  ruleAuthorityRegister.run(world.api.database, { organization: name, 'organization-region': '320000', region }, () => undefined);
