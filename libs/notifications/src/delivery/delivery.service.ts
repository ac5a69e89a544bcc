import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { deliveryAccess } from '../notifications.access.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryQueue } from './delivery.queue.js';
import { deliveryStates } from './delivery.states.js';

/** What a reader does about messages to himself. */
@Injectable()
export class DeliveryService {
  constructor(private readonly queue: DeliveryQueue) {}

  /** Sends again what may not have arrived; he knows whether it has. Throws NOT_FOUND, STATE_FORBIDS. */
  async sendAgain(scope: Scope, id: string): Promise<Delivery> {
    const delivery = await scope.forUpdate(Delivery, id, deliveryAccess.sendAgain);
    const state = deliveryStates.next(delivery.state, 'sendAgain');
    Object.assign(delivery, { state, attempts: 0, nextAttemptAt: scope.now, endedAt: null, code: null });
    await scope.save(delivery);
    await this.queue.wake(scope, [scope.now]);
    return delivery;
  }
}
