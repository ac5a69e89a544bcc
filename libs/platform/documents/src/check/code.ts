import { randomBytes } from 'node:crypto';

/** 31 characters, a prime: no 0, 1, I, L, O, which people take for one another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const SIZE = ALPHABET.length;
/** 17 characters of 31 are 84 bits. */
const RANDOM = 17;

const valueOf = (character: string): number => ALPHABET.indexOf(character);

/** Weighted by place modulo a prime: one wrong character and two that changed places are always found. */
function checkCharacter(random: string): string {
  const sum = [...random].reduce((total, character, index) => total + valueOf(character) * (index + 1), 0);
  return ALPHABET.charAt(sum % SIZE);
}

/** A new verification code, 18 characters: nobody guesses one. */
export function newCode(random: (size: number) => Uint8Array = randomBytes): string {
  let made = '';
  while (made.length < RANDOM) {
    // Above the last multiple of 31 some characters would come more often.
    for (const byte of random(RANDOM * 2)) if (byte < 248 && made.length < RANDOM) made += ALPHABET.charAt(byte % SIZE);
  }
  return made + checkCharacter(made);
}

/** A code as somebody typed it, in the form that is stored; null where it can't be one. */
export function readCode(typed: string): string | null {
  const code = typed.slice(0, 100).normalize('NFKC').replaceAll(/[\s\-–—_.]/g, '').toUpperCase();
  if (code.length !== RANDOM + 1 || [...code].some((character) => valueOf(character) < 0)) return null;
  return checkCharacter(code.slice(0, RANDOM)) === code.slice(RANDOM) ? code : null;
}

/** A code as people read it: three groups of six. */
export const shownCode = (code: string): string => code.replaceAll(/(.{6})(?=.)/g, '$1-');
