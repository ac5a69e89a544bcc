import { z } from 'zod';

/** Thrown by {@link loadConfig}. The message names every wrong variable and never shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(['The configuration is not usable:', ...problems.map(line)].join('\n'));
  }
}

export interface ConfigProblem {
  readonly variable: string;
  readonly wrong: string;
  readonly todo: string;
}

/** A PostgreSQL address, e.g. `postgresql://role:password@host:5432/database`. */
export const databaseUrl = () =>
  z
    .string()
    .refine((value) => /^postgres(ql)?:\/\/[^/\s]+\/[^/\s]+/.test(value), 'is not a PostgreSQL address')
    .describe('set it to postgresql://role:password@host:port/database');

/** A TCP port; 0 asks the system for a free one. */
export const port = () =>
  z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(0, 'is below 0')
    .max(65_535, 'is above 65535')
    .describe('set it to a free TCP port, for example 4000');

/** A secret of at least 32 characters. */
export const secret = () =>
  z.string().min(32, 'is shorter than 32 characters').describe('set it to a random value, for example from: openssl rand -hex 32');

/** One of pino's levels; `info` where unset. */
export const logLevel = () =>
  z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'is not a log level')
    .default('info')
    .describe('set it to fatal, error, warn, info, debug, trace or silent, or leave it unset');

/**
 * Reads the variables that `schema` names from `env` and checks all of them at once, so that a start either has
 * everything it needs or says everything that is missing. An empty variable counts as unset; unknown ones are ignored.
 * A variable's `.describe(…)` text is the advice shown when it is wrong.
 *
 * @throws ConfigError listing each variable, what is wrong with it and what to do
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? '(all)');
      return {
        variable,
        wrong: variable !== '(all)' && given[variable] === undefined ? 'is not set' : issue.message,
        todo: adviceOf(schema.shape[variable]) ?? 'correct it and start again',
      };
    }),
  );
}

function adviceOf(field: unknown): string | undefined {
  if (!(field instanceof z.ZodType)) return undefined;
  const wrapped = field instanceof z.ZodDefault || field instanceof z.ZodOptional;
  return field.description ?? (wrapped ? adviceOf(field.unwrap()) : undefined);
}

function line({ variable, wrong, todo }: ConfigProblem): string {
  return `  ${variable}: ${wrong}. What to do: ${todo}.`;
}
