import { defineStates } from '@quadhelix/access';

/** A published version is never changed again; retiring gives it a last day. */
export const ruleVersionStates = defineStates('ruleVersion', ['DRAFT', 'PUBLISHED', 'RETIRED'] as const, {
  revise: { from: ['DRAFT'], to: 'DRAFT' },
  publish: { from: ['DRAFT'], to: 'PUBLISHED' },
  retire: { from: ['PUBLISHED'], to: 'RETIRED' },
});
export type RuleVersionState = (typeof ruleVersionStates.states)[number];

/** Silence ends a trial: what nobody extends or adopts is EXPIRED after its last day. */
export const pilotWaiverStates = defineStates('pilotWaiver', ['ASKED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'ADOPTED', 'ENDED', 'EXPIRED'] as const, {
  withdraw: { from: ['ASKED'], to: 'WITHDRAWN' },
  approve: { from: ['ASKED'], to: 'APPROVED' },
  refuse: { from: ['ASKED'], to: 'REFUSED' },
  extend: { from: ['APPROVED'], to: 'APPROVED' },
  adopt: { from: ['APPROVED'], to: 'ADOPTED' },
  end: { from: ['APPROVED', 'ADOPTED'], to: 'ENDED' },
  expire: { from: ['APPROVED'], to: 'EXPIRED' },
});
export type PilotWaiverState = (typeof pilotWaiverStates.states)[number];

export const ruleViolationStates = defineStates('ruleViolation', ['OPEN', 'RESOLVED'] as const, {
  resolve: { from: ['OPEN'], to: 'RESOLVED' },
});
export type RuleViolationState = (typeof ruleViolationStates.states)[number];
