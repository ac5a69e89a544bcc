import type { Scope } from '@quadhelix/database';
import { ANYBODY, type SearchEntry, type SearchKind } from './search-kind.js';

/** Who finds an entry: everybody who may read all of its kind in the alliance, and each of its parties by the relation. */
export function keysOf(scope: Scope, kind: SearchKind, entry: SearchEntry): string[] {
  const parties = Object.entries(entry.parties).flatMap(([relation, ids]) => (typeof ids === 'string' ? [ids] : (ids ?? [])).filter((id) => id !== null).map((id) => `${relation} ${id}`));
  return [...new Set(['alliance', ...parties])].map((key) => `${scope.tenantId} ${kind.type} ${key}`);
}

/** Keys through which the actor finds things of these kinds; none of a kind that he may not read. `find_entries` puts the alliance before them. */
export function reachOf(scope: Scope, kinds: readonly SearchKind[]): string[] {
  const { organizationId, personId } = scope.actor;
  const ids = [ANYBODY, organizationId, personId].filter((id) => id !== null);
  return kinds.flatMap(({ type, read }) => {
    const relations = scope.reach(read);
    return relations.includes('alliance') ? [`${type} alliance`] : relations.flatMap((relation) => ids.map((id) => `${type} ${relation} ${id}`));
  });
}
