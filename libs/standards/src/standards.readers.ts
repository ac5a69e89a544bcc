import type { PersonalDataKind } from '@quadhelix/personal-data';
import type { FigureKind } from '@quadhelix/readers';
import type { SearchKind } from '@quadhelix/search';
import { RuleEvaluation, RuleViolation } from './evaluation/rule-evaluation.entity.js';
import { RuleVersion } from './pack/rule-version.entity.js';
import { ruleVersionAccess } from './standards.access.js';

/** Published versions of packs are found by pack, title, issuer and what their rules say. */
export const ruleVersionSearch: SearchKind = {
  type: 'RuleVersion', read: ruleVersionAccess.read, of: [],
  touched: () => Promise.resolve([]),
  async entries(scope, subjectIds) {
    const found = await scope.find(RuleVersion, { id: subjectIds, state: ['PUBLISHED', 'RETIRED'] });
    return found.map((version) => ({
      subjectId: version.id, title: `${version.title['zh-CN']} ${version.title.en} ${version.pack}@${String(version.number)}`, parties: {}, personId: null,
      text: [version.issuer, version.summary, ...version.rules.flatMap(({ code, title }) => [code, title.en, title['zh-CN']])].join(' '),
    }));
  },
  async after(scope, subjectId, limit) {
    const rows = await scope.sql<{ id: string }>(`select id from rule_versions where state in ('PUBLISHED', 'RETIRED') and ($1::uuid is null or id > $1) order by id limit $2`, [subjectId, limit]);
    return rows.map(({ id }) => id);
  },
};

/** Rules that an organization has not been found to keep again. */
export const openViolations: FigureKind = {
  name: 'ruleViolations.open', title: { en: 'Open violations of rules', 'zh-CN': '未消除的违规' }, unit: 'COUNT', over: 'SUM', of: ['RuleViolation'],
  async touched(scope, changed) {
    const ids = changed.RuleViolation ?? [];
    return [...new Set((await scope.find(RuleViolation, { id: ids })).map(({ organizationId }) => organizationId))];
  },
  async compute(scope, organizationIds) {
    const rows = await scope.sql<{ organization_id: string; count: number }>(
      `select organization_id, count(*) as count from rule_violations where tenant_id = $1 and state = 'OPEN' and organization_id = any($2) group by organization_id`, [scope.tenantId, organizationIds]);
    return organizationIds.map((organizationId) => ({ organizationId, value: rows.find((row) => row.organization_id === organizationId)?.count ?? 0, people: null }));
  },
};

const PAGE = 500;

/** Evaluations of what a person did; erasure takes the person out and leaves the verdict. */
export const evaluationData: PersonalDataKind = {
  name: 'rule-evaluations', title: { en: 'Evaluations of rules', 'zh-CN': '规则评估' },
  purpose: { en: 'Shows that a placement was lawful, for as long as claims from it may be raised.', 'zh-CN': '用于证明实习安排合规,保存至相关权利主张期限届满。' },
  async *export(scope, personId) {
    let last: RuleEvaluation | undefined;
    do {
      const values: unknown[] = [scope.tenantId, personId, ...(last ? [last.evaluatedAt, last.id] : [])];
      const page: RuleEvaluation[] = await scope.select(RuleEvaluation, `where tenant_id = $1 and person_id = $2 ${last ? 'and (evaluated_at, id) > ($3, $4)' : ''} order by evaluated_at, id limit ${String(PAGE)}`, values);
      for (const { gate, verdict, facts, verdicts, onDate, evaluatedAt } of page) yield { gate, verdict, facts, verdicts, onDate, evaluatedAt };
      last = page.length === PAGE ? page.at(-1) : undefined;
    } while (last);
  },
  async erase(scope, personId) {
    const rows = await scope.sql('update rule_evaluations set person_id = null, version = version + 1 where tenant_id = $1 and person_id = $2 returning id', [scope.tenantId, personId]);
    return rows.length;
  },
};
