import { defineStates } from '@quadhelix/access';

export const ENDPOINT_STATES = ['ENABLED', 'DISABLED', 'BLOCKED', 'DELETED'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];
export const DISABLED_REASONS = ['OWNER', 'ALLIANCE', 'GONE', 'FAILING'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** Only ENABLED gets anything. What the alliance switched off (BLOCKED), the owner can't switch on. */
export const endpointStates = defineStates('webhookEndpoint', ENDPOINT_STATES, {
  update: { from: ['ENABLED'], to: 'ENABLED' },
  amend: { from: ['DISABLED'], to: 'DISABLED' },
  disable: { from: ['ENABLED'], to: 'DISABLED' },
  block: { from: ['ENABLED', 'DISABLED'], to: 'BLOCKED' },
  enable: { from: ['DISABLED'], to: 'ENABLED' },
  unblock: { from: ['BLOCKED'], to: 'ENABLED' },
  delete: { from: ['ENABLED', 'DISABLED', 'BLOCKED'], to: 'DELETED' },
});
