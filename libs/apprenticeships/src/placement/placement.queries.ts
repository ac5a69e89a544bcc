import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { placementAccess } from '../apprenticeships.access.js';
import { ListTerms } from '../list.terms.js';
import { Timesheet } from '../timesheet/timesheet.entity.js';
import { placementOrder, type PlacementFilter, type PlacementOrder } from './placement.inputs.js';
import { Placement } from './placement.entity.js';

/** Placements that the actor may see, oldest first unless asked otherwise. */
export function listPlacements(scope: Scope, args: PageArgs, filter: PlacementFilter | null, order: PlacementOrder): Promise<Connection<Placement>> {
  const { terms, values } = new ListTerms(scope)
    .reachedBy(placementAccess.read)
    .anyOf('state', filter?.states)
    .add('host_organization_id = ?', filter?.hostOrganizationId)
    .add('school_organization_id = ?', filter?.schoolOrganizationId)
    .add('apprentice_person_id = ?', filter?.apprenticePersonId)
    .add('mentor_person_id = ?', filter?.mentorPersonId)
    .add('teacher_person_id = ?', filter?.teacherPersonId)
    .add('programme_id = ?', filter?.programmeId);
  return paginate(scope, { entity: Placement, name: 'placements', terms, values, order: placementOrder.pick(order) }, args);
}

const LAST = Symbol('last timesheets');

/** The latest week of a placement; one statement for all placements of the operation, one index look-up each. */
export function lastTimesheet(scope: Scope, placementId: string): Promise<Timesheet | null> {
  return scope.loader<string, Timesheet | null>(LAST, async (ids) => {
    const rows = await scope.select(
      Timesheet,
      `where tenant_id = $1 and id in (
         select l.id from unnest($2::uuid[]) p (id)
         cross join lateral (select t.id from timesheets t where t.tenant_id = $1 and t.placement_id = p.id order by t.week_starts_on desc limit 1) l)`,
      [scope.tenantId, ids],
    );
    const byPlacement = new Map(rows.map((row) => [row.placementId, row]));
    return ids.map((id) => byPlacement.get(id) ?? null);
  }).load(placementId);
}
