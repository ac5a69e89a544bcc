import { createHash } from 'node:crypto';

/** SHA-256 of a bearer value's UTF-8 bytes: all that is ever stored of it, and what identity.introspect takes. */
export function tokenHash(value: string): Buffer {
  return createHash('sha256').update(value, 'utf8').digest();
}
