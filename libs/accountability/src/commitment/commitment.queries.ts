import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { Commitment } from './commitment.entity.js';
import type { CommitmentFilter } from './commitment.inputs.js';
import { COMMITMENT_STATES, type CommitmentState } from './commitment.states.js';

/** Commitments of the alliance by due day. */
export function listCommitments(scope: Scope, args: PageArgs, filter: CommitmentFilter | null): Promise<Connection<Commitment>> {
  const values: unknown[] = [scope.tenantId];
  const terms = ['tenant_id = $1'];
  const add = (term: string, value: unknown): void => {
    if (value == null) return;
    values.push(value);
    terms.push(term.replace('?', `$${String(values.length)}`));
  };
  const states = filter?.states;
  // One value as equality, so that an index over (…, column, order) gives the order too.
  if (states?.length === 1) add('state = ?', states[0]);
  else add('state = any(?)', states);
  add('owner_organization_id = ?', filter?.ownerOrganizationId);
  add('verifier_organization_id = ?', filter?.verifierOrganizationId);
  add('due_on >= ?', filter?.dueFrom);
  add('due_on <= ?', filter?.dueUntil);
  if (filter?.overdue === true) terms.push("state = 'ACCEPTED'");
  if (filter?.overdue != null) add(filter.overdue ? 'due_on < ?' : "(state <> 'ACCEPTED' or due_on >= ?)", scope.today);
  return paginate(scope, { entity: Commitment, name: 'commitments', terms, values, order: { column: 'due_on', property: 'dueOn', type: 'date' } }, args);
}

/** How many commitments stand in each state, states with none too; one statement. */
export async function countByState(scope: Scope, ownerOrganizationId: string | null): Promise<{ state: CommitmentState; count: number }[]> {
  const rows = await scope.sql<{ state: CommitmentState; count: number }>(
    `select state, count(*) as count from commitments where tenant_id = $1 ${ownerOrganizationId === null ? '' : 'and owner_organization_id = $2'} group by state`,
    ownerOrganizationId === null ? [scope.tenantId] : [scope.tenantId, ownerOrganizationId],
  );
  return COMMITMENT_STATES.map((state) => ({ state, count: rows.find((row) => row.state === state)?.count ?? 0 }));
}
