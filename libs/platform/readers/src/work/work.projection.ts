import type { Scope } from '@quadhelix/database';
import type { Changed, Projection } from '@quadhelix/outbox';
import { removeBetween, replaceWaiting } from './waiting-work.store.js';
import { holdersProjection } from './work.holders.js';
import type { WorkKind, WorkKinds } from './work-kind.js';

/** Subjects of one page when everything is made anew. */
const PAGE = 500;

/** Keeps what waits for whom: a projection for each kind, and one that hands work out anew where the holders of seats change. */
export const workProjections = (kinds: WorkKinds): readonly Projection[] => [...kinds.all.map(kindProjection), holdersProjection];

/** Waiting work of one kind. One of its own each, so that a kind that fails keeps no other from being right. */
function kindProjection(kind: WorkKind): Projection {
  const refresh = async (scope: Scope, subjectIds: readonly string[]): Promise<void> => {
    if (subjectIds.length > 0) await replaceWaiting(scope, kind, subjectIds, await kind.items(scope, subjectIds));
  };
  return {
    name: `work ${kind.name}`,
    of: [kind.type, ...kind.of],
    async refresh(scope: Scope, changed: Changed) {
      await refresh(scope, [...new Set([...(changed[kind.type] ?? []), ...(await kind.touched(scope, changed))])]);
    },
    async rebuild(scope, after) {
      const subjectIds = await kind.after(scope, after, PAGE);
      const last = subjectIds.at(-1) ?? null;
      await removeBetween(scope, kind, after, subjectIds.length < PAGE ? null : last, subjectIds);
      await refresh(scope, subjectIds);
      return subjectIds.length < PAGE ? null : last;
    },
  };
}
