import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '@quadhelix/database';
import { CLOCK, type Clock } from '@quadhelix/service';
import { signed } from '../call/signature.js';
import { WebhookCaller } from '../call/webhook.call.js';
import { bodyOf, messageId } from '../call/webhook.message.js';
import { EndpointSecrets } from '../endpoint/endpoint.secrets.js';
import { wakeSender } from './delivery.queue.js';
import { BESIDE } from './delivery.rules.js';
import { claim, endpointsDue, giveBack, releaseLost, settle, type Claimed } from './delivery.store.js';
import { EndpointCare } from './endpoint.care.js';

/** Endpoints that are served beside each other in this process, at most; each has at most {@link BESIDE} deliveries on their way. */
const MOST_LANES = 64;

type Place = NonNullable<Awaited<ReturnType<typeof claim>>>['endpoint'] & { readonly secrets: readonly string[] };

/**
 * Sends what is due, in the worker. Each endpoint has a lane of its own, so a dead one keeps nobody waiting but itself. No network call lies inside a transaction: claim
 * (committed), call, write down what came of it. A worker that dies on the way leaves claims, which `releaseLost` gives to the next one within a minute.
 */
@Injectable()
export class WebhookSender implements OnModuleDestroy {
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly caller: WebhookCaller,
    private readonly secrets: EndpointSecrets,
    private readonly care: EndpointCare,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is on its way is stopped and waits again: no process ends with it unsaid. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.lanes.values());
  }

  /** Opens a lane for each endpoint of an alliance that something is due for. Answers the lanes that it has now; each ends when nothing more can be sent. */
  async wake(tenantId: string): Promise<Promise<void>[]> {
    const due = await this.database.system(tenantId, 'webhooks', async (scope) => {
      await releaseLost(scope);
      const endpoints = await endpointsDue(scope);
      if (this.lanes.size + endpoints.length > MOST_LANES) await wakeSender(scope, [new Date(scope.now.getTime() + 5_000)]);
      return endpoints;
    });
    for (const endpointId of due) this.open(tenantId, endpointId);
    return [...this.lanes].filter(([key]) => key.startsWith(tenantId)).map(([, lane]) => lane);
  }

  /** Sends until nothing of an alliance can be sent now. Throws the first failure after all lanes have ended. */
  async run(tenantId: string): Promise<void> {
    const ended = await Promise.allSettled(await this.wake(tenantId));
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private open(tenantId: string, endpointId: string): void {
    const key = `${tenantId}/${endpointId}`;
    if (this.lanes.has(key) || this.lanes.size >= MOST_LANES || this.stopping.signal.aborted) return;
    const lane = this.lane(tenantId, endpointId).finally(() => { this.lanes.delete(key); });
    // Whoever waits for it is told; where nobody does, what was claimed comes again by itself.
    lane.catch(() => undefined);
    this.lanes.set(key, lane);
  }

  /** Claims more as soon as half of what may be on its way has come back. */
  private async lane(tenantId: string, endpointId: string): Promise<void> {
    const flying = new Set<Promise<void>>();
    const failures: unknown[] = [];
    for (;;) {
      const more = failures.length > 0 || this.stopping.signal.aborted ? null : await this.claim(tenantId, endpointId);
      for (const delivery of more?.claimed ?? []) {
        const flight: Promise<void> = this.deliver(tenantId, more as Place, delivery).catch((error: unknown) => { failures.push(error); }).finally(() => { flying.delete(flight); });
        flying.add(flight);
      }
      if (flying.size === 0) break;
      do await Promise.race(flying); while (flying.size > BESIDE / 2);
    }
    if (failures.length > 0) throw failures[0];
  }

  private claim(tenantId: string, endpointId: string): Promise<(Place & { claimed: Claimed[] }) | null> {
    return this.database.system(tenantId, 'webhooks', async (scope) => {
      const found = await claim(scope, endpointId);
      return found && found.claimed.length > 0 ? { ...found.endpoint, claimed: found.claimed, secrets: await this.secrets.valid(scope, endpointId) } : null;
    });
  }

  private async deliver(tenantId: string, { url, secrets }: Place, delivery: Claimed): Promise<void> {
    // By the clock of the world, also where an alliance has one of its own: a receiver refuses what was signed long ago or ahead.
    const outcome = await this.caller.call(url, signed(messageId(delivery), bodyOf(delivery), this.clock.now(), secrets), this.stopping.signal);
    await this.database.system(tenantId, 'webhooks', async (scope) => {
      if (outcome.error === 'STOPPED') return giveBack(scope, delivery);
      const fares = await settle(scope, delivery, outcome, Math.random());
      await this.care.after(scope, delivery.endpointId, outcome, fares);
    });
  }
}
