import type { Scope } from '@quadhelix/database';
import { encodeId } from '@quadhelix/graphql';

/** What a step of something needs: its id as the API names it, and its version. */
export interface Found {
  readonly id: string;
  readonly version: number;
}

async function found(scope: Scope, type: string, sql: string, values: readonly unknown[]): Promise<Found[]> {
  const rows = await scope.sql<{ id: string; version: number }>(sql, [scope.tenantId, ...values]);
  return rows.map(({ id, version }) => ({ id: encodeId(type, id), version }));
}

async function one(scope: Scope, type: string, sql: string, values: readonly unknown[]): Promise<Found> {
  const rows = await found(scope, type, sql, values);
  const [only] = rows;
  if (only === undefined || rows.length > 1) throw new Error(`${String(rows.length)} × ${type} for ${values.join(', ')}`);
  return only;
}

/** The invitation of the organization acted for. */
export const ownMembership = (scope: Scope): Promise<Found> =>
  one(scope, 'Membership', 'select id, version from memberships where tenant_id = $1 and organization_id = $2', [scope.actor.organizationId]);

/** A commitment by its number. */
export const commitment = (scope: Scope, number: string): Promise<Found> => one(scope, 'Commitment', 'select id, version from commitments where tenant_id = $1 and number = $2', [number]);

const OF_APPRENTICE = `p.tenant_id = $1 and p.apprentice_person_id = (select person_id from affiliations where organization_id = p.school_organization_id and member_number = $2)`;

/** The placement of an apprentice, by his school's number for him. */
export const placement = (scope: Scope, number: string): Promise<Found> => one(scope, 'Placement', `select p.id, p.version from placements p where ${OF_APPRENTICE}`, [number]);

/** Planned placements of the school acted for that begin on a day. */
export const plannedPlacements = (scope: Scope, startsOn: string): Promise<Found[]> =>
  found(scope, 'Placement', `select id, version from placements where tenant_id = $1 and school_organization_id = $2 and starts_on = $3 and state = 'PLANNED' order by id`, [scope.actor.organizationId, startsOn]);

/** The placement of the person who acts. */
export const ownPlacement = (scope: Scope): Promise<Found> => one(scope, 'Placement', 'select id, version from placements where tenant_id = $1 and apprentice_person_id = $2', [scope.actor.personId]);

/** The week of an apprentice. */
export const week = (scope: Scope, number: string, monday: string): Promise<Found> =>
  one(scope, 'Timesheet', `select t.id, t.version from timesheets t join placements p on p.tenant_id = t.tenant_id and p.id = t.placement_id where ${OF_APPRENTICE} and t.week_starts_on = $3`, [number, monday]);

/** The week of the person who acts. */
export const ownWeek = (scope: Scope, monday: string): Promise<Found> =>
  one(scope, 'Timesheet', 'select id, version from timesheets where tenant_id = $1 and apprentice_person_id = $2 and week_starts_on = $3', [scope.actor.personId, monday]);

/** Weeks that wait for the person who acts, as mentor or as teacher. */
export const waiting = (scope: Scope, monday: string, as: 'mentor' | 'teacher'): Promise<Found[]> =>
  found(scope, 'Timesheet', `select t.id, t.version from timesheets t join placements p on p.tenant_id = t.tenant_id and p.id = t.placement_id
    where t.tenant_id = $1 and p.${as}_person_id = $2 and t.week_starts_on = $3 and t.state = $4 order by t.id`,
  [scope.actor.personId, monday, as === 'mentor' ? 'SUBMITTED' : 'MENTOR_APPROVED']);
