import { NoticeKinds } from '@quadhelix/mail';
import type { EventHandler, GetProvider } from '@quadhelix/outbox';
import { Teller } from './teller.js';

/** One handler for each kind of notice that any slice registered. */
export function noticeHandlers(get: GetProvider): EventHandler[] {
  const teller = get(Teller);
  return get(NoticeKinds).all.map((kind) => ({ name: `notice ${kind.name}`, event: kind.event, handle: (scope, event) => teller.tell(scope, kind, event) }));
}
