import { defineQueue } from '@quadhelix/outbox';

/** Sandboxes for which the worker has something to do: their state says what. */
export const sandboxQueue = defineQueue<{ tenantId: string }>('sandboxes');
