import { ArrayMaxSize, IsOptional, Length } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import { Bounded } from '@quadhelix/graphql';
import type { NotificationState } from './notification.states.js';

export const NotificationStateEnum = { UNREAD: 'UNREAD', READ: 'READ', ARCHIVED: 'ARCHIVED' } as const;
registerEnumType(NotificationStateEnum, {
  name: 'NotificationState', description: 'What the reader has done with a notification.',
  valuesConfig: { UNREAD: { description: 'New.' }, READ: { description: 'Marked as read.' }, ARCHIVED: { description: 'Put away; shown only where asked for.' } },
});

@ObjectType('NotificationSubject', { description: 'What a notification is about.' })
export class NotificationSubject {
  @Field({ description: 'Its type.' })
  type!: string;
  @Field(() => ID, { description: 'Its global id, for node(id) in the alliance of the notification; it answers what the reader may see there now.' })
  id!: string;
}

@ObjectType('Notification', { implements: Node, description: 'Something that you were told in this alliance (通知). Title, text and subject are in the language of Accept-Language.' })
export class NotificationType extends Node {
  @Field({ description: 'Which kind of notice, as in notificationPreferences.' })
  kind!: string;
  @Field({ description: 'Had it to be told, for the law or for security?' })
  mandatory!: boolean;
  @Field(() => NotificationStateEnum, { description: 'What you have done with it.' })
  state!: NotificationState;
  @Field(() => Instant, { nullable: true, description: 'When you first marked it; null while it is new.' })
  readAt!: Date | null;
  @Field(() => Instant, { description: 'When you were told.' })
  createdAt!: Date;
}

export const NotificationConnection = connectionOf(NotificationType, 'Notification');

@ObjectType('InboxAlliance', { description: 'An alliance, as far as an inbox shows it.' })
export class InboxAllianceType {
  @Field({ description: 'For the header "Quadhelix-Alliance".' })
  slug!: string;
  @Field({ description: 'Name for people.' })
  name!: string;
}

@ObjectType('InboxEntry', { description: 'Something that you were told in one of your alliances, found without naming it.' })
export class InboxEntryType {
  @Field({ description: 'Which kind of notice.' })
  kind!: string;
  @Field({ description: 'Had it to be told, for the law or for security?' })
  mandatory!: boolean;
  @Field(() => NotificationStateEnum, { description: 'What you have done with it.' })
  state!: NotificationState;
  @Field(() => Instant, { description: 'When you were told.' })
  createdAt!: Date;
}

export const InboxEntryConnection = connectionOf(InboxEntryType, 'InboxEntry');

@InputType({ description: 'What narrows an inbox. Nothing: all but what was archived.' })
export class NotificationFilterInput {
  @Field(() => Boolean, { nullable: true, description: 'true: only new ones; false: only read ones.' })
  unread?: boolean | null;
  @Field(() => NotificationStateEnum, { nullable: true, description: 'Only those in this state; counts more than unread.' })
  state?: NotificationState | null;
  @Field(() => String, { nullable: true, description: 'Only of this kind.' })
  @IsOptional()
  @Length(1, 100)
  kind?: string | null;
  @Field(() => ID, { nullable: true, description: 'Only about this object: a global id of any type.' })
  subjectId?: string | null;
}

@InputType({ description: 'Some of your notifications.' })
export class NotificationIdsInput {
  @IdField('Notification', { list: true, description: 'Which; at most 100.' })
  @ArrayMaxSize(100)
  ids!: string[];
}

@InputType({ description: 'Which of your new notifications to mark; nothing: all.' })
export class NotificationMarkAllReadInput {
  @Field(() => String, { nullable: true, description: 'Only of this kind.' })
  @IsOptional()
  @Length(1, 100)
  kind?: string | null;
  @Field(() => ID, { nullable: true, description: 'Only about this object: a global id of any type.' })
  subjectId?: string | null;
  @Field(() => Instant, { nullable: true, description: 'Only those of then or earlier, so that what has come in meanwhile stays new.' })
  until?: Date | null;
}

@ObjectType({ description: 'Notifications after a step.' })
export class NotificationsPayload {
  @Bounded('as many as ids were given, at most 100')
  @Field(() => [NotificationType], { description: 'In the order of the ids.' })
  notifications!: Ref<NotificationType>[];
}

@ObjectType({ description: 'Result of marking all.' })
export class NotificationMarkAllReadPayload {
  @Field(() => Int, { description: 'How many were marked; 1,000 at most, so ask again where it is that many.' })
  marked!: number;
}
