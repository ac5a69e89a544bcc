import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** Characters of the signature in front of a cursor's body. */
const SEALED = 22;

/** A cursor: a position, signed together with what it is bound to (list, filter, order, alliance). */
export function sealCursor(scope: Scope, binding: string, position: readonly unknown[]): string {
  const body = JSON.stringify(position);
  return Buffer.from(`${scope.signature(binding + body).slice(0, SEALED)}${body}`).toString('base64url');
}

/** The position of a cursor; throws CURSOR_INVALID where it was made for something else, or by somebody else. */
export function openCursor<T extends readonly unknown[]>(scope: Scope, binding: string, cursor: string, field: 'after' | 'before' = 'after'): T {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const body = text.slice(SEALED);
  // One cursor has one spelling: Base64 leaves bits at its end that say nothing.
  const asMade = Buffer.from(text).toString('base64url') === cursor;
  if (!asMade || text.slice(0, SEALED) !== scope.signature(binding + body).slice(0, SEALED)) throw platformErrors.CURSOR_INVALID({ field });
  return JSON.parse(body) as T;
}
