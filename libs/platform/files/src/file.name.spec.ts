import fc from 'fast-check';
import { attachmentOf, isFileName } from './file.name.js';

const anything = fc.string({ unit: 'binary', maxLength: 60 });

describe('names of files', () => {
  it('that are taken hold neither a path nor a line nor a control', () => {
    fc.assert(fc.property(anything, (name) => {
      fc.pre(isFileName(name));
      expect(name).not.toMatch(/[\u0000-\u001f\u007f-\u009f/\\\u202a-\u202e\u2066-\u2069]/);
      expect(['', '.', '..']).not.toContain(name);
    }), { numRuns: 2_000 });
  });

  it('make a header of one line in ASCII, whatever they hold, that says their name', () => {
    fc.assert(fc.property(anything, (name) => {
      const header = attachmentOf(name);
      expect(header).toMatch(/^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*$/);
      expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(name.toWellFormed().normalize('NFC'));
    }), { numRuns: 2_000 });
  });
});
