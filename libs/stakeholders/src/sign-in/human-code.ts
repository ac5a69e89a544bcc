import { createHash, randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that is read as another or as a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of 16 characters (80 bits), in groups of four, and the SHA-256 (hex) of its characters without dashes: all that is kept of it. */
export function newActivationCode(): { readonly shown: string; readonly hash: string } {
  const characters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
  return { shown: characters.replace(/(.{4})(?=.)/g, '$1-'), hash: createHash('sha256').update(characters).digest('hex') };
}
