import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { RuleBook } from '../resolution/rule-book.js';
import { isBroken, judge, type EvaluationOrder } from './judge.js';
import { ruleViolationRaised } from '../standards.events.js';
import { RuleEvaluation, RuleViolation, type StoredVerdict } from './rule-evaluation.entity.js';

const keyOf = (each: Pick<RuleViolation, 'subjectType' | 'subjectId' | 'gate' | 'rule'>): string => [each.subjectType, each.subjectId, each.gate, each.rule].join(' ');

/** Judges subjects at gates and keeps what was found. */
@Injectable()
export class EvaluationService {
  constructor(private readonly book: RuleBook) {}

  /**
   * Judges and stores, as a part of a step that the caller has authorized; a constant number of statements however many orders. Broken rules are raised as
   * violations against the host, and resolved where they are kept now. `evaluation.verdict` says whether the gate opens: only PASS does. Throws REGION_INVALID.
   */
  async record(scope: Scope, orders: readonly EvaluationOrder[]): Promise<RuleEvaluation[]> {
    const resolutions = await Promise.all(orders.map(({ place }) => this.book.resolve(scope, place)));
    const made = orders.map((order, index): RuleEvaluation => {
      const resolution = resolutions[index];
      if (!resolution) throw new Error('A place was not resolved');
      const { place } = resolution;
      return Object.assign(new RuleEvaluation(), {
        tenantId: scope.tenantId, id: scope.newId(), subjectType: order.subjectType, subjectId: order.subjectId, gate: order.gate,
        ...judge(resolution, order.gate, order.facts, order.evidence),
        hostOrganizationId: order.hostOrganizationId, schoolOrganizationId: order.schoolOrganizationId, personId: order.personId, programmeId: place.programmeId ?? null,
        workRegion: place.workRegion, homeRegion: place.homeRegion, onDate: place.onDate, pinnedOn: place.pinnedOn ?? null, evaluatedAt: scope.now, createdAt: scope.now, version: 1,
      });
    });
    await scope.insert(made);
    await this.raise(scope, made);
    return made;
  }

  /** The stored facts, judged by the rules of a day: what a gate would find if nothing else had changed. Stored like any other evaluation. */
  again(scope: Scope, evaluations: readonly RuleEvaluation[], onDate: string): Promise<RuleEvaluation[]> {
    return this.record(scope, evaluations.map((old) => ({
      subjectType: old.subjectType, subjectId: old.subjectId, gate: old.gate, facts: old.facts, place: placeOf(old, onDate),
      hostOrganizationId: old.hostOrganizationId, schoolOrganizationId: old.schoolOrganizationId, personId: old.personId,
      evidence: Object.fromEntries(old.verdicts.map(({ rule, evidence }) => [rule, evidence])),
    })));
  }

  private async raise(scope: Scope, evaluations: readonly RuleEvaluation[]): Promise<void> {
    const open = await scope.select(RuleViolation, `where tenant_id = $1 and state = 'OPEN' and subject_id = any($2)`, [scope.tenantId, evaluations.map(({ subjectId }) => subjectId)]);
    const known = new Map(open.map((violation) => [keyOf(violation), violation]));
    const judged = evaluations.flatMap((evaluation) => evaluation.verdicts.map((verdict) => ({ evaluation, verdict, key: keyOf({ ...evaluation, rule: verdict.rule }) })));
    // A rule that is not known to be kept stays open.
    const kept = judged.filter(({ verdict }) => verdict.verdict === 'PASS' && !verdict.warning).flatMap(({ key }) => known.get(key) ?? []);
    const broken = new Map(judged.filter(({ verdict, key }) => isBroken(verdict) && !known.has(key)).map((each) => [each.key, each]));
    const raised = [...broken.values()].flatMap(({ evaluation, verdict }) => violationOf(scope, evaluation, verdict));
    await scope.insert(raised);
    await this.settle(scope, kept);
    for (const violation of raised) scope.record(ruleViolationRaised(violation));
  }

  private async settle(scope: Scope, kept: readonly RuleViolation[]): Promise<void> {
    const locked = kept.length === 0 ? [] : await scope.manyForUpdate(RuleViolation, kept.map(({ id }) => id));
    for (const violation of locked) violation.resolve(scope.now);
    await scope.save(locked);
  }
}

/** Where a stored evaluation would be looked at on another day. */
export const placeOf = (old: RuleEvaluation, onDate: string): EvaluationOrder['place'] => ({
  workRegion: old.workRegion, homeRegion: old.homeRegion, onDate, pinnedOn: old.pinnedOn, hostOrganizationId: old.hostOrganizationId, programmeId: old.programmeId,
});

function violationOf(scope: Scope, evaluation: RuleEvaluation, verdict: StoredVerdict): RuleViolation[] {
  if (evaluation.hostOrganizationId === null) return [];
  return [Object.assign(new RuleViolation(), {
    tenantId: scope.tenantId, id: scope.newId(), evaluationId: evaluation.id, rule: verdict.rule, severity: verdict.severity, gate: evaluation.gate,
    subjectType: evaluation.subjectType, subjectId: evaluation.subjectId, organizationId: evaluation.hostOrganizationId, schoolOrganizationId: evaluation.schoolOrganizationId,
    workRegion: evaluation.workRegion, onDate: evaluation.onDate, state: 'OPEN' as const, raisedAt: scope.now, resolvedAt: null, createdAt: scope.now, version: 1,
  })];
}
