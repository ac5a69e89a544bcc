import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import type { SingleUseLinkState } from './link.entity.js';

export const SingleUseLinkStateEnum = { OPEN: 'OPEN', USED: 'USED', REVOKED: 'REVOKED' } as const;
registerEnumType(SingleUseLinkStateEnum, {
  name: 'SingleUseLinkState', description: 'Where a single-use link stands.',
  valuesConfig: { OPEN: { description: 'Can be used until it expires.' }, USED: { description: 'Was used.' }, REVOKED: { description: 'Was taken back, or a newer one took its place.' } },
});

@ObjectType('SingleUseLink', { implements: Node, description: 'A link by which a named person without an account takes one decision, once, within 48 hours (一次性链接). Its address is shown only when it is made.' })
export class SingleUseLinkType extends Node {
  @Field({ description: 'What it is for, e.g. timesheet.mentorDecision.' })
  kind!: string;
  @Field(() => SingleUseLinkStateEnum, { description: 'Where it stands.' })
  state!: SingleUseLinkState;
  @Field(() => Instant, { description: 'When it stops working.' })
  expiresAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it was used.' })
  usedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'What was decided by it, e.g. approve.' })
  choice!: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was taken back.' })
  revokedAt!: Date | null;
  @Field(() => Instant, { description: 'When it was made.' })
  createdAt!: Date;
}

export const SingleUseLinkConnection = connectionOf(SingleUseLinkType, 'SingleUseLink');

@ObjectType({ description: 'A link after a change.' })
export class SingleUseLinkPayload {
  @Field(() => SingleUseLinkType, { description: 'The link.' })
  link!: Ref<SingleUseLinkType>;
}

@InputType({ description: 'A link to take back.' })
export class SingleUseLinkRevokeInput {
  @IdField('SingleUseLink', { description: 'The link.' })
  id!: string;
}
