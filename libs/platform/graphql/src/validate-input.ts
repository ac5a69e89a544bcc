import { validate, type ValidationError } from 'class-validator';
import { platformErrors, type BilingualText } from '@quadhelix/access';
import { decodeIds } from './ids.js';

/** What a broken rule says in Chinese; `n` is the number in its English text. */
const CHINESE: Readonly<Record<string, (n: string, english: string) => string>> = {
  isLength: (n, english) => (english.includes('longer') ? `至少 ${n} 个字符` : `最多 ${n} 个字符`),
  maxLength: (n) => `最多 ${n} 个字符`,
  min: (n) => `不得小于 ${n}`,
  max: (n) => `不得大于 ${n}`,
  isInt: () => '须为整数',
  isIn: () => '不在允许的值之内',
  matches: () => '格式不正确',
  arrayMinSize: (n) => `至少 ${n} 项`,
  arrayMaxSize: (n) => `最多 ${n} 项`,
};

/** The problem in both languages; a rule without Chinese words falls back to "does not fit". */
export function problemText(rule: string, english: string): BilingualText {
  const n = /\d+/.exec(english)?.[0] ?? '';
  return { en: english, 'zh-CN': CHINESE[rule]?.(n, english) ?? '不符合要求' };
}

function firstProblem(errors: readonly ValidationError[], path: string): { field: string; problem: BilingualText } | null {
  for (const error of errors) {
    const field = /^\d+$/.test(error.property) ? `${path}[${error.property}]` : path ? `${path}.${error.property}` : error.property;
    const [broken] = Object.entries(error.constraints ?? {});
    if (broken) return { field, problem: problemText(...broken) };
    const below = firstProblem(error.children ?? [], field);
    if (below) return below;
  }
  return null;
}

/** Checks an input object by its class-validator rules, then turns global ids into row ids. Throws INPUT_INVALID or ID_INVALID with the field. */
export async function validateInput(value: unknown): Promise<void> {
  if (typeof value !== 'object' || value === null) return;
  const errors = await validate(value, { forbidUnknownValues: false, whitelist: false });
  const problem = firstProblem(errors, '');
  if (problem) throw platformErrors.INPUT_INVALID({ field: problem.field, params: { problem: problem.problem } });
  decodeIds(value);
}
