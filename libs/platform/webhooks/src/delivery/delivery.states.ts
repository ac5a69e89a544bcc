import { defineStates } from '@quadhelix/access';

export const WEBHOOK_DELIVERY_STATES = ['QUEUED', 'SENDING', 'DELIVERED', 'GIVEN_UP', 'DROPPED'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** A delivery is claimed before it is sent. One whose end nobody knows is sent again under the same id: receivers know it by that. */
export const webhookDeliveryStates = defineStates('webhookDelivery', WEBHOOK_DELIVERY_STATES, {
  claim: { from: ['QUEUED'], to: 'SENDING' },
  // What a worker reports late is still true.
  succeed: { from: ['SENDING', 'QUEUED'], to: 'DELIVERED' },
  postpone: { from: ['SENDING'], to: 'QUEUED' },
  giveUp: { from: ['SENDING'], to: 'GIVEN_UP' },
  drop: { from: ['QUEUED'], to: 'DROPPED' },
  retry: { from: ['QUEUED', 'DELIVERED', 'GIVEN_UP', 'DROPPED'], to: 'QUEUED' },
});
