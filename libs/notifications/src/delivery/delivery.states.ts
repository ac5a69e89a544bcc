import { defineStates } from '@quadhelix/access';

export const DELIVERY_STATES = ['QUEUED', 'SENDING', 'SENT', 'UNCERTAIN', 'FAILED', 'GIVEN_UP', 'DROPPED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const DELIVERY_PURPOSES = ['NOTICE', 'DIGEST', 'CODE'] as const;
export type DeliveryPurpose = (typeof DELIVERY_PURPOSES)[number];

/** A delivery is claimed before it is sent; one whose end nobody knows is UNCERTAIN, unless its channel takes a second attempt as the same message. */
export const deliveryStates = defineStates('delivery', DELIVERY_STATES, {
  claim: { from: ['QUEUED'], to: 'SENDING' },
  // What a worker reports late is still true: it knows what became of it.
  succeed: { from: ['SENDING', 'UNCERTAIN'], to: 'SENT' },
  postpone: { from: ['SENDING'], to: 'QUEUED' },
  fail: { from: ['SENDING'], to: 'FAILED' },
  giveUp: { from: ['SENDING'], to: 'GIVEN_UP' },
  lose: { from: ['SENDING'], to: 'UNCERTAIN' },
  drop: { from: ['SENDING'], to: 'DROPPED' },
  // The reader asks for it: he knows whether he got it.
  sendAgain: { from: ['UNCERTAIN', 'FAILED', 'GIVEN_UP'], to: 'QUEUED' },
});
