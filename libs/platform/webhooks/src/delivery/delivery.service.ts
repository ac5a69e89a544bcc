import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { consentedApp } from '../endpoint/endpoint.app.js';
import { WebhookEndpoint } from '../endpoint/endpoint.entity.js';
import { lockedEndpoint, subjectOf } from '../endpoint/endpoint.subject.js';
import { webhookDeliveryAccess, webhookEndpointAccess } from '../webhooks.access.js';
import { webhookErrors } from '../webhooks.errors.js';
import { WebhookDelivery } from './delivery.entity.js';
import { wakeSender } from './delivery.queue.js';

/** How long events are kept, in days: see `retentions`. */
const KEPT_DAYS = 400;
/** Events that one replay sends, at most. */
const MOST_REPLAYED = 10_000;
/** Type of the message that only tries an endpoint. */
export const PING = 'webhook.ping';

/** Sending again, and trying out. */
@Injectable()
export class WebhookDeliveryService {
  /** Sends one delivery again from the beginning, under the same id. Later ones about the same subject wait for it. Throws NOT_FOUND, STATE_FORBIDS, WEBHOOK_NOT_ENABLED. */
  async retry(scope: Scope, id: string): Promise<WebhookDelivery> {
    const [seen] = await scope.find(WebhookDelivery, { id });
    if (!seen) throw platformErrors.NOT_FOUND({ field: 'id' });
    scope.authorize(webhookDeliveryAccess.retry, subjectOf(scope, seen));
    // The endpoint first, as the sender locks them.
    const [endpoint] = await scope.manyForUpdate(WebhookEndpoint, [seen.endpointId]);
    if (endpoint?.state !== 'ENABLED') throw webhookErrors.WEBHOOK_NOT_ENABLED({ field: 'id' });
    const [delivery] = await scope.manyForUpdate(WebhookDelivery, [id]);
    if (!delivery) throw platformErrors.NOT_FOUND({ field: 'id' });
    delivery.retry(scope.now);
    await scope.save(delivery);
    await wakeSender(scope, [scope.now]);
    return delivery;
  }

  /**
   * Sends what happened in a range (`from` inclusive, `until` exclusive) to an endpoint, in the order in which it happened: what was sent before under its old id, what was
   * not as new. Only types that the endpoint wants and the alliance consents to now. Answers how many. Throws WEBHOOK_RANGE_INVALID, WEBHOOK_REPLAY_TOO_LARGE, WEBHOOK_NOT_ENABLED.
   */
  async replay(scope: Scope, endpointId: string, from: Date, until: Date): Promise<number> {
    const endpoint = await this.enabled(scope, endpointId, 'replay');
    const earliest = scope.now.getTime() - KEPT_DAYS * 86_400_000;
    if (!(from < until) || from.getTime() < earliest) throw webhookErrors.WEBHOOK_RANGE_INVALID({ field: from < until ? 'from' : 'until', params: { days: KEPT_DAYS } });
    const app = await consentedApp(scope, endpoint.clientId);
    const wanted = endpoint.eventTypes.filter((_type, index) => app?.scopes.includes(endpoint.scopes[index] ?? ''));
    const range = [scope.tenantId, from, until, wanted];
    const [found] = await scope.sql<{ n: number }>(
      `select count(*)::int as n from (select 1 from events where tenant_id = $1 and at >= $2 and at < $3 and type = any($4) limit ${String(MOST_REPLAYED + 1)}) counted`, range);
    const count = found?.n ?? 0;
    if (count > MOST_REPLAYED) throw webhookErrors.WEBHOOK_REPLAY_TOO_LARGE({ field: 'until', params: { max: MOST_REPLAYED } });
    await scope.sql(
      `insert into webhook_deliveries as d (tenant_id, id, endpoint_id, client_id, organization_id, event_id, event_at, event_type, subject_type, subject_id, state, next_attempt_at, created_at)
       select tenant_id, gen_random_uuid(), $5, $6, $7, id, at, type, subject_type, subject_id, 'QUEUED', $8, $8 from events
       where tenant_id = $1 and at >= $2 and at < $3 and type = any($4) order by at, id
       on conflict (tenant_id, endpoint_id, event_id, event_at) do update set
         state = 'QUEUED', position = excluded.position, attempts = 0, next_attempt_at = excluded.next_attempt_at, ended_at = null, code = null, version = d.version + 1
       where d.state in ('DELIVERED', 'GIVEN_UP', 'DROPPED')`,
      [...range, endpoint.id, endpoint.clientId, endpoint.organizationId, scope.now]);
    scope.audit({ subjectType: 'WebhookEndpoint', subjectId: endpoint.id, changes: { replayed: [null, { from: from.toISOString(), until: until.toISOString(), count }] } });
    if (count > 0) await wakeSender(scope, [scope.now]);
    return count;
  }

  /** Queues a message that says nothing but that it came. Throws WEBHOOK_NOT_ENABLED. */
  async test(scope: Scope, endpointId: string): Promise<WebhookDelivery> {
    const { id, clientId, organizationId } = await this.enabled(scope, endpointId, 'test');
    const made = Object.assign(new WebhookDelivery(), {
      tenantId: scope.tenantId, id: scope.newId(), endpointId: id, clientId, organizationId, eventId: scope.newRandomId(), eventAt: scope.now, eventType: PING, subjectType: 'WebhookEndpoint', subjectId: id,
      state: 'QUEUED', attempts: 0, nextAttemptAt: scope.now, claimedAt: null, endedAt: null, code: null, createdAt: scope.now, version: 1,
    });
    await scope.insert(made);
    await wakeSender(scope, [scope.now]);
    return made;
  }

  private async enabled(scope: Scope, endpointId: string, verb: 'replay' | 'test'): Promise<WebhookEndpoint> {
    const endpoint = await lockedEndpoint(scope, endpointId, webhookEndpointAccess[verb]);
    if (endpoint.state !== 'ENABLED') throw webhookErrors.WEBHOOK_NOT_ENABLED({ field: 'id' });
    return endpoint;
  }
}
