import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { constructorParams } from './constructor-params.mjs';

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('constructor-params', constructorParams, {
  valid: [
    { name: 'five parameters fit', code: 'class A { constructor(a, b, c, d, e) {} }' },
    { name: 'a method may take more', code: 'class A { run(a, b, c, d, e, f) {} }' },
    { name: 'the limit is an option', code: 'class A { constructor(a, b, c, d, e, f) {} }', options: [6] },
  ],
  invalid: [
    { name: 'six are too many', code: 'class A { constructor(a, b, c, d, e, f) {} }', errors: [{ messageId: 'tooMany', data: { count: 6, max: 5 } }] },
    { name: 'parameter properties count', code: 'class A { constructor(private a: 1, private b: 1, c = 2) {} }', options: [2], errors: 1 },
  ],
});
