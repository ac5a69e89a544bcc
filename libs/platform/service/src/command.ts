import type { Database } from '@quadhelix/database';

export interface CommandOption {
  /** What it takes, in a few words: shown in the usage. */
  readonly value: string;
  readonly required: boolean;
}

/** Something that only the operator of an installation may do: `npm run operate -- <name> --<option> <value>`. A slice registers its own. */
export interface Command {
  /** Unique, `<noun>-<verb>`, e.g. `rule-authority-register`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Does it, as the product itself; throws DomainError where it can't. What it says is printed. */
  run(database: Database, options: Readonly<Record<string, string | undefined>>, say: (line: string) => void): Promise<void>;
}

/** How a command is called, one line. */
export const usageOf = ({ name, summary, options }: Command): string => {
  const words = Object.entries(options).map(([option, { value, required }]) => (required ? `--${option} <${value}>` : `[--${option} <${value}>]`));
  return `npm run operate -- ${[name, ...words].join(' ')}\n    ${summary}`;
};
