import { differences } from './differences.mjs';

describe('The differences of two texts', () => {
  it.each([
    ['nothing', 'a\nb', 'a\nb', []],
    ['a changed line', 'a\nb\nc', 'a\nB\nc', ['- 2: b', '+ 2: B']],
    ['one of two equal lines', 'a\na', 'a', ['- 2: a']],
    ['order alone', 'a\nb', 'b\na', ['only the order of lines or their endings differ']],
  ])('are %s', (_what, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it('are cut where there are too many', () => {
    expect(differences('', '1\n2\n3', 2)).toEqual(['- 1: ', '+ 1: 1', '… and 2 lines more']);
  });
});
