import { subjectProjection, type Projection } from '@quadhelix/outbox';
import type { SearchKinds } from './search-kind.js';
import { removeBetween, replaceEntries } from './search.store.js';

/** Keeps what search finds, a projection for each kind, so that a kind that fails keeps no other from being right. */
export const searchProjections = (kinds: SearchKinds): readonly Projection[] => kinds.all.map((kind) => subjectProjection(`search ${kind.type}`, kind, {
  replace: async (scope, subjectIds) => replaceEntries(scope, kind, subjectIds, await kind.entries(scope, subjectIds)),
  removeBetween: (scope, after, until, existing) => removeBetween(scope, kind, after, until, existing),
}));
