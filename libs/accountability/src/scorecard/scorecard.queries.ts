import type { Scope } from '@quadhelix/database';
import { scoreOf, type Score, type ScoreGroup } from './scorecard.rules.js';

export interface Scorecard extends Score {
  /** Commitments due on this local day or earlier count, if that day is over. */
  readonly asOf: string;
  /** When it was computed: what was known then counts, later verdicts too. */
  readonly knownAt: Date;
  readonly organizationId: string | null;
}

/** The scorecard of the alliance, or of one owner; one statement over at most twenty kinds of commitments, however many there are. */
export async function scorecardOf(scope: Scope, asOf: string, organizationId: string | null): Promise<Scorecard> {
  // A promise that is due today can still be kept: it counts from midnight on.
  const values: unknown[] = [scope.tenantId, asOf, scope.today];
  if (organizationId !== null) values.push(organizationId);
  const groups = await scope.sql<ScoreGroup & Record<string, unknown>>(
    `select state, outcome, late, count(*) as count, sum(weight_bp) as weight from commitments
     where tenant_id = $1 and due_on <= $2::date and due_on < $3::date ${organizationId === null ? '' : 'and owner_organization_id = $4'}
     group by state, outcome, late`, values,
  );
  return { ...scoreOf(groups), asOf, knownAt: scope.now, organizationId };
}
