import type { Health } from './health.js';
import type { Logger } from './logger.js';

export interface StopHook {
  readonly name: string;
  run(): Promise<unknown> | unknown;
}

/** The part of `process` that stopping needs; tests pass their own. */
export interface StoppableProcess {
  once(event: string, listener: () => void): unknown;
  on(event: string, listener: () => void): unknown;
  exit(code: number): unknown;
  readonly connected?: boolean;
}

export interface GracefulStopOptions {
  readonly health: Health;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** Run one after the other, in this order: first stop taking work, then finish it, then close connections. */
  readonly hooks: readonly StopHook[];
  /** Time between `/readyz` turning 503 and the first hook, for routers to notice. Default 0. */
  readonly drainMilliseconds?: number;
  /** After this the process exits with 1, whatever is still running. Default 9,000; the promise to operators is 10 s. */
  readonly timeoutMilliseconds?: number;
  readonly process?: StoppableProcess;
}

export interface GracefulStop {
  /** Starts the stop by hand; the same promise for every caller. Resolves just before the process exits. */
  stop(reason: string): Promise<void>;
}

/**
 * Stops the process in order on SIGTERM, SIGINT or when the IPC channel to the parent closes (a killed parent leaves no
 * child behind): `/readyz` turns 503, the hooks run, the process exits with 0; with 1 where a hook failed or time ran out.
 * A failing hook does not keep the later ones from running. Further signals change nothing.
 */
export function gracefulStop(options: GracefulStopOptions): GracefulStop {
  const target = options.process ?? (process as StoppableProcess);
  let running: Promise<void> | undefined;
  const stop = (reason: string): Promise<void> => (running ??= stopOnce(options, target, reason));

  target.on('SIGTERM', () => void stop('SIGTERM'));
  target.on('SIGINT', () => void stop('SIGINT'));
  if (target.connected) target.once('disconnect', () => void stop('parent gone'));
  return { stop };
}

async function stopOnce(options: GracefulStopOptions, target: StoppableProcess, reason: string): Promise<void> {
  const { health, logger, hooks, drainMilliseconds = 0, timeoutMilliseconds = 9_000 } = options;
  health.stopping();
  logger.info({ reason }, 'stopping');
  let current = 'drain';
  const deadline = setTimeout(() => {
    logger.error({ hook: current }, 'not stopped in time');
    target.exit(1);
  }, timeoutMilliseconds);

  if (drainMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, drainMilliseconds));
  let failed = false;
  for (const hook of hooks) {
    current = hook.name;
    try {
      await hook.run();
    } catch (err) {
      failed = true;
      logger.error({ err, hook: hook.name }, 'stop hook failed');
    }
  }
  clearTimeout(deadline);
  logger.info('stopped');
  target.exit(failed ? 1 : 0);
}
