import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { defineJob, defineQueue, Jobs, type DueKind, type GetProvider } from '@quadhelix/outbox';
import { DELIVERIES_DUE } from './delivery.queue.js';
import { DeliverySender } from './delivery.sender.js';
import { OutgoingChannels } from './outgoing-channels.js';

/** Alliances in which something is to be sent. */
const deliveryQueue = defineQueue<{ tenantId: string }>('deliveries');

/** Sending takes time, so it has a queue of its own and keeps no other due time waiting. */
@Injectable()
export class DeliveryWaker {
  constructor(private readonly jobs: Jobs, private readonly channels: OutgoingChannels) {}

  /** What a channel lacks is said when the worker starts, not when somebody waits for a message. */
  openChannels(): void {
    void this.channels.all;
  }

  wake(scope: Scope, tenantId: string): Promise<void> {
    return this.jobs.send(scope, deliveryQueue, { tenantId });
  }
}

export const deliveriesDue = (get: GetProvider): DueKind => {
  const waker = get(DeliveryWaker);
  waker.openChannels();
  return { kind: DELIVERIES_DUE, handle: (scope, tenantId) => waker.wake(scope, tenantId) };
};

export const deliveryJob = defineJob(deliveryQueue, (get) => async ({ tenantId }, signal) => { await get(DeliverySender).run(tenantId, signal); });
