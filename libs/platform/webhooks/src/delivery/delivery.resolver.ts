import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, FilterTerms, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { messageId } from '../call/webhook.message.js';
import { WebhookEndpointInput } from '../endpoint/endpoint.inputs.js';
import { ofReach } from '../endpoint/endpoint.subject.js';
import { webhookDeliveryAccess, webhookEndpointAccess } from '../webhooks.access.js';
import { WebhookAttempt } from './attempt.entity.js';
import { WebhookDelivery } from './delivery.entity.js';
import { WebhookDeliveryService } from './delivery.service.js';
import {
  WebhookAttemptConnection, WebhookAttemptFilter, WebhookDeliveryConnection, WebhookDeliveryFilter, WebhookDeliveryInput, WebhookDeliveryPayload, WebhookDeliveryType, WebhookReplayInput, WebhookReplayPayload,
} from './delivery.type.js';

/** Terms that leave to whoever asks what he may see. */
function seen(scope: Scope): FilterTerms {
  const where = new FilterTerms(scope.tenantId);
  const own = ofReach(scope, webhookDeliveryAccess.read);
  return own ? where.demand(...own) : where;
}

@Injectable()
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  constructor(private readonly service: WebhookDeliveryService) {}

  @Action(webhookDeliveryAccess.read)
  @Query(() => WebhookDeliveryConnection, { description: 'Events that were or are to be sent to the endpoints that you see, newest first.' })
  webhookDeliveries(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => WebhookDeliveryFilter, { nullable: true, description: 'What narrows them.' }) filter?: WebhookDeliveryFilter | null,
  ): Promise<Connection<WebhookDelivery>> {
    const { terms, values } = seen(scope).add('endpoint_id = ?', filter?.endpointId).add('state = any(?)', filter?.states).add('event_type = ?', filter?.eventType);
    return paginate(scope, { entity: WebhookDelivery, name: 'webhookDeliveries', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true } }, args);
  }

  @Action(webhookDeliveryAccess.read)
  @Query(() => WebhookAttemptConnection, { description: 'Tries of the deliveries that you see, newest first.' })
  webhookAttempts(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => WebhookAttemptFilter, { nullable: true, description: 'What narrows them.' }) filter?: WebhookAttemptFilter | null,
  ): Promise<Connection<WebhookAttempt>> {
    const { terms, values } = seen(scope).add('delivery_id = ?', filter?.deliveryId).add('endpoint_id = ?', filter?.endpointId);
    return paginate(scope, { entity: WebhookAttempt, name: 'webhookAttempts', terms, values, order: { column: 'at', property: 'at', type: 'timestamptz', descending: true } }, args);
  }

  @Action(webhookDeliveryAccess.read)
  @FieldResolver(() => String)
  webhookId(@Root() delivery: WebhookDelivery): string {
    return messageId(delivery);
  }

  @Action(webhookDeliveryAccess.retry)
  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends a delivery again from the beginning, under the same webhook-id.' })
  async webhookDeliveryRetry(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: WebhookDeliveryInput): Promise<WebhookDeliveryPayload> {
    return { webhookDelivery: (await this.service.retry(scope, input.id)) as unknown as WebhookDeliveryType };
  }

  @Action(webhookEndpointAccess.replay)
  @Mutation(() => WebhookReplayPayload, { description: 'Sends an endpoint what happened in a range, in order: what it had before under the same webhook-id, and what it missed.' })
  async webhookReplay(@InScope() scope: Scope, @Arg('input', { description: 'To which, and of when.' }) input: WebhookReplayInput): Promise<WebhookReplayPayload> {
    return { events: await this.service.replay(scope, input.endpointId, input.from, input.until) };
  }

  @Action(webhookEndpointAccess.test)
  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends an endpoint a message of the type webhook.ping, to see whether it is reached and verifies the signature.' })
  async webhookEndpointTest(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: WebhookEndpointInput): Promise<WebhookDeliveryPayload> {
    return { webhookDelivery: (await this.service.test(scope, input.id)) as unknown as WebhookDeliveryType };
  }
}
