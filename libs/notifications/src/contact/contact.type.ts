import { Length, Matches } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { IdField, Instant, Node, Personal, type Ref } from '@quadhelix/graphql';
import type { ChannelKind } from '@quadhelix/mail';
import { ChannelKindEnum } from '../preference/preference.type.js';

@ObjectType('ContactPoint', { implements: Node, description: 'An address at which you are reached (联系方式). Shown to nobody else, and the same in all alliances.' })
export class ContactPointType extends Node {
  @Field(() => ChannelKindEnum, { description: 'By which channel.' })
  channel!: ChannelKind;
  @Personal()
  @Field({ description: 'The address.' })
  address!: string;
  @Field(() => Instant, { nullable: true, description: 'When you confirmed it with a code; null: only codes are sent there. Of several of a channel the one that was confirmed last is used.' })
  verifiedAt!: Date | null;
  @Field(() => Instant, { description: 'When you added it.' })
  createdAt!: Date;
}

@InputType({ description: 'An address of yours.' })
export class ContactPointAddInput {
  @Field(() => ChannelKindEnum, { description: 'By which channel.' })
  channel!: ChannelKind;
  @Field({ description: 'An e-mail address; a mobile number, with + and country code unless of the mainland; a user id of WeCom.' })
  @Length(1, 254)
  address!: string;
}

@InputType({ description: 'One of your addresses.' })
export class ContactPointInput {
  @IdField('ContactPoint', { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'The code that was sent to one of your addresses.' })
export class ContactPointVerifyInput extends ContactPointInput {
  @Field({ description: 'Six digits.' })
  @Matches(/^\d{6}$/, { message: 'a code has six digits' })
  code!: string;
}

@ObjectType({ description: 'Result of a change to an address.' })
export class ContactPointPayload {
  @Field(() => ContactPointType, { description: 'The address after it.' })
  contactPoint!: Ref<ContactPointType>;
}

@ObjectType({ description: 'Result of giving a code.' })
export class ContactPointVerifyPayload extends ContactPointPayload {
  @Field({ description: 'Was it the right one?' })
  confirmed!: boolean;
  @Field(() => Int, { description: 'How often a code can still be given before a new one is needed.' })
  attemptsLeft!: number;
}

@ObjectType({ description: 'Result of removing an address.' })
export class ContactPointRemovePayload {
  @Field({ description: 'Always true: nothing is sent there any more.' })
  removed!: boolean;
}
