import { Injectable } from '@nestjs/common';
import { Arg, Args, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { deliveryAccess } from '../notifications.access.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryService } from './delivery.service.js';
import { DeliveryConnection, DeliveryFilterInput, DeliveryInput, DeliveryPayload, DeliveryType } from './delivery.type.js';

@Injectable()
@Resolver(() => DeliveryType)
export class DeliveryResolver {
  constructor(private readonly service: DeliveryService) {}

  @Action(deliveryAccess.read)
  @Query(() => DeliveryConnection, { description: 'Messages to you from this alliance, newest first, and what became of them.' })
  deliveries(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => DeliveryFilterInput, { nullable: true, description: 'What narrows them.' }) filter?: DeliveryFilterInput | null,
  ): Promise<Connection<Delivery>> {
    const values: unknown[] = [scope.tenantId, scope.actor.personId];
    const narrowed = [['state', filter?.state], ['channel', filter?.channel]].flatMap(([column, value]) => (value == null ? [] : [`${String(column)} = $${String(values.push(value))}`]));
    return paginate(scope, {
      entity: Delivery, name: 'deliveries', terms: ['tenant_id = $1', 'person_id = $2', ...narrowed], values,
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true },
    }, args);
  }

  @Action(deliveryAccess.sendAgain)
  @Mutation(() => DeliveryPayload, { description: 'Sends a message again that may not have reached you. Only where its state is UNCERTAIN, FAILED or GIVEN_UP.' })
  async deliverySendAgain(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: DeliveryInput): Promise<DeliveryPayload> {
    return { delivery: await this.service.sendAgain(scope, input.id) };
  }
}
