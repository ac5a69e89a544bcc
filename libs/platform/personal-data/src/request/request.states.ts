import { defineStates } from '@quadhelix/access';

export const REQUEST_KINDS = ['EXPORT', 'CORRECTION', 'CONSENT_WITHDRAWAL', 'ERASURE'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['REQUESTED', 'GRANTED', 'DONE', 'REFUSED', 'FAILED', 'CANCELLED'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** States of a request. An export and a withdrawal of consent are granted by the law itself: they begin as GRANTED. */
export const requestStates = defineStates('personalDataRequest', REQUEST_STATES, {
  grant: { from: ['REQUESTED'], to: 'GRANTED' },
  refuse: { from: ['REQUESTED'], to: 'REFUSED' },
  cancel: { from: ['REQUESTED'], to: 'CANCELLED' },
  finish: { from: ['GRANTED'], to: 'DONE' },
  fail: { from: ['GRANTED'], to: 'FAILED' },
});
