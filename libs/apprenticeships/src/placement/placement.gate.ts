import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { EvaluationService, judge, RuleBook, RuleEvaluation, type Gate, type StoredVerdict, type Verdict } from '@quadhelix/standards';
import { placementAccess } from '../apprenticeships.access.js';
import { Placement } from './placement.entity.js';
import { placementFacts } from './placement.facts.js';
import { placeOf } from './placement.place.js';

/** What the rules say of a placement at a gate on a day. */
export interface GateAnswer {
  readonly placement: Placement;
  readonly gate: Gate;
  readonly onDate: string;
  readonly verdict: Verdict;
  readonly verdicts: readonly StoredVerdict[];
}

/** Placements at gates: pass, block or unknown per rule, by the rules of the place of work and of the home school. Nothing is stopped yet: whoever starts a placement is shown what is open. */
@Injectable()
export class PlacementGate {
  constructor(private readonly book: RuleBook, private readonly evaluations: EvaluationService) {}

  /** Computes without storing, by the rules of a day. Throws NOT_FOUND. */
  async look(scope: Scope, placementId: string, gate: Gate, onDate: string): Promise<GateAnswer> {
    const placement = await scope.byId(Placement, placementId);
    if (!placement || scope.refusal(placementAccess.read, placement)) throw scope.refuse(platformErrors.NOT_FOUND({ field: 'placementId' }), placementAccess.read);
    const [resolution, facts] = await Promise.all([placeOf(scope, placement, onDate).then((place) => this.book.resolve(scope, place)), placementFacts(scope, placement)]);
    const { verdict, verdicts } = judge(resolution, gate, facts);
    return { placement, gate, onDate, verdict, verdicts };
  }

  /** Computes by the rules of today, stores what was found, and raises broken rules against the host. Throws NOT_FOUND, FORBIDDEN. */
  async evaluate(scope: Scope, placementId: string, gate: Gate): Promise<RuleEvaluation> {
    const placement = await scope.forUpdate(Placement, placementId, placementAccess.evaluate);
    return this.record(scope, placement, gate);
  }

  /** As `evaluate`, as a part of a step that was authorized. */
  async record(scope: Scope, placement: Placement, gate: Gate): Promise<RuleEvaluation> {
    const [place, facts] = await Promise.all([placeOf(scope, placement, scope.today), placementFacts(scope, placement)]);
    const { id, hostOrganizationId, schoolOrganizationId, apprenticePersonId } = placement;
    const [made] = await this.evaluations.record(scope, [{ subjectType: 'Placement', subjectId: id, gate, place, facts, hostOrganizationId, schoolOrganizationId, personId: apprenticePersonId }]);
    if (!made) throw new Error('Nothing was evaluated');
    return made;
  }

  /** What was stored last for a gate; null where nothing was. One statement for all placements asked for at once. */
  latest(scope: Scope, placementId: string, gate: Gate): Promise<RuleEvaluation | null> {
    return scope.loader<string, RuleEvaluation | null>(`placement.latestEvaluation ${gate}`, async (ids) => {
      const rows = await scope.select(RuleEvaluation, `where tenant_id = $1 and id in (
        select l.id from unnest($2::uuid[]) p (id) cross join lateral (
          select e.id from rule_evaluations e where e.tenant_id = $1 and e.subject_type = 'Placement' and e.subject_id = p.id and e.gate = $3
          order by e.evaluated_at desc, e.id desc limit 1) l)`, [scope.tenantId, ids, gate]);
      const bySubject = new Map(rows.map((row) => [row.subjectId, row]));
      return ids.map((id) => bySubject.get(id) ?? null);
    }).load(placementId);
  }
}
