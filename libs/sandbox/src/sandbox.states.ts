import { defineStates } from '@quadhelix/access';

export const SANDBOX_STATES = ['PREPARING', 'READY', 'ADVANCING', 'REMOVING', 'FAILED'] as const;
export type SandboxState = (typeof SANDBOX_STATES)[number];

/** What becomes of a sandbox. What stands still may be made anew; removed is also what is in the middle of something. */
export const sandboxStates = defineStates('Sandbox', SANDBOX_STATES, {
  prepared: { from: ['PREPARING'], to: 'READY' },
  fail: { from: ['PREPARING'], to: 'FAILED' },
  advance: { from: ['READY'], to: 'ADVANCING' },
  arrive: { from: ['ADVANCING'], to: 'READY' },
  reset: { from: ['READY', 'FAILED'], to: 'PREPARING' },
  remove: { from: ['PREPARING', 'READY', 'ADVANCING', 'FAILED'], to: 'REMOVING' },
});
