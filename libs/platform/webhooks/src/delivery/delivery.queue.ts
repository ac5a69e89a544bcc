import type { Scope } from '@quadhelix/database';
import { wakeAt } from '@quadhelix/outbox';

/** The due kind that wakes the sender; its subject is the alliance. */
export const WEBHOOKS_DUE = 'webhooks.due';

/** Why a delivery was not sent. */
export type DropCode = 'ENDPOINT_DISABLED' | 'ENDPOINT_DELETED' | 'CONSENT_WITHDRAWN';

/** Has the sender look at these instants, each rounded up to the second so that few looks do for many. */
export async function wakeSender(scope: Scope, instants: readonly Date[]): Promise<void> {
  await wakeAt(scope, WEBHOOKS_DUE, scope.tenantId, instants.map((each) => new Date(Math.ceil(each.getTime() / 1000) * 1000)));
}

/** Drops what waits for an endpoint, or of it only some types. What is on its way is not called back. One statement. */
export async function dropQueued(scope: Scope, endpointId: string, code: DropCode, eventTypes: readonly string[] | null = null): Promise<void> {
  await scope.sql(
    `update webhook_deliveries set state = 'DROPPED', ended_at = $3, code = $4, version = version + 1
     where tenant_id = $1 and endpoint_id = $2 and state = 'QUEUED' and ($5::text[] is null or event_type = any($5))`, [scope.tenantId, endpointId, scope.now, code, eventTypes]);
}

/** Drops all that waits for an app to which the alliance does not consent now. One statement. */
export async function dropWithoutConsent(scope: Scope, clientId: string): Promise<void> {
  await scope.sql(
    `update webhook_deliveries d set state = 'DROPPED', ended_at = $3, code = 'CONSENT_WITHDRAWN', version = version + 1
     where d.tenant_id = $1 and d.client_id = $2 and d.state = 'QUEUED' and not exists (select from app_consents c where c.tenant_id = $1 and c.client_id = $2 and c.withdrawn_at is null)`,
    [scope.tenantId, clientId, scope.now]);
}
