import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { describeError, withoutSecrets } from './redaction.js';

export type { Logger };

export interface LoggerOptions {
  /** pino level; `LOG_LEVEL` or `info` where unset. */
  readonly level?: string;
  /** Where lines go; standard output where unset. */
  readonly destination?: DestinationStream;
}

/**
 * A JSON logger, one line an entry, time in ISO 8601 UTC.
 *
 * Values under keys that name credentials or personal data are replaced, at any depth and in any spelling; bearer tokens
 * and passwords inside addresses are cut out of texts. Errors keep type, message, code and stack only: a database error's
 * `detail` quotes rows. Log pseudonyms and ids, never names: redaction is the net, not the rule.
 */
export function createLogger(name: string, options: LoggerOptions = {}): Logger {
  const settings = {
    name,
    level: options.level ?? (process.env.LOG_LEVEL || 'info'),
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (entry: Record<string, unknown>) => withoutSecrets(entry) as Record<string, unknown>,
    },
    serializers: { err: describeError, error: describeError },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...args: Parameters<Logger['info']>) => void) {
        method.apply(this, args.map(withoutSecrets) as Parameters<Logger['info']>);
      },
    },
  };
  const logger: Logger = options.destination ? pino(settings, options.destination) : pino(settings);
  const child = logger.child;
  // pino formats the bindings of the root only; children inherit this method.
  return Object.assign(logger, {
    child(this: Logger, bindings: Record<string, unknown>, ...rest: unknown[]) {
      return Reflect.apply(child, this, [withoutSecrets(bindings), ...rest]) as Logger;
    },
  }) as Logger;
}
