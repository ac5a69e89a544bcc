import fc from 'fast-check';
import { misfits, shapeOf } from './answer-shape.js';

/** Answers as GraphQL gives them: the entries of a list are of one type, or null. */
const { alikeLists } = fc.letrec((tie) => ({
  alikeLists: fc.oneof({ maxDepth: 4 }, fc.constantFrom(1, 'x', true, null), fc.record({ a: tie('alikeLists'), b: fc.option(fc.integer()) }), fc.array(fc.option(fc.record({ c: fc.option(fc.string()), d: fc.array(fc.integer()) })))),
}));

describe('the shape of an answer', () => {
  it.each([
    ['a value of another kind', { a: 1 }, { a: '1' }, ['data.a was number and is string']],
    ['null where there was always something', { a: 'x' }, { a: null }, ['data.a was string and is null']],
    ['null in place of an object', { a: { b: 1 } }, { a: null }, ['data.a was an object and is null']],
    ['a field that is gone', { a: 1, b: 2 }, { a: 1 }, ['data.b is missing']],
    ['no list', { a: [1] }, { a: 1 }, ['data.a was a list']],
    ['a list in place of an object', { a: { b: 1 } }, { a: [] }, ['data.a was an object and is object']],
    ['an entry deep in a list', { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: null }, {}] }, ['data.a[1].b was number and is null', 'data.a[2].b is missing']],
  ])('finds %s', (_what, recorded, now, expected) => {
    expect(misfits(shapeOf(recorded), now)).toEqual(expected);
  });

  it.each([
    ['other values', { a: 1, b: 'x' }, { a: 2, b: 'y' }],
    ['what is new', { a: 1 }, { a: 1, b: 2 }],
    ['something where there was only null', { a: null }, { a: { b: 1 } }],
    ['null where there was null too', { a: [{ b: 1 }, { b: null }, null] }, { a: [null, { b: null }, { b: 3 }] }],
    ['fewer, more or no entries', { a: [1, 2] }, { a: [] }],
    ['entries where there were none', { a: [] }, { a: [{ b: 1 }] }],
  ])('accepts %s', (_what, recorded, now) => {
    expect(misfits(shapeOf(recorded), now)).toEqual([]);
  });

  it('is one that the answer itself fits, whatever it is, also after it was written and read', () => {
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), alikeLists), (answer) => {
      const alike = JSON.parse(JSON.stringify(answer)) as unknown;
      expect(misfits(JSON.parse(JSON.stringify(shapeOf(alike))) as never, alike)).toEqual([]);
    }));
  });
});
