import { Injectable } from '@nestjs/common';
import { can, platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { EventKinds } from '@quadhelix/outbox';
import { outgoingUrl } from '@quadhelix/service';
import { dropQueued } from '../delivery/delivery.queue.js';
import { webhookEndpointAccess } from '../webhooks.access.js';
import { WebhookPlaces } from '../webhooks.config.js';
import { urlFaults, webhookErrors } from '../webhooks.errors.js';
import { endpointChanged } from '../webhooks.events.js';
import { appFor, scopesFor } from './endpoint.app.js';
import { WebhookEndpoint } from './endpoint.entity.js';
import { EndpointSecrets } from './endpoint.secrets.js';
import type { DisabledReason } from './endpoint.states.js';
import { lockedEndpoint, subjectOf } from './endpoint.subject.js';

export interface EndpointFacts {
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description: string | null;
}

/** Endpoints of an app in an alliance, at most; deleted ones don't count. */
const MOST_ENDPOINTS = 10;

/** What the owner of an app and the alliance do with endpoints. */
@Injectable()
export class EndpointService {
  constructor(private readonly kinds: EventKinds, private readonly secrets: EndpointSecrets, private readonly places: WebhookPlaces) {}

  /** Makes an endpoint and its first secret. Throws WEBHOOK_APP_UNKNOWN, WEBHOOK_URL_FORBIDDEN, WEBHOOK_EVENT_UNKNOWN, WEBHOOK_SCOPE_MISSING, WEBHOOK_ENDPOINTS_FULL. */
  async create(scope: Scope, facts: EndpointFacts & { clientId: string }): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
    scope.authorize(webhookEndpointAccess.create);
    const { clientId } = facts;
    const app = await appFor(scope, clientId, webhookEndpointAccess.create);
    const eventTypes = [...new Set(facts.eventTypes)];
    const scopes = scopesFor(this.kinds, app, eventTypes);
    const url = this.callable(facts.url);
    await this.demandRoom(scope, clientId);
    const endpoint = Object.assign(new WebhookEndpoint(), {
      tenantId: scope.tenantId, id: scope.newId(), clientId, organizationId: app.organizationId, url, description: facts.description, eventTypes, scopes,
      state: 'ENABLED', disabledReason: null, disabledAt: null, failures: 0, failingSince: null, heldUntil: null, createdAt: scope.now, version: 1,
    });
    await scope.insert(endpoint);
    const { secret } = await this.secrets.renew(scope, endpoint.id, 0);
    scope.record(endpointChanged('created', endpoint));
    return { endpoint, secret };
  }

  /** Changes what is given. What is queued goes to the new address. Throws as `create` does, STATE_FORBIDS, STALE_VERSION. */
  async update(scope: Scope, id: string, version: number, facts: Partial<EndpointFacts>): Promise<WebhookEndpoint> {
    const endpoint = await lockedEndpoint(scope, id, webhookEndpointAccess.update);
    if (endpoint.version !== version) throw platformErrors.STALE_VERSION({ field: 'version' });
    const eventTypes = facts.eventTypes && [...new Set(facts.eventTypes)];
    const scopes = eventTypes && scopesFor(this.kinds, await appFor(scope, endpoint.clientId, webhookEndpointAccess.update), eventTypes);
    endpoint.change({
      ...(facts.url === undefined ? {} : { url: this.callable(facts.url) }), ...(facts.description === undefined ? {} : { description: facts.description }),
      ...(eventTypes && scopes ? { eventTypes, scopes } : {}),
    });
    await scope.save(endpoint);
    scope.record(endpointChanged('updated', endpoint));
    return endpoint;
  }

  /** Switches it off; what is queued is dropped and can be replayed. By the alliance, only the alliance can switch it on again. Throws STATE_FORBIDS. */
  async disable(scope: Scope, id: string, reason: string | null): Promise<WebhookEndpoint> {
    const endpoint = await lockedEndpoint(scope, id, webhookEndpointAccess.disable, reason);
    const keeper = can(scope.actor, webhookEndpointAccess.update, subjectOf(scope, endpoint));
    return this.switchOff(scope, endpoint, keeper ? 'OWNER' : 'ALLIANCE');
  }

  /** Switches an endpoint off that was read with a lock. */
  async switchOff(scope: Scope, endpoint: WebhookEndpoint, reason: DisabledReason): Promise<WebhookEndpoint> {
    endpoint.switchOff(reason, scope.now);
    await scope.save(endpoint);
    await dropQueued(scope, endpoint.id, 'ENDPOINT_DISABLED');
    scope.record(endpointChanged('disabled', endpoint));
    return endpoint;
  }

  /** Switches it on again, from the next event on. Throws WEBHOOK_BLOCKED for what the alliance switched off, STATE_FORBIDS. */
  async enable(scope: Scope, id: string): Promise<WebhookEndpoint> {
    const endpoint = await lockedEndpoint(scope, id, webhookEndpointAccess.enable);
    const keeper = can(scope.actor, webhookEndpointAccess.update, subjectOf(scope, endpoint));
    if (endpoint.state === 'BLOCKED' && !scope.reach(webhookEndpointAccess.enable).includes('alliance')) throw scope.refuse(webhookErrors.WEBHOOK_BLOCKED({ field: 'id' }), webhookEndpointAccess.enable);
    // What its owner switched off is not for the alliance to switch on.
    if (endpoint.state === 'DISABLED' && !keeper) throw scope.refuse(platformErrors.FORBIDDEN({ params: { action: webhookEndpointAccess.enable.name } }), webhookEndpointAccess.enable);
    endpoint.switchOn();
    await scope.save(endpoint);
    scope.record(endpointChanged('enabled', endpoint));
    return endpoint;
  }

  /** Deletes it with its secrets; deliveries stay readable for as long as they are kept. */
  async delete(scope: Scope, id: string): Promise<WebhookEndpoint> {
    const endpoint = await lockedEndpoint(scope, id, webhookEndpointAccess.delete);
    endpoint.remove();
    await scope.save(endpoint);
    await dropQueued(scope, endpoint.id, 'ENDPOINT_DELETED');
    await this.secrets.forget(scope, endpoint.id);
    scope.record(endpointChanged('deleted', endpoint));
    return endpoint;
  }

  /** A new secret; deliveries are signed with both until the overlap is over. */
  async rotateSecret(scope: Scope, id: string, overlapMinutes: number): Promise<{ endpoint: WebhookEndpoint; secret: string; oldUntil: Date }> {
    const endpoint = await lockedEndpoint(scope, id, webhookEndpointAccess.rotateSecret);
    const renewed = await this.secrets.renew(scope, endpoint.id, overlapMinutes);
    scope.record(endpointChanged('secretRotated', endpoint));
    return { endpoint, ...renewed };
  }

  private callable(text: string): string {
    const looked = outgoingUrl(text, this.places);
    if ('fault' in looked) throw webhookErrors.WEBHOOK_URL_FORBIDDEN({ field: 'url', params: { why: urlFaults[looked.fault] } });
    return looked.url.href;
  }

  /** Counted under a lock, so that many at once make no more than one after the other. */
  private async demandRoom(scope: Scope, clientId: string): Promise<void> {
    await scope.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhook endpoints ${scope.tenantId} ${clientId}`]);
    const open = await scope.count(WebhookEndpoint, `where tenant_id = $1 and client_id = $2 and state <> 'DELETED'`, [scope.tenantId, clientId], MOST_ENDPOINTS);
    if (open >= MOST_ENDPOINTS) throw webhookErrors.WEBHOOK_ENDPOINTS_FULL({ field: 'clientId', params: { max: MOST_ENDPOINTS } });
  }
}
