import { subjectProjection, type Projection } from '@quadhelix/outbox';
import { removeBetween, replaceWaiting } from './waiting-work.store.js';
import { holdersProjection } from './work.holders.js';
import type { WorkKind, WorkKinds } from './work-kind.js';

/** Keeps what waits for whom: a projection for each kind, so that one that fails keeps no other from being right, and one that hands work out anew where the holders of seats change. */
export const workProjections = (kinds: WorkKinds): readonly Projection[] => [...kinds.all.map(kindProjection), holdersProjection];

const kindProjection = (kind: WorkKind): Projection => subjectProjection(`work ${kind.name}`, kind, {
  replace: async (scope, subjectIds) => replaceWaiting(scope, kind, subjectIds, await kind.items(scope, subjectIds)),
  removeBetween: (scope, after, until, existing) => removeBetween(scope, kind, after, until, existing),
});
