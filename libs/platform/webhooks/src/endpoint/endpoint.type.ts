import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, connectionOf, Instant, Node, ShownOnce, type Ref } from '@quadhelix/graphql';
import type { DisabledReason, EndpointState } from './endpoint.states.js';

export const EndpointStateEnum = { ENABLED: 'ENABLED', DISABLED: 'DISABLED', BLOCKED: 'BLOCKED', DELETED: 'DELETED' } as const;
registerEnumType(EndpointStateEnum, {
  name: 'WebhookEndpointState', description: 'Is anything sent to an endpoint?',
  valuesConfig: {
    ENABLED: { description: 'It is told of what happens.' }, DISABLED: { description: 'Switched off, by its owner or by itself; see disabledReason.' },
    BLOCKED: { description: 'Switched off by the alliance; only the alliance can switch it on again.' }, DELETED: { description: 'Gone, with its secrets; its deliveries stay readable.' },
  },
});
export const DisabledReasonEnum = { OWNER: 'OWNER', ALLIANCE: 'ALLIANCE', GONE: 'GONE', FAILING: 'FAILING' } as const;
registerEnumType(DisabledReasonEnum, {
  name: 'WebhookDisabledReason', description: 'Why nothing is sent to an endpoint.',
  valuesConfig: {
    OWNER: { description: 'Its owner wants it so.' }, ALLIANCE: { description: 'The alliance wants it so.' },
    GONE: { description: 'It answered 410 Gone.' }, FAILING: { description: 'Nothing was taken for five days.' },
  },
});

@ObjectType('WebhookEndpoint', { implements: Node, description: 'Where an app is told of events of this alliance.' })
export class WebhookEndpointType extends Node {
  @Field({ description: 'Client id of the app.' })
  clientId!: string;
  @Field({ description: 'The address that is called.' })
  url!: string;
  @Field(() => String, { nullable: true, description: 'What its owner says about it.' })
  description!: string | null;
  @Bounded('at most 100 types')
  @Field(() => [String], { description: 'Types of events that it is told of; see webhookEventTypes.' })
  eventTypes!: string[];
  @Field(() => EndpointStateEnum, { description: 'Is anything sent to it?' })
  state!: EndpointState;
  @Field(() => DisabledReasonEnum, { nullable: true, description: 'Why not; null where it is.' })
  disabledReason!: DisabledReason | null;
  @Field(() => Instant, { nullable: true, description: 'When it was switched off; null where it is not.' })
  disabledAt!: Date | null;
  @Field(() => Int, { description: 'Failures since the last success.' })
  failures!: number;
  @Field(() => Instant, { nullable: true, description: 'Since when it has only failed; null where the last try succeeded. After five days it is switched off.' })
  failingSince!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'Nothing is sent before, because it failed often or asked for it with Retry-After.' })
  heldUntil!: Date | null;
  @Field(() => Instant, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => Int, { description: 'Counts its changes; send it back with the next one.' })
  version!: number;
}

export const WebhookEndpointConnection = connectionOf(WebhookEndpointType, 'WebhookEndpoint');

@ObjectType({ description: 'A type of event that an app can be told of.' })
export class WebhookEventTypeType {
  @Field({ description: 'The type, e.g. timesheet.submitted.' })
  type!: string;
  @Field({ description: 'Scope that the app needs, by its registration and by the consent of the alliance.' })
  scope!: string;
  @Field({ description: 'Type of the object that it is about; its id is in the message.' })
  subjectType!: string;
  @Field({ description: 'What has happened, in the language of Accept-Language.' })
  description!: string;
}

@ObjectType({ description: 'Result of a step of an endpoint.' })
export class WebhookEndpointPayload {
  @Field(() => WebhookEndpointType, { description: 'The endpoint after it.' })
  webhookEndpoint!: Ref<WebhookEndpointType>;
}

@ObjectType({ description: 'An endpoint with a new secret.' })
export class WebhookEndpointSecretPayload {
  @Field(() => WebhookEndpointType, { description: 'The endpoint.' })
  webhookEndpoint!: Ref<WebhookEndpointType>;
  @ShownOnce()
  @Field({ description: 'The secret (whsec_…) with which messages are signed from now on. Shown this once: keep it where only your receiver reads it.' })
  secret!: string;
  @Field(() => Instant, { nullable: true, description: 'Until when messages are signed with the older secrets too; null for the first one.' })
  oldSecretsUntil!: Date | null;
}
