import fc from 'fast-check';
import { newCode, readCode, shownCode } from './code.js';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codes = fc.uint8Array({ minLength: 40, maxLength: 40, max: 247 }).map((bytes) => newCode(() => bytes));

describe('a verification code', () => {
  it('has 18 characters that nobody takes for one another, 17 of them random', () => {
    const made = Array.from({ length: 500 }, () => newCode());
    expect(new Set(made).size).toBe(500);
    for (const code of made) expect(code).toMatch(new RegExp(`^[${ALPHABET}]{18}$`));
    expect(17 * Math.log2(ALPHABET.length)).toBeGreaterThan(80);
  });

  it('takes no byte from which some characters would come more often', () => {
    const code = newCode((size) => Uint8Array.from({ length: size }, (_, at) => (at % 2 === 0 ? 248 + (at % 8) : at % 248)));
    const kept = newCode((size) => Uint8Array.from({ length: size }, (_, at) => (2 * at + 1) % 248));
    expect(code.slice(0, 17)).toBe(kept.slice(0, 17));
  });

  it('is read however it is typed', () => {
    fc.assert(fc.property(codes, (code) => {
      expect(readCode(code)).toBe(code);
      expect(readCode(` ${shownCode(code).toLowerCase()} `)).toBe(code);
      expect(readCode(shownCode(code).replaceAll('-', ' '))).toBe(code);
      expect(readCode([...code].map((each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0)).join(''))).toBe(code);
    }));
  });

  it('with one wrong character is none', () => {
    fc.assert(fc.property(codes, fc.nat(17), fc.nat(29), (code, at, step) => {
      const other = ALPHABET.charAt((ALPHABET.indexOf(code.charAt(at)) + step + 1) % 31);
      expect(readCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
    }));
  });

  it('with two neighbours that changed places is none', () => {
    fc.assert(fc.property(codes, fc.nat(15), (code, at) => {
      fc.pre(code.charAt(at) !== code.charAt(at + 1));
      expect(readCode(code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2))).toBeNull();
    }));
  });

  it.each(['', '2', '2'.repeat(17), '2'.repeat(19), 'O'.repeat(18), '2222222222222222I2', '../../etc/passwd', '验证码验证码验证码验证码验证码验证码', 'A'.repeat(100_000)])('is not %s', (typed) => {
    expect(readCode(typed)).toBeNull();
  });
});
