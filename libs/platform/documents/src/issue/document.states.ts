import { defineStates } from '@quadhelix/access';

export const DOCUMENT_STATES = ['QUEUED', 'RUNNING', 'ISSUED', 'FAILED', 'REVOKED', 'SUPERSEDED'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** States of a document. One that was superseded can still be found wrong, and revoked. */
export const documentStates = defineStates('document', DOCUMENT_STATES, {
  begin: { from: ['QUEUED', 'RUNNING'], to: 'RUNNING' },
  issue: { from: ['RUNNING'], to: 'ISSUED' },
  fail: { from: ['RUNNING'], to: 'FAILED' },
  revoke: { from: ['ISSUED', 'SUPERSEDED'], to: 'REVOKED' },
  supersede: { from: ['ISSUED'], to: 'SUPERSEDED' },
});
