import fc from 'fast-check';
import { fold } from './fold.js';
import { gramsOf, gramsOfTerm, isWordStart } from './grams.js';

const letters = [...'abAB1９ÄßﬁéЖ中国机电驰，％%_ 　-·ｶﾞ𠮷😀İ'];
const texts = fc.array(fc.constantFrom(...letters), { maxLength: 24 }).map((characters) => characters.join(''));

describe('grams', () => {
  it.each([
    ['恒驰机', ['恒', '驰', '机', '恒驰', '驰机']],
    ['plc', ['^p', '^pl', 'plc']],
    ['5g基站', ['^5', '^5g', '基', '站', '基站']],
    ['a b', ['^a', '^b']],
    ['𠮷野', ['𠮷', '野', '𠮷野']],
  ])('of %s are those', (text, expected) => {
    expect(gramsOf(text).sort()).toEqual([...expected].sort());
  });

  it.each([['驰', ['驰']], ['恒驰', ['恒驰']], ['恒驰机', ['恒驰', '驰机']], ['p', ['^p']], ['pl', ['^pl']], ['plcs', ['plc', 'lcs']], ['5g基', ['^5g', '基']]])('asked for %s are the longest', (term, expected) => {
    expect(gramsOfTerm(term).sort()).toEqual([...expected].sort());
  });

  it('of any part of a text are among those of the text, where a short run of letters begins a word', () => {
    fc.assert(fc.property(texts, fc.nat(30), fc.integer({ min: 1, max: 30 }), (written, from, length) => {
      const text = fold(written).text;
      const characters = [...text];
      const before = characters.slice(0, from).join('');
      const term = characters.slice(from, from + length).join('');
      const run = /^[a-zß-ž\p{Nd}ж]*/u.exec(term)?.[0] ?? '';
      fc.pre(term !== '' && !term.includes(' ') && (run.length > 2 || isWordStart(text, before.length)));
      const all = gramsOf(text);
      return gramsOfTerm(term).every((gram) => all.includes(gram));
    }), { numRuns: 1000 });
  });
});

describe('folding', () => {
  it('changes nothing more when it is done again', () => {
    fc.assert(fc.property(fc.oneof(texts, fc.string({ unit: 'grapheme' })), (text) => fold(fold(text).text).text === fold(text).text));
  });

  it('knows for each unit where it comes from', () => {
    fc.assert(fc.property(fc.oneof(texts, fc.string({ unit: 'grapheme' })), (text) => {
      const { text: folded, starts, ends } = fold(text);
      return starts.length === folded.length && ends.length === folded.length
        && starts.every((start, index) => start < (ends[index] ?? 0) && (ends[index] ?? 0) <= text.length && (index === 0 || start >= (starts[index - 1] ?? 0)));
    }));
  });
});
