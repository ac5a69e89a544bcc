import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { notificationAccess } from '../notifications.access.js';
import { InboxEntry } from './inbox-entry.entity.js';
import { Notification } from './notification.entity.js';
import type { NotificationState } from './notification.states.js';

/** What narrows an inbox. Left out: all but what was archived. */
export interface NotificationFilter {
  readonly unread?: boolean | null;
  readonly state?: NotificationState | null;
  readonly kind?: string | null;
  /** Row id of the subject. */
  readonly subjectId?: string | null;
  readonly until?: Date | null;
}

/** More than so many unread ones are not counted. */
export const COUNTED = 100;
const OPEN = Symbol('alliances open to the reader');

/** Terms and values of the filter, behind the values that are there already. */
function narrowed(filter: NotificationFilter, terms: string[], values: unknown[]): { terms: string[]; values: unknown[] } {
  const narrow = (term: string, value: unknown): void => { if (value != null) terms.push(term.replace('?', `$${String(values.push(value))}`)); };
  narrow('state = ?', filter.state ?? (filter.unread === true ? 'UNREAD' : null));
  if (filter.state == null && filter.unread !== true) terms.push(filter.unread === false ? `state = 'READ'` : `state <> 'ARCHIVED'`);
  narrow('kind = ?', filter.kind);
  narrow('subject_id = ?', filter.subjectId);
  narrow('created_at <= ?', filter.until);
  return { terms, values };
}

/** The caller's own in the alliance of the request. */
export const notificationTerms = (scope: Scope, filter: NotificationFilter): { terms: string[]; values: unknown[] } =>
  narrowed(filter, ['tenant_id = $1', 'person_id = $2'], [scope.tenantId, scope.actor.personId]);

/** What the caller was told in this alliance, newest first. */
export function listNotifications(scope: Scope, filter: NotificationFilter, args: PageArgs): Promise<Connection<Notification>> {
  return paginate(scope, { entity: Notification, name: 'notifications', ...notificationTerms(scope, filter), order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true } }, args);
}

/** How many are unread in this alliance, counted up to 100. */
export async function countUnread(scope: Scope): Promise<number> {
  const [row] = await scope.sql<{ count: number }>(
    `select count(*)::int as count from (select from notifications where tenant_id = $1 and person_id = $2 and state = 'UNREAD' limit ${String(COUNTED)}) unread`, [scope.tenantId, scope.actor.personId]);
  return row?.count ?? 0;
}

/** An alliance, as much as an inbox shows of it. */
export interface InboxAlliance {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

function openAlliances(scope: Scope): Promise<readonly InboxAlliance[]> {
  return scope.loader<string, readonly InboxAlliance[]>(OPEN, async (keys) => {
    const rows = await scope.sql<InboxAlliance & Record<string, unknown>>('select id, slug, name from open_alliances($1)', [scope.now]);
    return keys.map(() => rows);
  }).load('');
}

/** The alliance in which it was told; null where that is not open to the reader any more. */
export const allianceOf = async (scope: Scope, entry: InboxEntry): Promise<InboxAlliance | null> => (await openAlliances(scope)).find(({ id }) => id === entry.allianceId) ?? null;

/**
 * What the caller was told in every alliance open to him, newest first; what had to be told also after he has left. Row-level security says whose it
 * is and what the app may see. Throws FORBIDDEN to an app without a person, SCOPE_MISSING.
 */
export async function listInbox(scope: Scope, filter: NotificationFilter, args: PageArgs): Promise<Connection<InboxEntry>> {
  const { personId, scopes, tenantId } = scope.actor;
  const { scope: needed, name } = notificationAccess.read;
  if (personId === null) throw platformErrors.FORBIDDEN({ params: { action: name } });
  if (!scopes.includes(needed)) throw platformErrors.SCOPE_MISSING({ params: { scope: needed } });
  if (tenantId !== null) scope.authorize(notificationAccess.read, { parties: () => ({ self: personId }) });
  const open = await openAlliances(scope);
  const { terms, values } = narrowed(filter, ['person_id = $1', '(mandatory or tenant_id = any($2))'], [personId, open.map(({ id }) => id)]);
  return paginate(scope, { entity: InboxEntry, name: 'inbox', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true } }, args);
}
