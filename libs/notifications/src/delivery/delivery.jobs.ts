import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { defineJob, defineQueue, Jobs, type DueKind, type GetProvider } from '@quadhelix/outbox';
import { DELIVERIES_DUE } from './delivery.queue.js';
import { DeliverySender } from './delivery.sender.js';

/** Alliances in which something is to be sent. */
const deliveryQueue = defineQueue<{ tenantId: string }>('deliveries');

/** Sending takes time, so it has a queue of its own and keeps no other due time waiting. */
@Injectable()
export class DeliveryWaker {
  constructor(private readonly jobs: Jobs) {}

  wake(scope: Scope, tenantId: string): Promise<void> {
    return this.jobs.send(scope, deliveryQueue, { tenantId });
  }
}

export const deliveriesDue = (get: GetProvider): DueKind => {
  const waker = get(DeliveryWaker);
  return { kind: DELIVERIES_DUE, handle: (scope, tenantId) => waker.wake(scope, tenantId) };
};

export const deliveryJob = defineJob(deliveryQueue, (get) => async ({ tenantId }, signal) => { await get(DeliverySender).run(tenantId, signal); });
