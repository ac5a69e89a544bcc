import { Injectable } from '@nestjs/common';
import { Arg, Mutation, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope } from '@quadhelix/graphql';
import { webhookEndpointAccess } from '../webhooks.access.js';
import { WebhookEndpointCreateInput, WebhookEndpointDisableInput, WebhookEndpointInput, WebhookEndpointRotateSecretInput, WebhookEndpointUpdateInput } from './endpoint.inputs.js';
import { EndpointService } from './endpoint.service.js';
import { WebhookEndpointPayload, WebhookEndpointSecretPayload, WebhookEndpointType } from './endpoint.type.js';

/** Minutes in which an old secret stays valid unless told: a day. */
const OVERLAP = 24 * 60;

/** What one does about endpoints. */
@Injectable()
@Resolver(() => WebhookEndpointType)
export class EndpointMutations {
  constructor(private readonly service: EndpointService) {}

  @Action(webhookEndpointAccess.create)
  @Mutation(() => WebhookEndpointSecretPayload, { description: 'Makes an endpoint. From the next event on it is told of what it wants and the alliance lets the app know.' })
  async webhookEndpointCreate(@InScope() scope: Scope, @Arg('input', { description: 'The endpoint.' }) input: WebhookEndpointCreateInput): Promise<WebhookEndpointSecretPayload> {
    const { endpoint, secret } = await this.service.create(scope, { clientId: input.clientId, url: input.url, eventTypes: input.eventTypes, description: input.description || null });
    return { webhookEndpoint: endpoint as unknown as WebhookEndpointType, secret, oldSecretsUntil: null };
  }

  @Action(webhookEndpointAccess.update)
  @Mutation(() => WebhookEndpointPayload, { description: 'Changes address, types of events or description. What is queued goes to the new address.' })
  async webhookEndpointUpdate(@InScope() scope: Scope, @Arg('input', { description: 'The change.' }) input: WebhookEndpointUpdateInput): Promise<WebhookEndpointPayload> {
    const { id, version, url, eventTypes, description } = input;
    const endpoint = await this.service.update(scope, id, version, { ...(url == null ? {} : { url }), ...(eventTypes == null ? {} : { eventTypes }), ...(description == null ? {} : { description: description || null }) });
    return { webhookEndpoint: endpoint as unknown as WebhookEndpointType };
  }

  @Action(webhookEndpointAccess.disable)
  @Mutation(() => WebhookEndpointPayload, { description: 'Switches an endpoint off; what is queued is dropped and can be replayed. By an administrator of the alliance: until the alliance switches it on again.' })
  async webhookEndpointDisable(@InScope() scope: Scope, @Arg('input', { description: 'Which, and why.' }) input: WebhookEndpointDisableInput): Promise<WebhookEndpointPayload> {
    return { webhookEndpoint: (await this.service.disable(scope, input.id, input.reason ?? null)) as unknown as WebhookEndpointType };
  }

  @Action(webhookEndpointAccess.enable)
  @Mutation(() => WebhookEndpointPayload, { description: 'Switches an endpoint on again, from the next event on; webhookReplay sends what it missed.' })
  async webhookEndpointEnable(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: WebhookEndpointInput): Promise<WebhookEndpointPayload> {
    return { webhookEndpoint: (await this.service.enable(scope, input.id)) as unknown as WebhookEndpointType };
  }

  @Action(webhookEndpointAccess.delete)
  @Mutation(() => WebhookEndpointPayload, { description: 'Deletes an endpoint and its secrets. Its deliveries stay readable for as long as they are kept.' })
  async webhookEndpointDelete(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: WebhookEndpointInput): Promise<WebhookEndpointPayload> {
    return { webhookEndpoint: (await this.service.delete(scope, input.id)) as unknown as WebhookEndpointType };
  }

  @Action(webhookEndpointAccess.rotateSecret)
  @Mutation(() => WebhookEndpointSecretPayload, { description: 'Gives an endpoint a new secret. Messages are signed with both until the overlap is over; at most three secrets are valid at once.' })
  async webhookEndpointRotateSecret(@InScope() scope: Scope, @Arg('input', { description: 'Which, and for how long both.' }) input: WebhookEndpointRotateSecretInput): Promise<WebhookEndpointSecretPayload> {
    const { endpoint, secret, oldUntil } = await this.service.rotateSecret(scope, input.id, input.overlapMinutes ?? OVERLAP);
    return { webhookEndpoint: endpoint as unknown as WebhookEndpointType, secret, oldSecretsUntil: oldUntil };
  }
}
