import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hiddenCells, TOTAL, type LeafCell } from './small-cells.js';

const LIMIT = 5;
interface Table { cells: LeafCell[]; parents: Map<string, string> }
interface Vector { name: string; parents: Record<string, string>; people: Record<string, Record<string, number | null>>; hidden: string[] }
const vectors = JSON.parse(readFileSync(new URL('small-cells.vectors.json', import.meta.url), 'utf8')) as Vector[];

/** Every cell of a table with its number of people, and every equation that a reader can write down: row sums, column sums, on every level. */
function whole({ cells, parents }: Table): { people: Map<string, number>; equations: { whole: string; parts: string[] }[] } {
  const people = new Map<string, number>();
  const below = new Map<string, Set<string>>();
  for (const cell of cells) {
    for (let row: string | undefined = cell.row; row !== undefined; row = parents.get(row)) {
      for (const column of [cell.column, TOTAL]) people.set(`${row}|${column}`, (people.get(`${row}|${column}`) ?? 0) + (cell.people ?? 0));
      const parent = parents.get(row);
      if (parent !== undefined) below.set(parent, (below.get(parent) ?? new Set()).add(row));
    }
  }
  const rows = [...new Set([...people.keys()].map((key) => key.split('|')[0] ?? ''))];
  const columns = [...new Set(cells.map(({ column }) => column)), TOTAL];
  const there = (keys: string[]) => keys.filter((key) => people.has(key));
  const equations = [
    ...rows.map((row) => ({ whole: `${row}|${TOTAL}`, parts: there(columns.filter((column) => column !== TOTAL).map((column) => `${row}|${column}`)) })),
    ...rows.flatMap((row) => columns.map((column) => ({ whole: `${row}|${column}`, parts: there([...(below.get(row) ?? [])].map((child) => `${child}|${column}`)) }))),
  ].filter(({ whole: sum, parts }) => people.has(sum) && parts.length > 0);
  return { people, equations };
}

/** Hidden cells that have one value only that fits all equations: by elimination over fractions, knowing nothing of how they were chosen. */
function recovered(table: Table, hidden: ReadonlySet<string>): string[] {
  const unknowns = [...hidden];
  const matrix: number[][] = whole(table).equations.map(({ whole: sum, parts }) => unknowns.map((key) => (key === sum ? 1 : parts.includes(key) ? -1 : 0)));
  const rows: number[][] = [];
  let rest = matrix;
  for (let column = 0; column < unknowns.length; column += 1) {
    const pivot = rest.find((row) => Math.abs(row[column] ?? 0) > 1e-9);
    if (!pivot) continue;
    const scaled = pivot.map((value) => value / (pivot[column] ?? 1));
    const reduce = (row: number[]) => row.map((value, index) => value - (row[column] ?? 0) * (scaled[index] ?? 0));
    rest = rest.filter((row) => row !== pivot).map(reduce);
    rows.splice(0, rows.length, ...rows.map(reduce), scaled);
  }
  return rows.filter((row) => row.filter((value) => Math.abs(value) > 1e-9).length === 1).map((row) => unknowns[row.findIndex((value) => Math.abs(value) > 1e-9)] ?? '');
}

/** Alliances in up to three regions of up to two provinces, with up to four sectors. */
const tables: fc.Arbitrary<Table> = fc.array(
  fc.record({ region: fc.integer({ min: 0, max: 3 }), people: fc.array(fc.option(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 })), { freq: 4 }), { minLength: 4, maxLength: 4 }) }),
  { minLength: 1, maxLength: 7 },
).map((alliances) => {
  const parents = new Map<string, string>();
  const cells = alliances.flatMap(({ region, people }, index) => {
    const own = people.flatMap((count, column): LeafCell[] => (count === null ? [] : [{ row: `a${String(index)}`, column: `s${String(column)}`, people: count }]));
    if (own.length > 0) {
      parents.set(`a${String(index)}`, `r${String(region)}`).set(`r${String(region)}`, `p${String(region % 2)}`).set(`p${String(region % 2)}`, 'all');
    }
    return own;
  });
  return { cells, parents };
});

describe('small cells', () => {
  it.each(vectors.map((vector): [string, Vector] => [vector.name, vector]))('%s', (_name, { parents, people, hidden }) => {
    const cells = Object.entries(people).flatMap(([row, columns]) => Object.entries(columns).map(([column, count]) => ({ row, column, people: count })));
    expect([...hiddenCells(cells, new Map(Object.entries(parents)), LIMIT)].sort()).toEqual(hidden);
  });

  it('are all hidden, and none of what is hidden follows from what is shown, by any rows, columns and totals together', () => {
    fc.assert(fc.property(tables, (table) => {
      const hidden = hiddenCells(table.cells, table.parents, LIMIT);
      for (const [key, people] of whole(table).people) if (people < LIMIT) expect(hidden).toContain(key);
      expect(recovered(table, hidden)).toEqual([]);
    }), { numRuns: 300 });
  });

  it('are not told together either: what is hidden under a shown sum are enough people', () => {
    fc.assert(fc.property(tables, (table) => {
      const hidden = hiddenCells(table.cells, table.parents, LIMIT);
      const { people, equations } = whole(table);
      for (const { whole: sum, parts } of equations) {
        const under = parts.filter((key) => hidden.has(key));
        if (!hidden.has(sum) && under.length > 0) expect(under.reduce((total, key) => total + (people.get(key) ?? 0), 0)).toBeGreaterThanOrEqual(LIMIT);
      }
    }), { numRuns: 300 });
  });

  it('hide nothing where no cell is small, or where it is not about people', () => {
    fc.assert(fc.property(tables, ({ cells, parents }) => {
      expect(hiddenCells(cells.map((cell) => ({ ...cell, people: (cell.people ?? 0) + LIMIT })), parents, LIMIT).size).toBe(0);
      expect(hiddenCells(cells.map((cell) => ({ ...cell, people: null })), parents, LIMIT).size).toBe(0);
    }), { numRuns: 50 });
  });

  it('are found by the check where only they themselves are hidden', () => {
    const table: Table = { cells: [3, 20, 30].map((people, index) => ({ row: `a${String(index)}`, column: 's', people })), parents: new Map([['a0', 'all'], ['a1', 'all'], ['a2', 'all']]) };
    expect(recovered(table, new Set(['a0|s', `a0|${TOTAL}`])).sort()).toEqual([`a0|${TOTAL}`, 'a0|s']);
  });

  it('leave most of what is told of all alliances of a state', () => {
    const parents = new Map<string, string>();
    const cells = Array.from({ length: 1000 }, (_, index) => {
      parents.set(`a${String(index)}`, `c${String(index % 300)}`).set(`c${String(index % 300)}`, `p${String(index % 30)}`).set(`p${String(index % 30)}`, 'all');
      return ['s0', 's1', 's2', 's3'].map((column, at) => ({ row: `a${String(index)}`, column, people: (index * 7 + at * 13) % 40 }));
    }).flat();
    const hidden = hiddenCells(cells, parents, LIMIT);
    const small = cells.filter(({ people }) => people !== null && people < LIMIT).length;
    expect(hidden.size).toBeGreaterThan(small);
    expect(hidden.size).toBeLessThan(3 * small);
    expect(hidden.has(`all|${TOTAL}`)).toBe(false);
  });
});
