import type { LeafCell } from './small-cells.js';

/** Column of the sums over all columns. */
export const TOTAL = '*';
/** The sum of the columns of the uppermost row. */
const GROUND = 'ground';

/** A cell: it joins the two sums that it stands in. */
export interface Edge {
  readonly key: string;
  readonly ends: readonly [string, string];
  readonly people: number | null;
  hidden: boolean;
}

/** A sum and its parts. */
export interface Sum {
  readonly whole: Edge;
  readonly parts: readonly Edge[];
}

/**
 * A table as a graph: vertices are the sums that tie its cells, edges its cells. A leaf row's cells add up to its total (one vertex), the cells of a column in the
 * rows below a row add up to that row's (one vertex for each such row and column). That the columns of a row above add up to its total follows from these.
 */
export class ColumnGraph {
  readonly edges: Edge[] = [];
  private readonly at = new Map<string, Edge[]>();
  private readonly byKey = new Map<string, Edge>();

  constructor(cells: readonly LeafCell[], private readonly parents: ReadonlyMap<string, string>) {
    const leaves = new Set(cells.map(({ row }) => row));
    for (const [key, people] of this.peopleOf(cells)) {
      const [row = '', column = ''] = key.split('|');
      const parent = parents.get(row);
      this.add({ key, people, hidden: false, ends: [leaves.has(row) ? `row ${row}` : `${row}|${column}`, parent === undefined ? GROUND : `${parent}|${column}`] });
    }
  }

  /** All sums that a reader can write down: of the columns of each row, and of the rows below each row in each column. */
  sums(): Sum[] {
    const found: Sum[] = [];
    const add = (key: string, parts: readonly Edge[]): void => {
      const whole = this.byKey.get(key);
      if (whole && parts.length > 0) found.push({ whole, parts });
    };
    const byRow = Map.groupBy(this.edges, ({ key }) => key.split('|')[0] ?? '');
    for (const [row, edges] of byRow) add(`${row}|${TOTAL}`, edges.filter(({ key }) => !key.endsWith(`|${TOTAL}`)));
    for (const { key } of this.edges) add(key, (this.at.get(key) ?? []).filter((edge) => edge.key !== key));
    return found;
  }

  /** Further cells that close a cycle with this one, with as few people as possible that are not hidden yet (Dijkstra's shortest path between its ends). */
  cheapestCycle(edge: Edge): Edge[] {
    const [from, to] = edge.ends;
    const best = new Map<string, { cost: number; by: Edge | null; before: string | null }>([[from, { cost: 0, by: null, before: null }]]);
    const open = new Heap();
    open.push(0, from);
    for (let next = open.pop(); next; next = open.pop()) {
      const { cost, vertex } = next;
      if (vertex === to) break;
      if (cost > (best.get(vertex)?.cost ?? Infinity)) continue;
      for (const other of this.at.get(vertex) ?? []) {
        if (other === edge) continue;
        const end = other.ends[0] === vertex ? other.ends[1] : other.ends[0];
        const sum = cost + (other.hidden ? 0 : 1 + (other.people ?? 0));
        if (sum >= (best.get(end)?.cost ?? Infinity)) continue;
        best.set(end, { cost: sum, by: other, before: vertex });
        open.push(sum, end);
      }
    }
    const path: Edge[] = [];
    for (let step = best.get(to); step?.by && step.before !== null; step = best.get(step.before)) path.push(step.by);
    return path;
  }

  private add(edge: Edge): void {
    this.edges.push(edge);
    this.byKey.set(edge.key, edge);
    for (const end of edge.ends) {
      const beside = this.at.get(end) ?? [];
      beside.push(edge);
      this.at.set(end, beside);
    }
  }

  /** People of every cell of the table, sums too, by key. */
  private peopleOf(cells: readonly LeafCell[]): Map<string, number | null> {
    const people = new Map<string, number | null>();
    for (const cell of cells) {
      for (let row: string | undefined = cell.row; row !== undefined; row = this.parents.get(row)) {
        for (const key of [`${row}|${cell.column}`, `${row}|${TOTAL}`]) {
          const sum = people.get(key) ?? null;
          people.set(key, cell.people === null ? sum : (sum ?? 0) + cell.people);
        }
      }
    }
    return people;
  }
}

/** A binary heap of vertices by cost. */
class Heap {
  private readonly items: { cost: number; vertex: string }[] = [];

  push(cost: number, vertex: string): void {
    this.items.push({ cost, vertex });
    for (let at = this.items.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.swapUnordered(above, at)) return;
      at = above;
    }
  }

  pop(): { cost: number; vertex: string } | undefined {
    const [top] = this.items;
    const last = this.items.pop();
    if (!top || !last || this.items.length === 0) return top;
    this.items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const below = (this.items[right]?.cost ?? Infinity) < (this.items[left]?.cost ?? Infinity) ? right : left;
      if (!this.swapUnordered(at, below)) return top;
      at = below;
    }
  }

  private swapUnordered(above: number, below: number): boolean {
    const [a, b] = [this.items[above], this.items[below]];
    if (!a || !b || a.cost <= b.cost) return false;
    this.items[above] = b;
    this.items[below] = a;
    return true;
  }
}
