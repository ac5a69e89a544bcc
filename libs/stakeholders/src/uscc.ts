import { createHash } from 'node:crypto';

/** The 31 characters of GB 32100-2015: digits and capital letters without I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Weights of the first 17 characters: 3^i mod 31 (GB 32100-2015, table 4). */
const weights = Array.from({ length: 17 }, (_, index) => 3 ** index % 31);

/** Weights of an organization code's eight characters (GB 11714-1997). */
const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Why a text is no unified social credit code. */
export type UsccFault = 'LENGTH' | 'LETTER' | 'CHECK_CHARACTER';

/** A code in its parts, or the first thing wrong with it. */
export type UsccResult =
  | {
      readonly ok: true;
      /** 18 characters, upper case. */
      readonly code: string;
      /** GB/T 2260 code of the registering office; 100000 is the central government. */
      readonly regionCode: string;
      /** The organization code of GB 11714, with its own check character. */
      readonly organizationCode: string;
    }
  | { readonly ok: false; readonly reason: UsccFault };

function usccCheckCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(first17.charAt(index)), 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/**
 * Reads a unified social credit code (统一社会信用代码, GB 32100-2015). Blanks around it, full-width and small letters are put right.
 * LETTER: a character outside the alphabet, or a letter within the region code (characters 3 to 8).
 */
export function parseUscc(text: string): UsccResult {
  const code = text.normalize('NFKC').trim().toUpperCase();
  if ([...code].length !== 18) return { ok: false, reason: 'LENGTH' };
  const isWritable = [...code].every((character) => alphabet.includes(character)) && /^\d{6}$/.test(code.slice(2, 8));
  if (!isWritable) return { ok: false, reason: 'LETTER' };
  if (usccCheckCharacter(code.slice(0, 17)) !== code.charAt(17)) return { ok: false, reason: 'CHECK_CHARACTER' };
  return { ok: true, code, regionCode: code.slice(2, 8), organizationCode: code.slice(8, 17) };
}

function organizationCheckCharacter(first8: string): string {
  const sum = organizationWeights.reduce((total, weight, index) => total + weight * parseInt(first8.charAt(index), 36), 0);
  const rest = 11 - (sum % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/**
 * A valid invented code for demos and tests, the same for the same seed. Its organization code begins with YY, a range
 * that offices have not issued, so that it names nobody.
 * @param prefix registering office and category: 91 company, 12 public institution, 11 government, 51 social organization
 * @param regionCode six digits of GB/T 2260
 */
export function usccFor(seed: string, prefix = '91', regionCode = '320100'): string {
  const digest = createHash('sha256').update(seed).digest();
  const body = `YY${Array.from(digest.subarray(0, 6), (byte) => alphabet.charAt(byte % 31)).join('')}`;
  const first17 = prefix + regionCode + body + organizationCheckCharacter(body);
  return first17 + usccCheckCharacter(first17);
}
