import type { DomainEvent } from '@quadhelix/database';
import type { Commitment } from './commitment.entity.js';

type CommitmentFact = 'proposed' | 'accepted' | 'evidenceSubmitted' | 'verified' | 'waived' | 'fellDue' | 'overdue' | 'reminder';

/** Something happened to a commitment, or its time came: `fellDue` once its day is over, `overdue` then where nothing was handed in, `reminder` before and after. Type `commitment.<fact>`. */
export const commitmentEvent = (fact: CommitmentFact, commitment: Commitment, more: Readonly<Record<string, unknown>> = {}): DomainEvent => ({
  type: `commitment.${fact}`,
  subjectType: 'Commitment',
  subjectId: commitment.id,
  payload: {
    ownerOrganizationId: commitment.ownerOrganizationId, verifierOrganizationId: commitment.verifierOrganizationId,
    state: commitment.state, outcome: commitment.outcome, late: commitment.late, dueOn: commitment.dueOn, ...more,
  },
});
