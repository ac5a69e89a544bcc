import { defineStates } from '@quadhelix/access';

export const COMMITMENT_STATES = ['PROPOSED', 'ACCEPTED', 'EVIDENCE_SUBMITTED', 'VERIFIED', 'WAIVED'] as const;
export type CommitmentState = (typeof COMMITMENT_STATES)[number];

export const COMMITMENT_OUTCOMES = ['FULFILLED', 'PARTIAL', 'NOT_MET'] as const;
export type CommitmentOutcome = (typeof COMMITMENT_OUTCOMES)[number];

/**
 * States of a commitment. A promise whose day has passed with nothing handed in has no state of its own: it stays ACCEPTED, is
 * shown as overdue, and counts nothing until evidence comes.
 */
export const commitmentStates = defineStates('commitment', COMMITMENT_STATES, {
  accept: { from: ['PROPOSED'], to: 'ACCEPTED' },
  submitEvidence: { from: ['ACCEPTED', 'EVIDENCE_SUBMITTED'], to: 'EVIDENCE_SUBMITTED' },
  verify: { from: ['EVIDENCE_SUBMITTED'], to: 'VERIFIED' },
  waive: { from: ['PROPOSED', 'ACCEPTED', 'EVIDENCE_SUBMITTED'], to: 'WAIVED' },
});
