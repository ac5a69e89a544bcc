import type { Scope } from '@quadhelix/database';
import type { CallOutcome } from '../call/webhook.call.js';
import type { OutgoingEvent } from '../call/webhook.message.js';
import { consentedApp } from '../endpoint/endpoint.app.js';
import type { WebhookEndpoint } from '../endpoint/endpoint.entity.js';
import { dropQueued, wakeSender } from './delivery.queue.js';
import { CLAIM_LASTS, heldUntil, nextAttemptAt, succeeded, widthAfter } from './delivery.rules.js';

/** A delivery that this worker has claimed. */
export interface Claimed extends OutgoingEvent {
  readonly id: string;
  readonly endpointId: string;
  /** Which try it is, from 1. */
  readonly number: number;
}

type Of = Pick<WebhookEndpoint, 'id' | 'url' | 'clientId' | 'failures' | 'eventTypes' | 'scopes'>;

/** Endpoints for which something is due. One statement. */
export async function endpointsDue(scope: Scope): Promise<string[]> {
  const rows = await scope.sql<{ id: string }>(
    `select e.id from webhook_endpoints e where e.tenant_id = $1 and e.state = 'ENABLED' and (e.held_until is null or e.held_until <= $2)
       and exists (select from webhook_deliveries d where d.tenant_id = $1 and d.endpoint_id = e.id and d.state = 'QUEUED' and d.next_attempt_at <= $2)
     order by e.id`, [scope.tenantId, scope.now]);
  return rows.map(({ id }) => id);
}

/** What a worker that has died had claimed waits again, its try counted: it may have arrived, and the receiver knows it by its id. */
export async function releaseLost(scope: Scope): Promise<void> {
  await scope.sql(
    `with lost as (
       update webhook_deliveries set state = case when attempts >= 10 then 'GIVEN_UP' else 'QUEUED' end, ended_at = case when attempts >= 10 then $2::timestamptz end,
         claimed_at = null, next_attempt_at = $2, code = 'WORKER_LOST', version = version + 1
       where tenant_id = $1 and state = 'SENDING' and claimed_at <= $3 returning *)
     insert into webhook_attempts (tenant_id, id, delivery_id, endpoint_id, client_id, organization_id, number, error, duration_ms, at)
     select tenant_id, gen_random_uuid(), id, endpoint_id, client_id, organization_id, attempts, 'WORKER_LOST', 0, $2 from lost`,
    [scope.tenantId, scope.now, new Date(scope.now.getTime() - CLAIM_LASTS)]);
}

/**
 * Claims what is due for an endpoint and may be on its way now: no more beside each other than it can take, and of one subject only the earliest that has not ended.
 * Where the alliance has withdrawn its consent, or a part of it, what needs it is dropped. A constant number of statements.
 * All that is open is read once, in the order of its index: asking of each one whether another goes before it would look into every month, for every one that waits.
 */
export async function claim(scope: Scope, endpointId: string): Promise<{ endpoint: Of; claimed: Claimed[] } | null> {
  const [endpoint] = await scope.sql<Of & Record<string, unknown>>(
    `select id, url, client_id as "clientId", failures, event_types as "eventTypes", scopes from webhook_endpoints
     where tenant_id = $1 and id = $2 and state = 'ENABLED' and (held_until is null or held_until <= $3) for update`, [scope.tenantId, endpointId, scope.now]);
  if (!endpoint) return null;
  const app = await consentedApp(scope, endpoint.clientId);
  const lost = endpoint.eventTypes.filter((_type, index) => !app?.scopes.includes(endpoint.scopes[index] ?? ''));
  if (!app || lost.length > 0) await dropQueued(scope, endpointId, 'CONSENT_WITHDRAWN', app ? lost : null);
  if (!app) return null;
  const rows = await scope.sql<Claimed & Record<string, unknown>>(
    `update webhook_deliveries set state = 'SENDING', claimed_at = $3, attempts = attempts + 1, version = version + 1
     where tenant_id = $1 and (id, event_at) in (
       select d.id, d.event_at from webhook_deliveries d where d.tenant_id = $1 and d.state = 'QUEUED' and (d.id, d.event_at) in (
         select id, event_at from (
           select id, event_at, state, next_attempt_at, position, row_number() over (partition by subject_id order by position) as nth
           from webhook_deliveries where tenant_id = $1 and endpoint_id = $2 and state in ('QUEUED', 'SENDING')) open
         where nth = 1 and state = 'QUEUED' and next_attempt_at <= $3
         order by next_attempt_at, position
         limit greatest(0, $4 - (select count(*) from webhook_deliveries s where s.tenant_id = $1 and s.endpoint_id = $2 and s.state = 'SENDING')))
       for update of d skip locked)
     returning id, endpoint_id as "endpointId", event_id as "eventId", event_type as "eventType", event_at as "eventAt", subject_type as "subjectType", subject_id as "subjectId", attempts as number`,
    [scope.tenantId, endpointId, scope.now, widthAfter(endpoint.failures)]);
  // Somebody looks whether this worker still lives when it should be done.
  if (rows.length > 0) await wakeSender(scope, [new Date(scope.now.getTime() + CLAIM_LASTS)]);
  return { endpoint, claimed: rows };
}

