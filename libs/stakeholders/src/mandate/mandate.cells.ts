import { hiddenCells, sumPeople, TOTAL, type FigureKind } from '@quadhelix/readers';
import type { Sector } from '@quadhelix/access';
import { regionContains, regionParent } from '../region.js';

/** Numbers of fewer people are not told (domain rule on small cells); a constant until rule packs hold it. */
export const SMALL_CELL_PEOPLE = 5;

/** Row of the sum over all alliances of a mandate. */
export const WHOLE = 'whole';

export interface CoveredAlliance {
  id: string;
  slug: string;
  name: string;
  regionCode: string;
}

/** Numbers of one figure of the organizations of one sector in one alliance, added up. */
export interface SectorCell {
  tenantId: string;
  figure: string;
  sector: Sector;
  value: number | null;
  people: number | null;
  organizations: number;
  /** Of how many of them the value is not known. */
  unknown: number;
  knownAt: string;
}

/** A cell as it is told. */
export interface ToldCell {
  figure: FigureKind;
  regionCode: string | null;
  alliance: CoveredAlliance | null;
  sector: Sector | null;
  suppressed: boolean;
  value: number | null;
  people: number | null;
  organizations: number | null;
  unknown: number | null;
  knownAt: Date | null;
}

/**
 * All cells of one figure under a mandate: of each alliance, each region up to those of the mandate, and the whole, by sector and over all sectors. What is hidden among
 * them depends on nothing that is asked for, so that two questions tell no more than one.
 */
export function tellCells(figure: FigureKind, cells: readonly SectorCell[], alliances: readonly CoveredAlliance[], regions: readonly string[]): ToldCell[] {
  const byId = new Map(alliances.map((alliance) => [alliance.id, alliance]));
  const leaves = cells.filter((cell) => cell.figure === figure.name && byId.has(cell.tenantId) && !isNothing(cell));
  const hidden = hiddenUnder(leaves, alliances, regions);
  const parents = treeOf(alliances, regions);
  const parts = new Map<string, SectorCell[]>();
  const add = (key: string, leaf: SectorCell): void => {
    const known = parts.get(key);
    if (known) known.push(leaf);
    else parts.set(key, [leaf]);
  };
  for (const leaf of leaves) {
    for (let row: string | undefined = leaf.tenantId; row !== undefined; row = parents.get(row)) {
      add(`${row}|${leaf.sector}`, leaf);
      add(`${row}|${TOTAL}`, leaf);
    }
  }
  return [...parts].map(([key, of]) => {
    const [row = '', column = ''] = key.split('|');
    const alliance = byId.get(row) ?? null;
    const place = { figure, alliance, regionCode: row === WHOLE ? null : alliance?.regionCode ?? row, sector: column === TOTAL ? null : column as Sector };
    return hidden.has(key) ? { ...place, ...NOTHING } : { ...place, ...sum(of) };
  });
}

/** Nothing, of nobody (a school that hosts no apprentice): no number to tell, and none to withhold, as where there is no organization. */
export const isNothing = ({ value, people }: Pick<SectorCell, 'value' | 'people'>): boolean => value === 0 && people === 0;

/** Keys `row|sector` of the cells of one figure that are not told; of several numbers of one alliance and sector the sum counts. */
export const hiddenUnder = (numbers: readonly Pick<SectorCell, 'tenantId' | 'sector' | 'people'>[], alliances: readonly CoveredAlliance[], regions: readonly string[]): ReadonlySet<string> =>
  hiddenCells(numbers.map(({ tenantId, sector, people }) => ({ row: tenantId, column: sector, people })), treeOf(alliances, regions), SMALL_CELL_PEOPLE);

const NOTHING = { suppressed: true, value: null, people: null, organizations: null, unknown: null, knownAt: null };

/** One that is not known makes the sum unknown. It is as old as the oldest of its parts. */
function sum(cells: readonly SectorCell[]) {
  return {
    suppressed: false,
    value: cells.reduce<number | null>((total, { value }) => (total === null || value === null ? null : total + value), 0),
    people: sumPeople(cells),
    organizations: cells.reduce((total, { organizations }) => total + organizations, 0),
    unknown: cells.reduce((total, { unknown }) => total + unknown, 0),
    knownAt: new Date(Math.min(...cells.map(({ knownAt }) => Date.parse(knownAt)))),
  };
}

/** Each alliance below its region, each region below the next larger one, up to the regions of the mandate, which are below the whole. */
function treeOf(alliances: readonly CoveredAlliance[], regions: readonly string[]): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { id, regionCode } of alliances) {
    const top = regions.find((region) => regionContains(region, regionCode));
    parents.set(id, regionCode);
    for (let region = regionCode; region !== top; ) {
      const larger = regionParent(region);
      if (larger === undefined) break;
      parents.set(region, larger);
      region = larger;
    }
    if (top !== undefined) parents.set(top, WHOLE);
  }
  return parents;
}
