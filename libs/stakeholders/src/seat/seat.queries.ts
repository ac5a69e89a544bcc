import type { Scope } from '@quadhelix/database';

/** An administrator without last day whose organization is an active member. */
export interface Admin {
  seatId: string;
  membershipId: string;
}

/** Administrators of the alliance. All are locked in one order, before anything else is, so that two can't put each other out at once. */
export function lockAdmins(scope: Scope): Promise<Admin[]> {
  return scope.sql<Admin & Record<string, unknown>>(
    `select s.id as "seatId", m.id as "membershipId" from seats s join memberships m on m.tenant_id = s.tenant_id and m.id = s.membership_id
     where s.tenant_id = $1 and s.role = 'ALLIANCE_ADMIN' and s.valid_until is null and m.state = 'ACTIVE' order by s.id for update`, [scope.tenantId]);
}
