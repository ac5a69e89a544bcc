import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { paginate, parseId, type Connection, type PageArgs } from '@quadhelix/graphql';
import { ruleEvaluationAccess, ruleViolationAccess } from '../standards.access.js';
import { RuleEvaluation, RuleViolation } from './rule-evaluation.entity.js';
import type { RuleEvaluationFilter, RuleViolationFilter } from './rule-evaluation.type.js';

/** A WHERE that begins with the alliance and with what the actor may see. */
class Terms {
  readonly terms = ['tenant_id = $1'];
  readonly values: unknown[];

  constructor(scope: Scope, action: Action, columns: Readonly<Record<string, string>>) {
    this.values = [scope.tenantId];
    const relations = scope.reach(action);
    if (relations.includes('alliance')) return;
    const parts = relations.flatMap((relation) => {
      const party = relation === 'person' ? scope.actor.personId : scope.actor.organizationId;
      const column = columns[relation];
      return column === undefined || party === null ? [] : [`${column} = ${this.place(party)}`];
    });
    this.terms.push(parts.length === 0 ? 'false' : `(${parts.join(' or ')})`);
  }

  add(term: string, value: unknown): this {
    if (value != null) this.terms.push(term.replace('?', this.place(value)));
    return this;
  }

  private place(value: unknown): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }
}

/** Evaluations that the actor may see, oldest first. */
export function listEvaluations(scope: Scope, args: PageArgs, filter: RuleEvaluationFilter | null): Promise<Connection<RuleEvaluation>> {
  const subject = filter?.subjectId == null ? null : parseId(filter.subjectId);
  if (filter?.subjectId != null && subject === null) throw platformErrors.ID_INVALID({ field: 'filter.subjectId', params: { type: 'Node' } });
  const { terms, values } = new Terms(scope, ruleEvaluationAccess.read, { host: 'host_organization_id', school: 'school_organization_id', person: 'person_id' })
    .add('subject_type = ?', subject?.type).add('subject_id = ?', subject?.id).add('gate = ?', filter?.gate).add('verdict = ?', filter?.verdict)
    .add('host_organization_id = ?', filter?.hostOrganizationId);
  return paginate(scope, { entity: RuleEvaluation, name: 'ruleEvaluations', terms, values, order: { column: 'evaluated_at', property: 'evaluatedAt', type: 'timestamptz' } }, args);
}

/** Violations that the actor may see, oldest first. A person sees those of himself through his evaluations. */
export function listViolations(scope: Scope, args: PageArgs, filter: RuleViolationFilter | null): Promise<Connection<RuleViolation>> {
  const { terms, values } = new Terms(scope, ruleViolationAccess.read, { host: 'organization_id', school: 'school_organization_id' })
    .add('organization_id = ?', filter?.organizationId).add('state = any(?)', filter?.states).add('rule = ?', filter?.rule);
  return paginate(scope, { entity: RuleViolation, name: 'ruleViolations', terms, values, order: { column: 'raised_at', property: 'raisedAt', type: 'timestamptz' } }, args);
}
