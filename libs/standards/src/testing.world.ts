import { createHash } from 'node:crypto';
import type { Database, Scope } from '@quadhelix/database';
import type { PackFacts } from './pack/rule-version.service.js';
import type { RuleFacts } from './check/facts.js';
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

/** Everything that a placement in Nanjing needs to begin. */
export const LAWFUL: RuleFacts = {
  startsOn: '2026-12-01', endsOn: '2027-05-31', birthDate: '2009-05-01', yearOfStudy: 3, female: true, workKinds: [], hazards: [], specialTimes: [], filings: [],
  minutesPerDay: 480, minutesPerWeek: 2400, payForms: ['MONEY'], paidDirectly: true, independentWork: true, payFenPerMonth: 420000, postWageFenPerMonth: 500000, payFenPerHour: 2500, payCycleDays: 30,
  hostStaff: 95, hostStaffOn: '2026-06-01', hostInterns: 9, postStaff: 20, postInterns: 4, internsElsewhere: 0, internsElsewhereAtPost: 0, internsElsewhereOn: '2026-11-01',
  agreementSignedBy: ['HOST', 'SCHOOL', 'STUDENT'], agreementSignedOn: '2026-11-20', consentsGiven: ['GUARDIAN', 'STUDENT'], insurances: [{ kind: 'LIABILITY', from: '2026-12-01', until: '2027-05-31' }],
  charges: [], programmeMajorCategory: '46', positionMajorCategory: '46', ownChoice: false,
};
