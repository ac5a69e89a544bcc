import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, IsOptional, Length } from 'class-validator';
import { connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from './delivery.states.js';

export const WebhookDeliveryStateEnum = { QUEUED: 'QUEUED', SENDING: 'SENDING', DELIVERED: 'DELIVERED', GIVEN_UP: 'GIVEN_UP', DROPPED: 'DROPPED' } as const;
registerEnumType(WebhookDeliveryStateEnum, {
  name: 'WebhookDeliveryState', description: 'What became of a delivery.',
  valuesConfig: {
    QUEUED: { description: 'Waits for its time, for another try, or for an earlier one about the same object.' }, SENDING: { description: 'On its way.' },
    DELIVERED: { description: 'The endpoint answered 2xx.' }, GIVEN_UP: { description: 'Not taken after ten tries in 75 hours, or answered 410.' },
    DROPPED: { description: 'Not sent: the endpoint was switched off or the alliance withdrew its consent. webhookReplay and webhookDeliveryRetry send it.' },
  },
});

@ObjectType('WebhookDelivery', { implements: Node, description: 'An event on its way to an endpoint.' })
export class WebhookDeliveryType extends Node {
  @Field({ description: 'The header webhook-id: the same at each try and at each endpoint.' })
  webhookId!: string;
  @Field({ description: 'The type of event.' })
  eventType!: string;
  @Field(() => Instant, { description: 'When it happened.' })
  eventAt!: Date;
  @Field(() => WebhookDeliveryStateEnum, { description: 'What became of it.' })
  state!: WebhookDeliveryState;
  @Field(() => Int, { description: 'Tries since it was queued, the one on its way included.' })
  attempts!: number;
  @Field(() => Instant, { description: 'Not tried before.' })
  nextAttemptAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it came to its end.' })
  endedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'What went wrong last, e.g. HTTP_503, TIMEOUT or ENDPOINT_DISABLED; null where nothing did.' })
  code!: string | null;
  @Field(() => Instant, { description: 'When it was queued.' })
  createdAt!: Date;
}

@ObjectType('WebhookAttempt', { description: 'One try of a delivery. What the endpoint said is neither kept nor shown.' })
export class WebhookAttemptType {
  @Field(() => Int, { description: 'Which try it was, from 1.' })
  number!: number;
  @Field(() => Int, { nullable: true, description: 'Status of the answer; null where none came.' })
  status!: number | null;
  @Field(() => String, { nullable: true, description: 'Why none came: ADDRESS_FORBIDDEN, NAME_UNKNOWN, CONNECTION_REFUSED, CONNECTION_TIMEOUT, TLS_FAILED, TIMEOUT, CONNECTION_LOST, WORKER_LOST.' })
  error!: string | null;
  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;
  @Field(() => Instant, { description: 'When it ended.' })
  at!: Date;
}

export const WebhookDeliveryConnection = connectionOf(WebhookDeliveryType, 'WebhookDelivery');
export const WebhookAttemptConnection = connectionOf(WebhookAttemptType, 'WebhookAttempt');

@InputType({ description: 'Which deliveries a list shows; what is left out does not limit it.' })
export class WebhookDeliveryFilter {
  @IdField('WebhookEndpoint', { nullable: true, description: 'Only to this endpoint.' })
  endpointId?: string | null;
  @Field(() => [WebhookDeliveryStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @ArrayMaxSize(WEBHOOK_DELIVERY_STATES.length)
  states?: WebhookDeliveryState[] | null;
  @Field(() => String, { nullable: true, description: 'Only of this type of event.' })
  @IsOptional()
  @Length(1, 121)
  eventType?: string | null;
}

@InputType({ description: 'Which tries a list shows; what is left out does not limit it.' })
export class WebhookAttemptFilter {
  @IdField('WebhookDelivery', { nullable: true, description: 'Only of this delivery.' })
  deliveryId?: string | null;
  @IdField('WebhookEndpoint', { nullable: true, description: 'Only to this endpoint.' })
  endpointId?: string | null;
}

@InputType({ description: 'A delivery.' })
export class WebhookDeliveryInput {
  @IdField('WebhookDelivery', { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'What is to be sent again.' })
export class WebhookReplayInput {
  @IdField('WebhookEndpoint', { description: 'To which endpoint.' })
  endpointId!: string;
  @Field(() => Instant, { description: 'Events from this instant on; at most 400 days ago.' })
  from!: Date;
  @Field(() => Instant, { description: 'Events before this instant.' })
  until!: Date;
}

@ObjectType({ description: 'Result of a step of a delivery.' })
export class WebhookDeliveryPayload {
  @Field(() => WebhookDeliveryType, { description: 'The delivery after it.' })
  webhookDelivery!: Ref<WebhookDeliveryType>;
}

@ObjectType({ description: 'Result of a replay.' })
export class WebhookReplayPayload {
  @Field(() => Int, { description: 'Events in the range that the endpoint is told of, at most 10,000.' })
  events!: number;
}
