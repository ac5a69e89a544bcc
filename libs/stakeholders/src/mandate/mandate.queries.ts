import { platformErrors, type Sector } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { pageOfRows, type Connection } from '@quadhelix/graphql';
import type { FigureKind, MandateLevel } from '@quadhelix/readers';
import { parseRegionCode, regionContains } from '../region.js';
import { mandateAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { hiddenUnder, isNothing, SMALL_CELL_PEOPLE, tellCells, type CoveredAlliance, type SectorCell, type ToldCell } from './mandate.cells.js';
import type { MandatedFiguresArgs, MandatedOrganizationsArgs } from './mandated.type.js';

/** What the database tells of a mandate that holds. */
interface Told<T> {
  level: MandateLevel;
  regions: string[];
  alliances: CoveredAlliance[];
  cells: T[];
}

/** A figure of one organization in one alliance, as an authority is told it. */
export interface NamedFigure {
  tenantId: string;
  organizationId: string;
  legalName: string;
  sector: Sector;
  figure: string;
  value: number | null;
  people: number | null;
  knownAt: string;
  subjectIds: string[] | null;
  suppressed: boolean;
  alliance: CoveredAlliance;
}

interface Ask {
  mandateId: string;
  on?: string | null;
  regionCode?: string | null;
  sector?: Sector | null;
}

/** A page of sums under a mandate. */
export async function mandatedFigures(scope: Scope, kinds: readonly FigureKind[], args: MandatedFiguresArgs): Promise<Connection<ToldCell>> {
  const figures = (args.figures ?? kinds.filter(({ over }) => over === 'SUM').map(({ name }) => name)).map((name) => kindNamed(kinds.filter(({ over }) => over === 'SUM'), name, 'figures'));
  const ask = asked(scope, 'mandatedFigures', args, { figures: figures.map(({ name }) => name), rows: args.rows, bySector: args.bySector ?? false });
  const { cells, alliances, regions } = await read<SectorCell>(scope, { ...ask, needs: 'AGGREGATE' }, false);
  const rows = figures.flatMap((figure) => tellCells(figure, cells, alliances, regions)).filter((cell) => {
    if (!(args.sector ? cell.sector === args.sector : (cell.sector !== null) === (args.bySector ?? false))) return false;
    if (args.rows === 'ALLIANCE') return cell.alliance !== null && within(ask.region, cell.regionCode);
    if (cell.alliance !== null) return false;
    return args.rows === 'TOTAL' ? cell.regionCode === ask.region : cell.regionCode !== null && within(ask.region, cell.regionCode);
  });
  return pageOfRows(scope, { name: 'mandatedFigures', asked: [ask.mandateId, ask.day, ask.filters], key: (row) => [row.figure.name, row.regionCode ?? '', row.alliance?.slug ?? '', row.sector ?? ''].join('|') }, rows, args);
}

/** A page of what single organizations have of a figure, under a mandate that looks so closely. */
export async function mandatedOrganizations(scope: Scope, kinds: readonly FigureKind[], args: MandatedOrganizationsArgs): Promise<Connection<NamedFigure>> {
  const kind = kindNamed(kinds, args.figure, 'figure');
  const ask = asked(scope, 'mandatedOrganizations', args, { figures: [kind.name] });
  const { cells: all, alliances, regions, level } = await read<NamedFigure>(scope, { ...ask, needs: kind.named ?? 'CASE' }, true);
  const cells = level === 'CASE' ? all : all.filter((cell) => !isNothing(cell));
  const byId = new Map(alliances.map((alliance) => [alliance.id, alliance]));
  // Of organizations that make up one cell all are withheld together, for one alone would follow from their sum; and all of a cell that is withheld itself.
  const few = cells.filter(({ people }) => people !== null && people < SMALL_CELL_PEOPLE).map(group);
  const withheld = level === 'CASE' ? new Set() : new Set([...few, ...hiddenUnder(cells, alliances, regions)]);
  const rows = cells.flatMap((cell): NamedFigure[] => {
    const alliance = byId.get(cell.tenantId);
    if (!alliance || !within(ask.region, alliance.regionCode) || (args.sector && cell.sector !== args.sector)) return [];
    return [withheld.has(group(cell)) ? { ...cell, alliance, value: null, people: null, subjectIds: null, suppressed: true } : { ...cell, alliance, suppressed: false }];
  });
  return pageOfRows(scope, { name: 'mandatedOrganizations', asked: [ask.mandateId, ask.day, ask.filters], key: (row) => [row.legalName, row.organizationId, row.alliance.slug].join('|') }, rows, args);
}

const group = ({ tenantId, sector }: { tenantId: string; sector: Sector }): string => `${tenantId}|${sector}`;
const within = (outer: string | null, inner: string | null): boolean => outer === null || (inner !== null && regionContains(outer, inner));

function kindNamed(kinds: readonly FigureKind[], name: string, field: string): FigureKind {
  const kind = kinds.find((each) => each.name === name);
  if (!kind) throw stakeholderErrors.FIGURE_UNKNOWN({ field, params: { name } });
  return kind;
}

/** What is asked, as it is sent to the database and kept in the record of the read. */
function asked(scope: Scope, field: string, { mandateId, on, regionCode, sector }: Ask, more: { figures: string[] } & Record<string, unknown>) {
  const region = regionCode == null ? null : parseRegionCode(regionCode);
  if (region === undefined) throw stakeholderErrors.INVALID_REGION({ field: 'regionCode', params: { code: regionCode ?? '' } });
  const day = on ?? scope.today;
  return { mandateId, field, region, day, today: scope.today, figures: more.figures, requestId: scope.requestId, filters: { on: day, region, sector: sector ?? null, ...more } };
}

/** Reads under a mandate and leaves the record of it, in one statement. Throws NOT_FOUND for one that does not hold, looks less closely or elsewhere, as for none. */
async function read<T>(scope: Scope, ask: object, named: boolean): Promise<Told<T>> {
  const [row] = await scope.sql<{ told: Told<T> | null }>('select mandated_figures($1, $2, $3) as told', [JSON.stringify(ask), named, scope.now]);
  if (!row?.told) throw scope.refuse(platformErrors.NOT_FOUND({ field: 'mandateId' }), mandateAccess.read);
  return row.told;
}
