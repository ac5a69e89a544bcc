import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { FigureKind } from '@quadhelix/readers';
import { scoresByOwner } from './scorecard.queries.js';
import type { Score } from './scorecard.rules.js';

interface Counted {
  readonly name: string;
  readonly title: BilingualText;
  readonly unit: FigureKind['unit'];
  readonly over: FigureKind['over'];
  readonly value: (score: Score) => number | null;
  /** Says that a promise is one of those counted, in SQL over `commitments`; `$3` is today. Left out: single promises are not told. */
  readonly cases?: string;
}

/** Ids of the promises that are counted, by their owner. */
async function casesByOwner(scope: Scope, organizationIds: readonly string[], cases: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await scope.sql<{ owner: string; ids: string[] }>(
    `select owner_organization_id as owner, array_agg(id order by due_on, id) as ids from commitments where tenant_id = $1 and owner_organization_id = any($2) and ${cases} group by 1`,
    [scope.tenantId, organizationIds, scope.today]);
  return new Map(rows.map(({ owner, ids }) => [owner, ids]));
}

function figureKind({ value, cases, ...shown }: Counted): FigureKind {
  return {
    // What was promised and kept is told to an authority by name, at a level of its own.
    ...shown, named: 'COMMITMENT', of: ['Commitment'], ...(cases === undefined ? {} : { subjectType: 'Commitment' }),
    async touched(scope: Scope, changed) {
      const rows = await scope.sql<{ id: string }>('select distinct owner_organization_id as id from commitments where tenant_id = $1 and id = any($2)', [scope.tenantId, changed.Commitment ?? []]);
      return rows.map(({ id }) => id);
    },
    async compute(scope: Scope, organizationIds) {
      const scores = await scoresByOwner(scope, organizationIds);
      const found = cases === undefined ? null : await casesByOwner(scope, organizationIds, cases);
      return [...scores].map(([organizationId, score]) => ({ organizationId, value: value(score), people: null, ...(found ? { subjectIds: found.get(organizationId) ?? [] } : {}) }));
    },
  };
}

/** What an organization promised and kept, as far as its day is over: numbers of its passport. */
export const scorecardFigures: readonly FigureKind[] = [
  figureKind({ name: 'commitments.due', title: { en: 'Promises whose day is over', 'zh-CN': '已到期承诺' }, unit: 'COUNT', over: 'SUM', value: ({ due }) => due }),
  figureKind({ name: 'commitments.kept', title: { en: 'Promises kept, in time or late', 'zh-CN': '已履行承诺' }, unit: 'COUNT', over: 'SUM', value: ({ kept, late }) => kept + late }),
  figureKind({ name: 'commitments.overdue', title: { en: 'Promises overdue with nothing handed in', 'zh-CN': '逾期未交承诺' }, unit: 'COUNT', over: 'SUM', value: ({ missed }) => missed, cases: `state = 'ACCEPTED' and due_on < $3` }),
  figureKind({ name: 'commitments.score', title: { en: 'Score of the promises', 'zh-CN': '履约评分' }, unit: 'BASIS_POINTS', over: 'NONE', value: ({ scoreBp }) => scoreBp }),
];
