import type { Actor } from './actor.js';
import type { Action, Relation, Subject } from './access-table.js';
import type { DomainError } from './domain-error.js';
import { platformErrors } from './platform-errors.js';

const ALLIANCE: Relation = 'alliance';

/** Relations through which this actor's roles may do the action, without looking at a subject. Empty: may not at all. */
export function reach(actor: Actor, action: Action): readonly Relation[] {
  if (actor.kind === 'SYSTEM') return [ALLIANCE];
  const relations = new Set(actor.roles.flatMap((role) => action.grants[role] ?? []));
  if (actor.tenantId === null) relations.delete(ALLIANCE);
  return relations.has(ALLIANCE) ? [ALLIANCE] : [...relations];
}

function stands(actor: Actor, relation: Relation, subject: Subject): boolean {
  if (relation === ALLIANCE) return true;
  const party = subject.parties()[relation];
  if (party === undefined || party === null) return false;
  if (typeof party === 'boolean') return party;
  const ids = typeof party === 'string' ? [party] : party;
  return ids.some((id) => id !== null && (id === actor.organizationId || id === actor.personId));
}

/**
 * Why the actor may not do the action, or null if he may. Effective right = token scope AND role AND relation to the subject.
 * Without a subject only scope, membership and role are looked at. A subject that may not even be read is for the caller to hide.
 */
export function refusal(actor: Actor, action: Action, subject?: Subject): DomainError | null {
  if (actor.kind === 'SYSTEM') return null;
  if (actor.kind === 'LINK') return refusalOfLink(actor, action, subject);
  if (actor.tenantId === null && !action.acrossAlliances) return platformErrors.ALLIANCE_REQUIRED();
  if (actor.tenantId === null && actor.organizationId === null) return platformErrors.READER_REQUIRED();
  if (!actor.scopes.includes(action.scope)) return platformErrors.SCOPE_MISSING({ params: { scope: action.scope } });
  if (actor.membershipState === 'INVITED' && !action.whileInvited) return platformErrors.MEMBERSHIP_NOT_ACCEPTED();
  if (actor.membershipState === 'SUSPENDED' && !action.whileSuspended) return platformErrors.MEMBERSHIP_SUSPENDED();
  const relations = reach(actor, action);
  const allowed = subject ? relations.some((relation) => stands(actor, relation, subject)) : relations.length > 0;
  return allowed ? null : platformErrors.FORBIDDEN({ params: { action: action.name } });
}

/** A link admits to exactly its actions on exactly their rows, and to reading those rows, whatever else the person may do elsewhere; his organization must still be in good standing. */
function refusalOfLink({ link, membershipState }: Actor, action: Action, subject?: Subject): DomainError | null {
  const rows = !link ? [] : Object.entries(link.admits).flatMap(([name, row]) => (name === action.name || (subject && !action.writes) ? [row] : []));
  if (rows.length === 0 || (subject && !rows.some((row) => row === subject.id))) return platformErrors.FORBIDDEN({ params: { action: action.name } });
  if (membershipState === 'INVITED') return platformErrors.MEMBERSHIP_NOT_ACCEPTED();
  return membershipState === 'SUSPENDED' && !action.whileSuspended ? platformErrors.MEMBERSHIP_SUSPENDED() : null;
}

/** May the actor do the action (to the subject)? */
export function can(actor: Actor, action: Action, subject?: Subject): boolean {
  return refusal(actor, action, subject) === null;
}
