import { idsAfter, type Scope } from '@quadhelix/database';
import type { SearchEntry, SearchKind } from '@quadhelix/search';
import { Organization } from '@quadhelix/stakeholders';
import { placementAccess, positionAccess, programmeAccess } from './apprenticeships.access.js';
import { Placement } from './placement/placement.entity.js';
import { Position } from './position/position.entity.js';
import { Programme } from './programme/programme.entity.js';

type Changed = Parameters<SearchKind['touched']>[1];

/** Rows of a table whose id changed, or which name a changed row in one of these columns. */
async function touchedRows(scope: Scope, table: string, type: string, changed: Changed, columns: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const values: unknown[] = [scope.tenantId];
  const terms = Object.entries(columns).flatMap(([of, names]) => {
    const ids = changed[of] ?? [];
    if (ids.length === 0) return [];
    values.push(ids);
    return names.map((name) => `${name} = any($${String(values.length)})`);
  });
  const named = terms.length === 0 ? [] : await scope.sql<{ id: string }>(`select id from ${table} where tenant_id = $1 and (${terms.join(' or ')})`, values);
  return [...new Set([...(changed[type] ?? []), ...named.map(({ id }) => id)])];
}

const nameOf = async (scope: Scope, id: string): Promise<string> => (await scope.byId(Organization, id))?.legalName ?? '';
const words = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(' ');

const programmeSearch: SearchKind = {
  type: 'Programme', read: programmeAccess.read, of: ['Organization'],
  touched: (scope, changed) => touchedRows(scope, 'programmes', 'Programme', changed, { Organization: ['school_organization_id'] }),
  async entries(scope, subjectIds) {
    const found = await scope.find(Programme, { id: [...subjectIds] });
    return Promise.all(found.map(async (programme): Promise<SearchEntry> => ({
      subjectId: programme.id, title: programme.name, text: words(programme.code, await nameOf(scope, programme.schoolOrganizationId)), parties: programme.parties(), personId: null,
    })));
  },
  after: (scope, id, limit) => idsAfter(scope, 'programmes', id, limit),
};

const positionSearch: SearchKind = {
  type: 'Position', read: positionAccess.read, of: ['Organization'],
  touched: (scope, changed) => touchedRows(scope, 'positions', 'Position', changed, { Organization: ['host_organization_id'] }),
  async entries(scope, subjectIds) {
    const found = await scope.find(Position, { id: [...subjectIds] });
    return Promise.all(found.map(async (position): Promise<SearchEntry> => ({
      subjectId: position.id, title: position.title, text: words(position.code, await nameOf(scope, position.hostOrganizationId)), parties: position.parties(), personId: null,
    })));
  },
  after: (scope, id, limit) => idsAfter(scope, 'positions', id, limit),
};

/** By programme, position, host and school. Never by the apprentice's name: more people read a placement than may know who it is. */
const placementSearch: SearchKind = {
  type: 'Placement', read: placementAccess.read, of: ['Programme', 'Position', 'Organization'],
  touched: (scope, changed) => touchedRows(scope, 'placements', 'Placement', changed, {
    Programme: ['programme_id'], Position: ['position_id'], Organization: ['host_organization_id', 'school_organization_id'],
  }),
  async entries(scope, subjectIds) {
    const found = await scope.find(Placement, { id: [...subjectIds] });
    return Promise.all(found.map(async (placement): Promise<SearchEntry> => {
      const [programme, position, host, school] = await Promise.all([
        scope.byId(Programme, placement.programmeId), scope.byId(Position, placement.positionId), nameOf(scope, placement.hostOrganizationId), nameOf(scope, placement.schoolOrganizationId),
      ]);
      return {
        subjectId: placement.id, title: [programme?.name, position?.title, host].filter(Boolean).join(' · '), text: words(programme?.code, position?.code, school, placement.startsOn),
        parties: placement.parties(), personId: placement.apprenticePersonId,
      };
    }));
  },
  after: (scope, id, limit) => idsAfter(scope, 'placements', id, limit),
};

/** What of apprenticeships is found by searching. */
export const apprenticeshipSearch: readonly SearchKind[] = [programmeSearch, positionSearch, placementSearch];
