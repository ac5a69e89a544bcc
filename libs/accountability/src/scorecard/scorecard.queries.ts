import type { Scope } from '@quadhelix/database';
import { DEFAULT_SCORE, scoreOf, type Score, type ScoreGroup, type ScoreRule } from './scorecard.rules.js';

const scoreRule = (_scope: Scope): Promise<ScoreRule> => Promise.resolve(DEFAULT_SCORE);

export interface Scorecard extends Score {
  /** Commitments due on this local day or earlier count, if that day is over. */
  readonly asOf: string;
  /** When it was computed: what was known then counts, later verdicts too. */
  readonly knownAt: Date;
  readonly organizationId: string | null;
}

const GROUPED = 'state, outcome, late, count(*) as count, sum(weight_bp) as weight';
// A promise that is due today can still be kept: it counts from midnight on.
const OVER = 'tenant_id = $1 and due_on <= $2::date and due_on < $3::date';

/** The scorecard of the alliance, or of one owner; one statement over at most twenty kinds of commitments, however many there are. */
export async function scorecardOf(scope: Scope, asOf: string, organizationId: string | null): Promise<Scorecard> {
  const rule = await scoreRule(scope);
  const values: unknown[] = [scope.tenantId, asOf, scope.today];
  if (organizationId !== null) values.push(organizationId);
  const groups = await scope.sql<ScoreGroup & Record<string, unknown>>(
    `select ${GROUPED} from commitments where ${OVER} ${organizationId === null ? '' : 'and owner_organization_id = $4'} group by state, outcome, late`, values,
  );
  return { ...scoreOf(groups, rule), asOf, knownAt: scope.now, organizationId };
}

const SCORES = Symbol('scores of owners');

/** The score of each of these owners as of today; one statement for all of them in an operation. */
export async function scoresByOwner(scope: Scope, organizationIds: readonly string[]): Promise<ReadonlyMap<string, Score>> {
  const rule = await scoreRule(scope);
  const loader = scope.loader<string, Score>(SCORES, async (ids) => {
    const groups = Map.groupBy(await scope.sql<ScoreGroup & { owner: string } & Record<string, unknown>>(
      `select owner_organization_id as owner, ${GROUPED} from commitments where ${OVER} and owner_organization_id = any($4) group by owner_organization_id, state, outcome, late`,
      [scope.tenantId, scope.today, scope.today, ids],
    ), ({ owner }) => owner);
    return ids.map((id) => scoreOf(groups.get(id) ?? [], rule));
  });
  return new Map(await Promise.all(organizationIds.map(async (id) => [id, await loader.load(id)] as const)));
}
