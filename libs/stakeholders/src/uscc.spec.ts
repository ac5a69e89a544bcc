import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseUscc, usccFor } from './uscc.js';

interface Vector {
  text: string;
  result: string;
  why: string;
}
const vectors: Vector[] = parse(readFileSync(new URL('uscc.vectors.csv', import.meta.url)), { columns: true });
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('a unified social credit code', () => {
  it.each(vectors)('$text is $result: $why', ({ text, result }) => {
    const parsed = parseUscc(text);
    expect(parsed.ok ? 'ok' : parsed.reason).toBe(result);
  });

  it('tells its region and its organization code', () => {
    expect(parseUscc('91350100m000100y43')).toEqual({
      ok: true, code: '91350100M000100Y43', regionCode: '350100', organizationCode: 'M000100Y4',
    });
  });

  it('no longer fits when any one character is another', () => {
    const code = '91350100M000100Y43';
    for (let at = 0; at < 18; at += 1) {
      for (const letter of letters) {
        if (letter === code[at]) continue;
        expect(parseUscc(code.slice(0, at) + letter + code.slice(at + 1)).ok).toBe(false);
      }
    }
  });

  it('can be invented: valid, the same for a seed, another for another seed', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 1_000; seed += 1) seen.add(usccFor(`organization ${seed}`));
    expect(seen.size).toBe(1_000);
    expect(usccFor('锐芯电池')).toBe(usccFor('锐芯电池'));
    fc.assert(fc.property(fc.string(), fc.constantFrom('91', '12', '51'), fc.constantFrom('320100', '100000'), (seed, prefix, region) => {
      const parsed = parseUscc(usccFor(seed, prefix, region));
      expect(parsed).toMatchObject({ ok: true, regionCode: region });
    }));
  });
});
