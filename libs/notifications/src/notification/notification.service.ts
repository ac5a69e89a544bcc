import { Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { notificationAccess } from '../notifications.access.js';
import { Notification } from './notification.entity.js';
import { notificationTerms, type NotificationFilter } from './notification.queries.js';
import { notificationStates } from './notification.states.js';

type Verb = keyof typeof notificationStates.transitions;

/** Most that are marked in one go. */
const MOST = 1000;

/**
 * What a reader does with his inbox. His marks are his own and change no fact, so they leave no audit entries, and a step taken twice is taken once.
 * One that isn't his is answered as if it did not exist.
 */
@Injectable()
export class NotificationService {
  /** Marks notifications as read; archived ones are refused. Throws NOT_FOUND, STATE_FORBIDS. */
  markRead(scope: Scope, ids: readonly string[]): Promise<Notification[]> {
    return this.step(scope, notificationAccess.mark, 'markRead', ids);
  }

  /** Puts notifications away; they stay readable by filter. Throws NOT_FOUND. */
  archive(scope: Scope, ids: readonly string[]): Promise<Notification[]> {
    return this.step(scope, notificationAccess.archive, 'archive', ids);
  }

  /** Marks all that is unread, or what a filter finds of it; at most 1,000 at once. Answers how many. */
  async markAllRead(scope: Scope, filter: NotificationFilter): Promise<number> {
    scope.authorize(notificationAccess.mark, { parties: () => ({ self: scope.actor.personId }) });
    const { terms, values } = notificationTerms(scope, { ...filter, unread: true });
    const marked = await scope.sql(
      `update notifications n set state = 'READ', read_at = $${String(values.length + 1)}, version = n.version + 1
       where n.tenant_id = $1 and n.id in (select id from notifications where ${terms.join(' and ')} order by created_at, id limit ${String(MOST)} for update) returning n.id`,
      [...values, scope.now]);
    return marked.length;
  }

  private async step(scope: Scope, action: Action, verb: Verb, ids: readonly string[]): Promise<Notification[]> {
    const wanted = [...new Set(ids)];
    const found = await scope.manyForUpdate(Notification, wanted);
    if (found.length !== wanted.length) throw platformErrors.NOT_FOUND({ field: 'ids' });
    for (const notification of found) {
      scope.authorize(action, notification);
      const state = notificationStates.next(notification.state, verb);
      if (state === notification.state) continue;
      Object.assign(notification, { state, readAt: notification.readAt ?? scope.now, version: notification.version + 1 });
    }
    await scope.sql(
      `update notifications n set state = $3, read_at = coalesce(n.read_at, $4), version = n.version + 1 where n.tenant_id = $1 and n.id = any($2) and n.state <> $3`,
      [scope.tenantId, wanted, notificationStates.transitions[verb].to, scope.now]);
    return wanted.flatMap((id) => found.filter((each) => each.id === id));
  }
}
