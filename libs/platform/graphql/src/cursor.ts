import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** Characters of the signature that stand before the position. */
const SEAL = 22;

const seal = (scope: Scope, bound: string, body: string): string => scope.signature(bound + body).slice(0, SEAL);

/** An opaque, signed cursor of a position in the list that `bound` tells apart from all others. */
export function sealCursor(scope: Scope, bound: string, position: readonly string[]): string {
  const body = JSON.stringify(position);
  return Buffer.from(`${seal(scope, bound, body)}${body}`).toString('base64url');
}

/** The position of a cursor. Throws CURSOR_INVALID where it was not made for that list. */
export function unsealCursor(scope: Scope, bound: string, cursor: string): string[] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const body = text.slice(SEAL);
  if (text.slice(0, SEAL) !== seal(scope, bound, body)) throw platformErrors.CURSOR_INVALID({ field: 'after' });
  return JSON.parse(body) as string[];
}
