import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import type { ChannelKind } from '@quadhelix/mail';
import { ChannelKindEnum } from '../preference/preference.type.js';
import type { DeliveryPurpose, DeliveryState } from './delivery.states.js';

export const DeliveryStateEnum = { QUEUED: 'QUEUED', SENDING: 'SENDING', SENT: 'SENT', UNCERTAIN: 'UNCERTAIN', FAILED: 'FAILED', GIVEN_UP: 'GIVEN_UP', DROPPED: 'DROPPED' } as const;
registerEnumType(DeliveryStateEnum, {
  name: 'DeliveryState', description: 'What became of a message.',
  valuesConfig: {
    QUEUED: { description: 'Waits for its time, or for another attempt.' }, SENDING: { description: 'On its way.' }, SENT: { description: 'The other side took it.' },
    UNCERTAIN: { description: 'It may have been sent, nobody can tell; not sent again by itself.' }, FAILED: { description: 'The other side refused it for good.' },
    GIVEN_UP: { description: 'Not sent after nine attempts in two days.' }, DROPPED: { description: 'Not sent: nothing new was left, the reader had left, or had no address.' },
  },
});
export const DeliveryPurposeEnum = { NOTICE: 'NOTICE', DIGEST: 'DIGEST', CODE: 'CODE' } as const;
registerEnumType(DeliveryPurposeEnum, {
  name: 'DeliveryPurpose', description: 'What a message carries.',
  valuesConfig: { NOTICE: { description: 'One notice.' }, DIGEST: { description: 'Several notices together.' }, CODE: { description: 'A code that confirms an address.' } },
});

@ObjectType('Delivery', { implements: Node, description: 'A message to you that left, or is to leave, the product.' })
export class DeliveryType extends Node {
  @Field(() => ChannelKindEnum, { description: 'By which channel.' })
  channel!: ChannelKind;
  @Field(() => DeliveryPurposeEnum, { description: 'What it carries.' })
  purpose!: DeliveryPurpose;
  @Field(() => DeliveryStateEnum, { description: 'What became of it.' })
  state!: DeliveryState;
  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;
  @Field(() => String, { nullable: true, description: 'Why the last attempt failed or it was dropped: a code of the channel. Null where nothing went wrong.' })
  code!: string | null;
  @Field(() => Instant, { description: 'Not tried before.' })
  nextAttemptAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it came to its end.' })
  endedAt!: Date | null;
  @Field(() => Instant, { description: 'When it was queued.' })
  createdAt!: Date;
}

export const DeliveryConnection = connectionOf(DeliveryType, 'Delivery');

@InputType({ description: 'What narrows your deliveries.' })
export class DeliveryFilterInput {
  @Field(() => DeliveryStateEnum, { nullable: true, description: 'Only those in this state.' })
  state?: DeliveryState | null;
  @Field(() => ChannelKindEnum, { nullable: true, description: 'Only by this channel.' })
  channel?: ChannelKind | null;
}

@InputType({ description: 'A message to you.' })
export class DeliveryInput {
  @IdField('Delivery', { description: 'Which.' })
  id!: string;
}

@ObjectType({ description: 'Result of a step of a delivery.' })
export class DeliveryPayload {
  @Field(() => DeliveryType, { description: 'The delivery after it.' })
  delivery!: Ref<DeliveryType>;
}
