import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that is read as another or as a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A random code of 16 characters (80 bits), in groups of four. */
export function newHumanCode(): string {
  const characters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What was typed in the one spelling that is hashed: capitals without dashes or spaces, O as 0, I and L as 1. */
export function plainCode(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}
