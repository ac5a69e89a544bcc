import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { defineJob, defineQueue, Jobs, type DueKind, type EventHandler, type GetProvider } from '@quadhelix/outbox';
import { dropWithoutConsent, WEBHOOKS_DUE } from './delivery.queue.js';
import { WebhookSender } from './delivery.sender.js';

/** Alliances in which something is to be sent. */
const webhookQueue = defineQueue<{ tenantId: string }>('webhooks');

/** Longest that a job waits for the lanes that it opened, in milliseconds: they go on without it, so that an alliance whose endpoints are slow occupies no worker. */
const PATIENCE = 2_000;

/** Sending takes time, so it has a queue of its own and keeps no other due time waiting. */
@Injectable()
export class WebhookWaker {
  constructor(private readonly jobs: Jobs) {}

  wake(scope: Scope, tenantId: string): Promise<void> {
    return this.jobs.send(scope, webhookQueue, { tenantId });
  }
}

export const webhooksDue = (get: GetProvider): DueKind => {
  const waker = get(WebhookWaker);
  return { kind: WEBHOOKS_DUE, handle: (scope, tenantId) => waker.wake(scope, tenantId) };
};

export const webhookJob = defineJob(webhookQueue, (get) => async ({ tenantId }, signal) => {
  const enough = new AbortController();
  try {
    await Promise.race([get(WebhookSender).run(tenantId), setTimeout(PATIENCE, undefined, { signal: AbortSignal.any([signal, enough.signal]) }).catch(() => undefined)]);
  } finally {
    enough.abort();
  }
});

/** What waits for an app without consent is dropped at once. (What happens without consent is not even queued, and at each try the consent is looked at again.) */
export const consentWithdrawn: EventHandler = {
  name: 'webhooks consent', event: 'appConsent.withdrawn',
  handle: (scope, { payload }) => dropWithoutConsent(scope, String(payload.clientId)),
};
