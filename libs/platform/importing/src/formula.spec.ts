import fc from 'fast-check';
import { formulaPlain, formulaSafe } from './formula.js';

describe('text for spreadsheets', () => {
  it.each([
    ['=cmd|\' /C calc\'!A0', "'=cmd|' /C calc'!A0"],
    ['+86 138 0000 0000', "'+86 138 0000 0000"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1+1', "'＝1+1"],
    ["'=1", "''=1"],
    ['-12.5', '-12.5'],
    ["O'Neil", "O'Neil"],
    ['云河职院', '云河职院'],
    ['', ''],
  ])('%j is written as %j', (text, written) => {
    expect(formulaSafe(text)).toBe(written);
  });

  it('comes back as it was, whatever it is', () => {
    const text = fc.tuple(fc.constantFrom('', "'", "''", '=', "'=", '+', '-', '@', '\t', '\r', '\n', '＝'), fc.string({ unit: 'grapheme' })).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (each) => formulaPlain(formulaSafe(each)) === each));
  });

  it('never begins with what a spreadsheet would evaluate', () => {
    const text = fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (each) => !/^[=+\-@\t\r]/.test(formulaSafe(each)) || /^-\d[\d.]*$/.test(each)));
  });
});
