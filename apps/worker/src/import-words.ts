import { parseArgs } from 'node:util';
import type { Language } from '@quadhelix/access';
import type { FileFormat } from '@quadhelix/importing';
import { ImportCommandError } from './import-file.js';

export const usage = `npm run import -- <kind> <file> [--alliance <slug>] [--mode strict|lenient] [--dry-run] [--language zh-CN|en]
npm run import -- <kind> --template csv|xlsx [--language zh-CN|en]     writes a file to fill in`;

/** The words of the command. */
export interface ImportWords {
  kind: string;
  file: string | undefined;
  alliance: string | null;
  mode: 'strict' | 'lenient';
  dryRun: boolean;
  language: Language;
  template: FileFormat | undefined;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new ImportCommandError(`--${name} is one of ${allowed.join(', ')}.\n${usage}`);
  return found;
}

/** Reads the words; throws ImportCommandError with the usage. Chinese where the environment is. */
export function readWords(words: readonly string[], environment: Readonly<Record<string, string | undefined>>): ImportWords {
  const { values, positionals } = parse(words);
  const [kind, file, ...more] = positionals;
  const template = values.template === undefined ? undefined : oneOf('template', values.template, ['csv', 'xlsx'] as const);
  if (kind === undefined || more.length > 0 || (file === undefined) === (template === undefined)) throw new ImportCommandError(usage);
  const spoken = environment['LC_ALL'] ?? environment['LANG'] ?? '';
  return {
    kind, file, template, alliance: values.alliance ?? null, dryRun: values['dry-run'] ?? false,
    mode: oneOf('mode', values.mode ?? 'strict', ['strict', 'lenient'] as const),
    language: oneOf('language', values.language ?? (spoken.startsWith('zh') ? 'zh-CN' : 'en'), ['zh-CN', 'en'] as const),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words], allowPositionals: true,
      options: { alliance: { type: 'string' }, mode: { type: 'string' }, 'dry-run': { type: 'boolean' }, language: { type: 'string' }, template: { type: 'string' } },
    });
  } catch (error) {
    throw new ImportCommandError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
