import { can, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { EventKinds, scopeOf } from '@quadhelix/outbox';
import { webhookErrors } from '../webhooks.errors.js';
import { subjectOf } from './endpoint.subject.js';

/** An app in an alliance: to whom it belongs, and the scopes that it has and the alliance lets it have. */
export interface ConsentedApp {
  readonly organizationId: string | null;
  readonly scopes: readonly string[];
}

/** The app as it stands now: null where it is unknown or disabled, or the alliance has not consented or has withdrawn that. One statement. */
export async function consentedApp(scope: Scope, clientId: string): Promise<ConsentedApp | null> {
  const [row] = await scope.sql<{ organization_id: string | null; scopes: string[] }>(
    `select a.organization_id, array(select unnest(c.scopes) intersect select unnest(a.scopes)) as scopes
     from app_consents c, webhook_app(c.client_id) a where c.tenant_id = $1 and c.client_id = $2 and c.withdrawn_at is null`, [scope.tenantId, clientId]);
  return row ? { organizationId: row.organization_id, scopes: row.scopes } : null;
}

/** The app for which somebody may do that; an app of somebody else answers like one that does not exist. Throws WEBHOOK_APP_UNKNOWN. */
export async function appFor(scope: Scope, clientId: string, action: Action): Promise<ConsentedApp> {
  const app = await consentedApp(scope, clientId);
  if (!app || !can(scope.actor, action, subjectOf(scope, { clientId, organizationId: app.organizationId }))) throw webhookErrors.WEBHOOK_APP_UNKNOWN({ field: 'clientId' });
  return app;
}

/** The scope that each type of event needs, in the same order. Throws WEBHOOK_EVENT_UNKNOWN, WEBHOOK_SCOPE_MISSING. */
export function scopesFor(kinds: EventKinds, app: ConsentedApp, types: readonly string[]): string[] {
  return types.map((type, index) => {
    const kind = kinds.offered(type);
    const field = `eventTypes[${String(index)}]`;
    if (!kind) throw webhookErrors.WEBHOOK_EVENT_UNKNOWN({ field, params: { type } });
    const needed = scopeOf(kind);
    if (!app.scopes.includes(needed)) throw webhookErrors.WEBHOOK_SCOPE_MISSING({ field, params: { type, scope: needed } });
    return needed;
  });
}
