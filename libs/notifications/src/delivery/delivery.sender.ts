import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@quadhelix/database';
import type { Message, SendOutcome } from '@quadhelix/mail';
import { CLOCK, type Clock } from '@quadhelix/service';
import type { Delivery } from './delivery.entity.js';
import { DeliveryPreparation, type Prepared } from './delivery.preparation.js';
import { DeliveryQueue } from './delivery.queue.js';
import { CLAIM_LASTS, mayBegin, SEND_DEADLINE } from './delivery.rules.js';
import { begin, claimDue, drop, giveBack, releaseLost, settle } from './delivery.store.js';
import { OutgoingChannels } from './outgoing-channels.js';

/** Deliveries claimed at once, and sent beside each other. */
const CLAIMED = 20;
const BESIDE = 5;

type Ready = Extract<Prepared, { message: Message }>;

/**
 * Sends what is due in an alliance, in the worker. Four steps, so that no network call lies inside a transaction: claim and write the messages, note of each that
 * it begins (both committed), send, write down what became of it. A worker that dies on the way leaves a claim; after five minutes `releaseLost` decides
 * what it is worth: what was not begun is sent, what was begun is sent only where that does no harm.
 */
@Injectable()
export class DeliverySender {
  constructor(
    private readonly database: Database,
    private readonly channels: OutgoingChannels,
    private readonly preparation: DeliveryPreparation,
    private readonly queue: DeliveryQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sends until nothing is due or the signal is raised; answers how many attempts were made. */
  async run(tenantId: string, signal?: AbortSignal): Promise<number> {
    await this.database.system(tenantId, 'deliveries', (scope) => releaseLost(scope, this.channels.repeatable));
    for (let attempts = 0; ;) {
      if (signal?.aborted) return attempts;
      const { claimed, ready } = await this.claim(tenantId);
      if (claimed === 0) return attempts;
      await this.sendAll(tenantId, ready, signal);
      attempts += ready.length;
    }
  }

  private claim(tenantId: string): Promise<{ claimed: number; ready: Ready[] }> {
    return this.database.system(tenantId, 'deliveries', async (scope) => {
      const claimed = await claimDue(scope, CLAIMED);
      if (claimed.length === 0) return { claimed: 0, ready: [] };
      const prepared = await this.preparation.messages(scope, claimed);
      for (const each of prepared) if ('dropped' in each) await drop(scope, each.delivery, each.dropped);
      const ready = prepared.filter((each): each is Ready => 'message' in each);
      // Somebody looks whether this worker still lives when it should be done.
      if (ready.length > 0) await this.queue.wake(scope, [new Date(scope.now.getTime() + CLAIM_LASTS)]);
      return { claimed: claimed.length, ready };
    });
  }

  private async sendAll(tenantId: string, ready: readonly Ready[], signal: AbortSignal | undefined): Promise<void> {
    const waiting = [...ready];
    const line = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { delivery, message } = next;
        const begins = !signal?.aborted && mayBegin(delivery.claimedAt ?? this.clock.now(), this.clock.now())
          && await this.database.system(tenantId, 'deliveries', (scope) => begin(scope, delivery));
        const outcome = begins ? await this.attempt(delivery, message) : null;
        await this.database.system(tenantId, 'deliveries', async (scope) => {
          if (outcome === null) return giveBack(scope, delivery);
          const again = await settle(scope, delivery, outcome);
          if (again) await this.queue.wake(scope, [again]);
        });
      }
    };
    // All lines come to their end before a failure of one is told: none goes on behind the back of the job.
    const ended = await Promise.allSettled(Array.from({ length: BESIDE }, line));
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async attempt(delivery: Delivery, message: Message): Promise<SendOutcome> {
    const channel = this.channels.all.get(delivery.channel);
    if (!channel) return { outcome: 'REFUSED', again: true, code: 'CHANNEL_NOT_OFFERED' };
    try {
      return await channel.send(message, AbortSignal.timeout(SEND_DEADLINE));
    } catch {
      return { outcome: 'UNCERTAIN', code: 'CHANNEL_FAULT' };
    }
  }
}
