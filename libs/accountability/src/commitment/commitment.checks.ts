import { DomainError, platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Membership, Organization, Seat, stakeholderErrors } from '@quadhelix/stakeholders';
import { accountabilityErrors } from '../accountability.errors.js';
import type { Kin } from './commitment.rules.js';

/** When and for whom something was done, where the product brings in the past (an operator's import, the demo). Refused for everybody else. */
export interface Origin {
  at?: Date;
  organizationId?: string;
}

/** The instant and the organization of a step: now and the acting one, unless the product itself brings in the past. Throws BACKDATING_FORBIDDEN. */
export function happened(scope: Scope, origin: Origin = {}): { at: Date; organizationId: string | null } {
  const { at, organizationId } = origin;
  const given = at !== undefined || organizationId !== undefined;
  if (given && (scope.actor.kind !== 'SYSTEM' || (at !== undefined && at > scope.now))) throw accountabilityErrors.BACKDATING_FORBIDDEN();
  return { at: at ?? scope.now, organizationId: organizationId ?? scope.actor.organizationId };
}

/** Demands that the caller saw the newest version, where he says which he saw. */
export function current(row: { version: number }, seen: number | null | undefined): void {
  if (seen != null && seen !== row.version) throw platformErrors.STALE_VERSION({ field: 'version' });
}

/** Runs a step of an entity; what its rules forbid is noted for the security log. */
export function guarded<T>(scope: Scope, action: Action, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof DomainError && error.category === 'FORBIDDEN' ? scope.refuse(error, action) : error;
  }
}

/** The organization as far as independence asks. */
export async function kinOf(scope: Scope, id: string): Promise<Kin> {
  const found = await scope.byId(Organization, id);
  if (!found) throw platformErrors.NOT_FOUND({ field: 'id' });
  return found;
}

/** Does the person who acts also hold a seat for this organization on this day? Then he judges and releases nothing that it promised, for whomever he acts now. */
export async function actsFor(scope: Scope, organizationId: string): Promise<boolean> {
  const { personId } = scope.actor;
  if (personId === null) return false;
  const today = scope.today;
  const seats = await scope.find(Seat, { organizationId, personId });
  return seats.some(({ validFrom, validUntil }) => validFrom <= today && (validUntil === null || validUntil >= today));
}

/** Owner and verifier, both active members. Throws NOT_A_MEMBER; an organization of another alliance answers like one that does not exist. */
export async function membersOf(scope: Scope, ownerId: string, verifierId: string): Promise<{ owner: Kin; verifier: Kin }> {
  const active = await scope.find(Membership, { organizationId: [ownerId, verifierId], state: 'ACTIVE' });
  for (const [field, id] of [['ownerOrganizationId', ownerId], ['verifierOrganizationId', verifierId]] as const) {
    if (!active.some(({ organizationId }) => organizationId === id)) throw stakeholderErrors.NOT_A_MEMBER({ field });
  }
  const [owner, verifier] = await Promise.all([kinOf(scope, ownerId), kinOf(scope, verifierId)]);
  return { owner, verifier };
}
