import { defineSlice } from '@quadhelix/service';
import { WebhookCaller } from './call/webhook.call.js';
import { WebhookAttempt } from './delivery/attempt.entity.js';
import { WebhookDelivery } from './delivery/delivery.entity.js';
import { consentWithdrawn, webhookJob, webhooksDue, WebhookWaker } from './delivery/delivery.jobs.js';
import { WebhookDeliveryResolver } from './delivery/delivery.resolver.js';
import { WebhookSender } from './delivery/delivery.sender.js';
import { WebhookDeliveryService } from './delivery/delivery.service.js';
import { webhookDeliveryStates } from './delivery/delivery.states.js';
import { EndpointCare } from './delivery/endpoint.care.js';
import { WebhookEndpoint } from './endpoint/endpoint.entity.js';
import { EndpointMutations } from './endpoint/endpoint.mutations.js';
import { EndpointResolver } from './endpoint/endpoint.resolver.js';
import { EndpointSecrets } from './endpoint/endpoint.secrets.js';
import { EndpointService } from './endpoint/endpoint.service.js';
import { endpointStates } from './endpoint/endpoint.states.js';
import { subjectOf } from './endpoint/endpoint.subject.js';
import { webhookDeliveryAccess, webhookEndpointAccess } from './webhooks.access.js';
import { WebhookPlaces } from './webhooks.config.js';
import { webhookErrors } from './webhooks.errors.js';
import { webhookEvents } from './webhooks.events.js';
import { endpointDisabled } from './webhooks.notices.js';

/** Telling apps: endpoints, signed messages about events, tries and replays. */
export const webhooksSlice = defineSlice({
  name: 'webhooks',
  entities: [WebhookEndpoint, WebhookDelivery, WebhookAttempt],
  providers: [WebhookPlaces, WebhookCaller, EndpointSecrets, EndpointService, EndpointCare, WebhookDeliveryService, WebhookSender, WebhookWaker],
  resolvers: [EndpointResolver, EndpointMutations, WebhookDeliveryResolver],
  nodes: [
    { type: 'WebhookEndpoint', entity: WebhookEndpoint, read: webhookEndpointAccess.read, subject: (scope, found) => Promise.resolve(subjectOf(scope, found as WebhookEndpoint)) },
    { type: 'WebhookDelivery', entity: WebhookDelivery, read: webhookDeliveryAccess.read, subject: (scope, found) => Promise.resolve(subjectOf(scope, found as WebhookDelivery)) },
  ],
  access: [webhookEndpointAccess, webhookDeliveryAccess],
  states: [endpointStates, webhookDeliveryStates],
  events: webhookEvents,
  errors: [webhookErrors.catalogue()],
  handlers: [() => consentWithdrawn],
  dueKinds: [webhooksDue],
  jobs: [webhookJob],
  notices: [endpointDisabled],
});
