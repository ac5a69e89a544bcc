import type { Scope } from '@quadhelix/database';
import type { DueKind } from '@quadhelix/outbox';
import { commitmentEvent } from './commitment.events.js';
import { Commitment } from './commitment.entity.js';

export const COMMITMENT_OVERDUE = 'commitment.overdue';

/** The day of a promise is over: from now on it counts. If nothing was handed in, that is a fact of its own which others react to. */
export const commitmentOverdue: DueKind = {
  kind: COMMITMENT_OVERDUE,
  async handle(scope: Scope, commitmentId: string): Promise<void> {
    const [commitment] = await scope.find(Commitment, { id: commitmentId });
    if (!commitment || commitment.state === 'WAIVED') return;
    scope.record(commitmentEvent('fellDue', commitment));
    if (commitment.state === 'ACCEPTED') scope.record(commitmentEvent('overdue', commitment));
  },
};
