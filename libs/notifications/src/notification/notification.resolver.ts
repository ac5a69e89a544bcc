import { Injectable } from '@nestjs/common';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { platformErrors, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, encodeId, InScope, PageArgs, parseId, Personal, Public, type Connection } from '@quadhelix/graphql';
import { notificationAccess } from '../notifications.access.js';
import type { InboxEntry } from './inbox-entry.entity.js';
import type { Notification } from './notification.entity.js';
import { allianceOf, COUNTED, countUnread, listInbox, listNotifications, type InboxAlliance, type NotificationFilter } from './notification.queries.js';
import { NotificationService } from './notification.service.js';
import {
  InboxAllianceType, InboxEntryConnection, InboxEntryType, NotificationConnection, NotificationFilterInput, NotificationIdsInput, NotificationMarkAllReadInput, NotificationMarkAllReadPayload,
  NotificationsPayload, NotificationSubject, NotificationType,
} from './notification.type.js';

const NARROWED = 'What narrows it.';

/** The row id of a subject of any type. Throws ID_INVALID. */
function withSubject<T extends { subjectId?: string | null }>(input: T | null | undefined, field: string): T | Record<string, never> {
  if (input?.subjectId == null) return input ?? {};
  const parsed = parseId(input.subjectId);
  if (!parsed) throw platformErrors.ID_INVALID({ field, params: { type: 'Node' } });
  return { ...input, subjectId: parsed.id };
}

const subjectOf = ({ subjectType, subjectId }: Notification | InboxEntry): NotificationSubject => ({ type: subjectType, id: encodeId(subjectType, subjectId) });

@Injectable()
@Resolver(() => NotificationType)
export class NotificationResolver {
  constructor(private readonly service: NotificationService) {}

  @Action(notificationAccess.read)
  @Query(() => NotificationConnection, { description: 'What you were told in this alliance, newest first.' })
  notifications(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => NotificationFilterInput, { nullable: true, description: NARROWED }) filter?: NotificationFilterInput | null,
  ): Promise<Connection<Notification>> {
    return listNotifications(scope, withSubject(filter, 'subjectId'), args);
  }

  @Action(notificationAccess.read)
  @Query(() => Int, { description: `How many of your notifications in this alliance are new; counted up to ${String(COUNTED)}, which means that many or more.` })
  notificationsUnread(@InScope() scope: Scope): Promise<number> {
    return countUnread(scope);
  }

  @Personal()
  @Action(notificationAccess.read)
  @FieldResolver(() => String, { description: 'What happened, in a few words.' })
  title(@Ctx('language') language: Language, @Root() notification: Notification): string {
    return notification.title[language];
  }

  @Personal()
  @Action(notificationAccess.read)
  @FieldResolver(() => String, { description: 'What happened, and what there is to do.' })
  text(@Ctx('language') language: Language, @Root() notification: Notification): string {
    return notification.text[language];
  }

  @Action(notificationAccess.read)
  @FieldResolver(() => NotificationSubject, { description: 'What it is about.' })
  about(@Root() notification: Notification): NotificationSubject {
    return subjectOf(notification);
  }

  @Action(notificationAccess.mark)
  @Mutation(() => NotificationsPayload, { description: 'Marks notifications as read. One that is read already stays so.' })
  async notificationMarkRead(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: NotificationIdsInput): Promise<NotificationsPayload> {
    return { notifications: (await this.service.markRead(scope, input.ids)) as unknown as NotificationType[] };
  }

  @Action(notificationAccess.mark)
  @Mutation(() => NotificationMarkAllReadPayload, { description: 'Marks all new notifications of this alliance as read, or some of them.' })
  async notificationMarkAllRead(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: NotificationMarkAllReadInput): Promise<NotificationMarkAllReadPayload> {
    return { marked: await this.service.markAllRead(scope, withSubject(input, 'subjectId') as NotificationFilter) };
  }

  @Action(notificationAccess.archive)
  @Mutation(() => NotificationsPayload, { description: 'Puts notifications away. They are still there, for filters that ask for them.' })
  async notificationArchive(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: NotificationIdsInput): Promise<NotificationsPayload> {
    return { notifications: (await this.service.archive(scope, input.ids)) as unknown as NotificationType[] };
  }
}

@Injectable()
@Resolver(() => InboxEntryType)
export class InboxResolver {
  @Public()
  @Query(() => InboxEntryConnection, { description: 'What you were told in every alliance open to you, newest first, without naming one; what had to be told also where you have left. An app sees only what alliances let it read. Needs the scope notifications:read.' })
  inbox(
    @InScope() scope: Scope, @Args() args: PageArgs, @Arg('filter', () => NotificationFilterInput, { nullable: true, description: NARROWED }) filter?: NotificationFilterInput | null,
  ): Promise<Connection<InboxEntry>> {
    return listInbox(scope, withSubject(filter, 'subjectId'), args);
  }

  @Public()
  @FieldResolver(() => ID, { description: 'Id of the notification, for the steps in its alliance.' })
  notificationId(@Root() entry: InboxEntry): string {
    return encodeId('Notification', entry.id);
  }

  @Public()
  @FieldResolver(() => InboxAllianceType, { nullable: true, description: 'Where you were told; null where that alliance is not open to you any more.' })
  alliance(@InScope() scope: Scope, @Root() entry: InboxEntry): Promise<InboxAlliance | null> {
    return allianceOf(scope, entry);
  }

  @Personal()
  @Public()
  @FieldResolver(() => String, { description: 'What happened, in a few words, in the language of Accept-Language.' })
  title(@Ctx('language') language: Language, @Root() entry: InboxEntry): string {
    return entry.title[language];
  }

  @Personal()
  @Public()
  @FieldResolver(() => String, { description: 'What happened, and what there is to do.' })
  text(@Ctx('language') language: Language, @Root() entry: InboxEntry): string {
    return entry.text[language];
  }

  @Public()
  @FieldResolver(() => NotificationSubject, { description: 'What it is about.' })
  about(@Root() entry: InboxEntry): NotificationSubject {
    return subjectOf(entry);
  }
}
