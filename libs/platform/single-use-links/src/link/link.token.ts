import { createHash, randomBytes } from 'node:crypto';
import type { LinkContent } from '../link-kind.js';

/** 32 random bytes in base64url: nobody guesses one. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** All that is kept of a token. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

/** Could it be a token at all? Anything else never reaches the database. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** Objects in the order of their keys, so that the same content has the same hash however it was put together. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** `sha256:` and the digest of what is shown and bound, for this person. */
export function hashOfContent(personId: string, content: LinkContent): string {
  return `sha256:${createHash('sha256').update(JSON.stringify([personId, content], sorted), 'utf8').digest('base64url')}`;
}
