import { readFileSync } from 'node:fs';
import type { Value, ValueType } from './content.js';
import { plainText, valueText } from './value.text.js';

interface Vector { type: ValueType; value: Value; en: string; 'zh-CN': string; plain: string }

const vectors = (JSON.parse(readFileSync(new URL('value.vectors.json', import.meta.url), 'utf8')) as Vector[])
  .map((each) => ({ ...each, value: each.type === 'instant' ? new Date(each.value as string) : each.value }));
const timeZone = 'Asia/Shanghai';

describe('a value in a document', () => {
  it.each(vectors)('$type $value is $en, $zh-CN and to programs $plain', ({ type, value, plain, ...expected }) => {
    expect(valueText(type, value, { language: 'en', timeZone })).toBe(expected.en);
    expect(valueText(type, value, { language: 'zh-CN', timeZone })).toBe(expected['zh-CN']);
    expect(plainText(type, value, { language: 'zh-CN', timeZone })).toBe(plain);
  });
});
