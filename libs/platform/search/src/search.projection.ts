import type { Scope } from '@quadhelix/database';
import type { Changed, Projection } from '@quadhelix/outbox';
import type { SearchKind, SearchKinds } from './search-kind.js';
import { removeBetween, replaceEntries } from './search.store.js';

/** Entries that are read and written at once. */
const PAGE = 500;

/** Keeps what search finds, a projection for each kind, so that a kind that fails keeps no other from being right. */
export const searchProjections = (kinds: SearchKinds): readonly Projection[] => kinds.all.map(kindProjection);

function kindProjection(kind: SearchKind): Projection {
  const refresh = async (scope: Scope, subjectIds: readonly string[]): Promise<void> => {
    for (let from = 0; from < subjectIds.length; from += PAGE) {
      const page = subjectIds.slice(from, from + PAGE);
      await replaceEntries(scope, kind, page, await kind.entries(scope, page));
    }
  };
  return {
    name: `search ${kind.type}`,
    of: [kind.type, ...kind.of],
    async refresh(scope: Scope, changed: Changed) {
      await refresh(scope, [...new Set([...(changed[kind.type] ?? []), ...(await kind.touched(scope, changed))])]);
    },
    async rebuild(scope, after) {
      const subjectIds = await kind.after(scope, after, PAGE);
      const next = subjectIds.length < PAGE ? null : (subjectIds.at(-1) ?? null);
      await removeBetween(scope, kind, after, next, subjectIds);
      await refresh(scope, subjectIds);
      return next;
    },
  };
}
