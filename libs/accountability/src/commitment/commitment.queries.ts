import type { Scope } from '@quadhelix/database';
import { FilterTerms, paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { Commitment } from './commitment.entity.js';
import { commitmentOrder, type CommitmentFilter, type CommitmentOrder } from './commitment.inputs.js';
import { COMMITMENT_STATES, type CommitmentState } from './commitment.states.js';

/** Commitments of the alliance, by due day unless asked otherwise. */
export function listCommitments(scope: Scope, args: PageArgs, filter: CommitmentFilter | null, order: CommitmentOrder = null): Promise<Connection<Commitment>> {
  const states = filter?.states;
  const list = new FilterTerms(scope.tenantId)
    // One value as equality, so that an index over (…, column, order) gives the order too.
    .add(states?.length === 1 ? 'state = ?' : 'state = any(?)', states?.length === 1 ? states[0] : states)
    .add('owner_organization_id = ?', filter?.ownerOrganizationId)
    .add('verifier_organization_id = ?', filter?.verifierOrganizationId)
    .add('due_on >= ?', filter?.dueFrom)
    .add('due_on <= ?', filter?.dueUntil);
  if (filter?.overdue === true) list.demand("state = 'ACCEPTED' and due_on < ?", scope.today);
  if (filter?.overdue === false) list.demand("(state <> 'ACCEPTED' or due_on >= ?)", scope.today);
  const { terms, values } = list;
  return paginate(scope, { entity: Commitment, name: 'commitments', terms, values, order: commitmentOrder.pick(order) }, args);
}

/** How many commitments stand in each state, states with none too; one statement. */
export async function countByState(scope: Scope, ownerOrganizationId: string | null): Promise<{ state: CommitmentState; count: number }[]> {
  const rows = await scope.sql<{ state: CommitmentState; count: number }>(
    `select state, count(*) as count from commitments where tenant_id = $1 ${ownerOrganizationId === null ? '' : 'and owner_organization_id = $2'} group by state`,
    ownerOrganizationId === null ? [scope.tenantId] : [scope.tenantId, ownerOrganizationId],
  );
  return COMMITMENT_STATES.map((state) => ({ state, count: rows.find((row) => row.state === state)?.count ?? 0 }));
}