/** Gives a claimed delivery back that was not tried, or not to its end. */
export async function giveBack(scope: Scope, { id, number }: Claimed): Promise<void> {
  await scope.sql(
    `update webhook_deliveries set state = 'QUEUED', claimed_at = null, attempts = attempts - 1, version = version + 1 where tenant_id = $1 and id = $2 and state = 'SENDING' and attempts = $3`,
    [scope.tenantId, id, number]);
  await wakeSender(scope, [scope.now]);
}

/** Writes down what came of a try. Answers how the endpoint fares now. */
export async function settle(scope: Scope, delivery: Claimed, outcome: CallOutcome, random: number): Promise<{ failures: number; failingSince: Date | null }> {
  const good = succeeded(outcome);
  const again = good || outcome.status === 410 ? null : nextAttemptAt(delivery.number, scope.now, random, outcome.waitSeconds);
  await noteAttempt(scope, delivery, outcome);
  await scope.sql(
    `update webhook_deliveries set state = $4, claimed_at = null, next_attempt_at = coalesce($5, next_attempt_at), ended_at = $6, code = $7, version = version + 1
     where tenant_id = $1 and id = $2 and event_at = $3 and ${good ? `state in ('SENDING', 'QUEUED')` : `state = 'SENDING' and attempts = $8`}`,
    [
      scope.tenantId, delivery.id, delivery.eventAt, good ? 'DELIVERED' : again ? 'QUEUED' : 'GIVEN_UP', again, again ? null : scope.now, good ? null : (outcome.error ?? `HTTP_${String(outcome.status)}`),
      ...(good ? [] : [delivery.number]),
    ]);
  return good ? fares(scope, delivery) : fails(scope, delivery, outcome, again);
}

async function noteAttempt(scope: Scope, { id, eventAt, number }: Claimed, { status, error, durationMs }: CallOutcome): Promise<void> {
  await scope.sql(
    `insert into webhook_attempts (tenant_id, id, delivery_id, endpoint_id, client_id, organization_id, number, status, error, duration_ms, at)
     select tenant_id, $2, id, endpoint_id, client_id, organization_id, $5, $6, $7, $8, $9 from webhook_deliveries where tenant_id = $1 and id = $3 and event_at = $4`,
    [scope.tenantId, scope.newId(), id, eventAt, number, status, error, durationMs, scope.now]);
}

async function fares(scope: Scope, { endpointId }: Claimed): Promise<{ failures: number; failingSince: null }> {
  await scope.sql('update webhook_endpoints set failures = 0, failing_since = null, held_until = null where tenant_id = $1 and id = $2 and failures > 0', [scope.tenantId, endpointId]);
  return { failures: 0, failingSince: null };
}

async function fails(scope: Scope, { endpointId }: Claimed, outcome: CallOutcome, again: Date | null): Promise<{ failures: number; failingSince: Date | null }> {
  const [row] = await scope.sql<{ failures: number; failing_since: Date | null }>(
    `update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, $3) where tenant_id = $1 and id = $2 and state = 'ENABLED' returning failures, failing_since`,
    [scope.tenantId, endpointId, scope.now]);
  const held = row ? heldUntil(row.failures, scope.now, outcome.waitSeconds) : null;
  if (held) await scope.sql('update webhook_endpoints set held_until = greatest(held_until, $3) where tenant_id = $1 and id = $2', [scope.tenantId, endpointId, held]);
  await wakeSender(scope, [again, held].filter((at) => at !== null));
  return { failures: row?.failures ?? 0, failingSince: row?.failing_since ?? null };
}
