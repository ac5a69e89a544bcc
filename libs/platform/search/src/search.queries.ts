import type { Scope } from '@quadhelix/database';
import { openCursor, pageSize, sealCursor, type Connection, type NodeKinds } from '@quadhelix/graphql';
import { rangesOf } from './highlight.js';
import { reachOf } from './reader-keys.js';
import type { SearchArgs, SearchCount, SearchHit } from './search-hit.type.js';
import type { SearchKind, SearchKinds } from './search-kind.js';
import { readSearchText } from './search-text.js';
import { searchErrors } from './search.errors.js';

/** What was found, with how much there is of each kind. */
export interface Found extends Connection<SearchHit> {
  readonly counts: readonly SearchCount[];
  readonly incomplete: boolean;
}

interface FoundRow {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly place: readonly [rank: number, foldedTitle: string, id: string];
}

interface Answer {
  readonly hits: readonly FoundRow[];
  readonly counts: readonly SearchCount[];
  readonly incomplete: boolean;
}

/**
 * Things of the alliance that hold all words of a text: whose title it is first, then whose title begins with it, holds it, holds its words, and at last what
 * holds them elsewhere. Each is looked at once more before it is shown: an entry that is behind its facts shows nobody what he may not read any more.
 */
export async function search(scope: Scope, kinds: SearchKinds, nodes: NodeKinds, args: SearchArgs): Promise<Found> {
  const text = readSearchText(args.text);
  const size = pageSize(args);
  const backwards = args.last != null;
  const chosen = choose(kinds, args.kinds).filter(({ namesPeople }) => scope.actor.firstParty || !namesPeople);
  const reach = reachOf(scope, chosen);
  const binding = JSON.stringify(['search', text.terms, text.whole, reach, scope.tenantId]);
  const placeOf = (cursor: string | null | undefined): string | null => (cursor == null ? null : JSON.stringify(openCursor(scope, binding, cursor)));
  const [row] = await scope.sql<{ found: Answer }>('select find_entries($1, $2, $3, $4, $5, $6, $7, $8) as found',
    [text.whole, text.terms, text.grams, reach, placeOf(args.after), placeOf(args.before), backwards, size + 1]);
  const { hits, counts, incomplete } = row?.found ?? { hits: [], counts: [], incomplete: false };
  const page = hits.slice(0, size);
  if (backwards) page.reverse();
  const readable = await Promise.all(page.map((hit) => nodes.find(scope, hit.kind, hit.id, readsOf(chosen, hit.kind))));
  const edges = page.flatMap((hit, index) => {
    const node = readable[index];
    return node ? [{ cursor: sealCursor(scope, binding, hit.place), node: { kind: hit.kind, title: hit.title, ranges: rangesOf(hit.title, text.terms), node: node as SearchHit['node'] } }] : [];
  });
  const first = page[0];
  const last = page.at(-1);
  const more = hits.length > size;
  return {
    edges, nodes: edges.map(({ node }) => node), counts, incomplete,
    totalCount: Promise.resolve({ value: counts.reduce((sum, { count }) => sum + count, 0), capped: incomplete }),
    pageInfo: {
      hasNextPage: backwards ? args.before != null : more, hasPreviousPage: backwards ? more : args.after != null,
      startCursor: first ? sealCursor(scope, binding, first.place) : null, endCursor: last ? sealCursor(scope, binding, last.place) : null,
    },
  };
}

const readsOf = (kinds: readonly SearchKind[], type: string): SearchKind['read'][] => kinds.filter((kind) => kind.type === type).map(({ read }) => read);

/** Throws SEARCH_KIND_UNKNOWN. */
function choose({ all }: SearchKinds, types: readonly string[] | null | undefined): readonly SearchKind[] {
  const unknown = types?.find((type) => !all.some((kind) => kind.type === type));
  if (unknown !== undefined) throw searchErrors.SEARCH_KIND_UNKNOWN({ field: 'kinds', params: { kind: unknown.slice(0, 40), known: all.map(({ type }) => type) } });
  return types ? all.filter(({ type }) => types.includes(type)) : all;
}
