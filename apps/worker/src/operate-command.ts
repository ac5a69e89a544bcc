import { parseArgs } from 'node:util';
import { usageOf, type Command } from '@quadhelix/service';
import type { Product } from './product.js';

/** Said to the operator as it is. */
export class OperateError extends Error {}

/** All commands of all slices, by name. */
export function commandsOf({ slices, get }: Pick<Product, 'slices' | 'get'>): Command[] {
  return slices.flatMap((slice) => slice.commands.map((make) => make(get))).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Runs the command that the words name. Throws OperateError with the usage where they name none, or not all that it needs. */
export async function operate(product: Pick<Product, 'slices' | 'get' | 'database'>, words: readonly string[], say: (line: string) => void): Promise<void> {
  const commands = commandsOf(product);
  const command = commands.find(({ name }) => name === words[0]);
  if (!command) throw new OperateError(commands.map(usageOf).join('\n'));
  await command.run(product.database, optionsOf(command, words.slice(1)), say);
}

function optionsOf(command: Command, words: readonly string[]): Record<string, string | undefined> {
  const wrong = (why: string): OperateError => new OperateError(`${why}\n${usageOf(command)}`);
  let values: Record<string, string | undefined>;
  try {
    values = parseArgs({ args: [...words], options: Object.fromEntries(Object.keys(command.options).map((name) => [name, { type: 'string' as const }])) }).values as typeof values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const missing = Object.entries(command.options).filter(([name, { required }]) => required && (values[name] ?? '') === '').map(([name]) => `--${name}`);
  if (missing.length > 0) throw wrong(`Missing: ${missing.join(', ')}`);
  return values;
}
