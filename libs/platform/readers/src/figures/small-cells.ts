import { ColumnGraph, TOTAL, type Edge } from './column-graph.js';

export { TOTAL };

/** A number at the bottom of the table: of one row that has no rows below it, in one column. */
export interface LeafCell {
  readonly row: string;
  readonly column: string;
  /** People behind it; null where it is not about people. */
  readonly people: number | null;
}

/** People behind several cells; null where none of them is about people. */
export const sumPeople = (cells: readonly Pick<LeafCell, 'people'>[]): number | null =>
  cells.reduce<number | null>((sum, { people }) => (people === null ? sum : (sum ?? 0) + people), null);

/**
 * Which cells of a table must not be shown, so that no number of fewer than `limit` people is told, neither by itself nor by taking what is shown from a
 * total (complementary suppression). Rows form a tree (`parents`: row → the row whose sum it is part of; exactly one has none) whose leaves have the cells;
 * every row above has a sum per column, and every row a sum over its columns, the column {@link TOTAL}.
 *
 * Every cell stands in exactly two sums, so cells are edges of a graph whose vertices are sums, and a hidden cell can be worked out exactly where its edge is
 * on no cycle of hidden ones. So each small cell is put on a cycle, hiding as few people with it as possible; and where the hidden parts of a
 * shown sum have together fewer people than the limit, which a subtraction would tell, one more part is hidden.
 *
 * Answers keys `row|column` of the hidden cells.
 */
export function hiddenCells(cells: readonly LeafCell[], parents: ReadonlyMap<string, string>, limit: number): ReadonlySet<string> {
  const graph = new ColumnGraph(cells, parents);
  const hide = (edge: Edge): void => {
    edge.hidden = true;
    for (const other of graph.cheapestCycle(edge)) other.hidden = true;
  };
  for (const edge of graph.edges) if (edge.people !== null && edge.people < limit) edge.hidden = true;
  for (const edge of graph.edges.filter(({ hidden }) => hidden)) hide(edge);
  const sums = graph.sums();
  for (let more = true; more; ) {
    more = false;
    for (const { whole, parts } of sums) {
      const next = onePartMore(whole, parts, limit);
      if (next) hide(next);
      more ||= next !== undefined;
    }
  }
  return new Set(graph.edges.filter(({ hidden }) => hidden).map(({ key }) => key));
}

/** A part to hide beside those that are hidden under a shown sum and are together too few; the one with the fewest people that makes them enough, or the largest. */
function onePartMore(whole: Edge, parts: readonly Edge[], limit: number): Edge | undefined {
  const hidden = parts.filter((part) => part.hidden);
  if (whole.hidden || hidden.length === 0) return undefined;
  const people = sumPeople(hidden);
  if (people === null || people >= limit) return undefined;
  const open = parts.filter((part) => !part.hidden && part.people !== null).sort((a, b) => (a.people ?? 0) - (b.people ?? 0));
  return open.find((part) => people + (part.people ?? 0) >= limit) ?? open.at(-1);
}
