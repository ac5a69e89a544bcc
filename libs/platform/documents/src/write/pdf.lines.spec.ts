import fc from 'fast-check';
import { linesOf } from './pdf.lines.js';

/** A Chinese character is two units wide, all others one. */
const measure = (character: string): number => (/\p{Script=Han}|[，。]/u.test(character) ? 2 : 1);

describe('lines of text', () => {
  it.each([
    ['', 10, ['']],
    ['承诺履约记录', 12, ['承诺履约记录']],
    ['承诺履约记录', 6, ['承诺履', '约记录']],
    ['承诺履，约', 6, ['承诺', '履，约']],
    ['kept in part', 8, ['kept in', 'part']],
    ['承诺 commitment', 10, ['承诺', 'commitment']],
    ['12345678901234', 5, ['12345', '67890', '1234']],
    ['一\n二', 10, ['一', '二']],
  ])('%j within %i are %j', (text, width, expected) => {
    expect(linesOf(text, width, measure)).toEqual(expected);
  });

  it('lose nothing but blanks at their ends, and are never too wide', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('承', '诺', 'a', 'b', '1', ' ', '，', '.', '-') }), fc.integer({ min: 5, max: 20 }), (text, width) => {
      const lines = linesOf(text, width, measure);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect([...line].reduce((sum, each) => sum + measure(each), 0)).toBeLessThanOrEqual(width);
    }));
  });
});
