import { Injectable } from '@nestjs/common';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, FilterTerms, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { EventKinds, scopeOf } from '@quadhelix/outbox';
import { webhookEndpointAccess } from '../webhooks.access.js';
import { WebhookEndpoint } from './endpoint.entity.js';
import { WebhookEndpointFilter } from './endpoint.inputs.js';
import { ofReach } from './endpoint.subject.js';
import { WebhookEndpointConnection, WebhookEndpointType, WebhookEventTypeType } from './endpoint.type.js';

/** What one reads of endpoints. */
@Injectable()
@Resolver(() => WebhookEndpointType)
export class EndpointResolver {
  constructor(private readonly kinds: EventKinds) {}

  @Action(webhookEndpointAccess.read)
  @Bounded('the types of events that the product records')
  @Query(() => [WebhookEventTypeType], { description: 'All types of events that an app can be told of.' })
  webhookEventTypes(@Ctx('language') language: Language): WebhookEventTypeType[] {
    return this.kinds.all.filter(({ offered }) => offered).map((kind) => ({ type: kind.type, scope: scopeOf(kind), subjectType: kind.subjectType, description: kind.description[language] }));
  }

  @Action(webhookEndpointAccess.read)
  @Query(() => WebhookEndpointConnection, { description: 'Webhook endpoints in this alliance: those of your app or of the apps of your organization; for its administrators, all.' })
  webhookEndpoints(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => WebhookEndpointFilter, { nullable: true, description: 'What narrows them.' }) filter?: WebhookEndpointFilter | null,
  ): Promise<Connection<WebhookEndpoint>> {
    const where = new FilterTerms(scope.tenantId).add('client_id = ?', filter?.clientId).demand('state = any(?)', filter?.states ?? ['ENABLED', 'DISABLED', 'BLOCKED']);
    const own = ofReach(scope, webhookEndpointAccess.read);
    if (own) where.demand(...own);
    return paginate(scope, { entity: WebhookEndpoint, name: 'webhookEndpoints', terms: where.terms, values: where.values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' } }, args);
  }
}
