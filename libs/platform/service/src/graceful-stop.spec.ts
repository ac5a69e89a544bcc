import { EventEmitter } from 'node:events';
import { gracefulStop } from './graceful-stop.js';
import type { StopHook } from './graceful-stop.js';
import { Health } from './health.js';

class FakeProcess extends EventEmitter {
  readonly connected = true;
  readonly #exit = Promise.withResolvers<number>();
  readonly exited = this.#exit.promise;
  exit(code: number): void {
    this.#exit.resolve(code);
  }
}

const logger = { info: () => undefined, error: () => undefined };

function start(hooks: StopHook[], timeoutMilliseconds?: number) {
  const health = new Health();
  health.ready();
  const process = new FakeProcess();
  gracefulStop({ health, logger, hooks, process, ...(timeoutMilliseconds ? { timeoutMilliseconds } : {}) });
  return { health, process };
}

describe('graceful stop', () => {
  it.each(['SIGTERM', 'SIGINT', 'disconnect'])('on %s turns unready first, runs the hooks in order, exits with 0', async (event) => {
    const seen: string[] = [];
    const note = (name: string): StopHook => ({
      name,
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve, name === 'http' ? 20 : 0));
        seen.push(`${name} ${String((await health.respond('/readyz'))?.status)}`);
      },
    });
    const { health, process } = start([note('http'), note('database')]);
    process.emit(event);
    expect(health.isStopping).toBe(true);
    expect(await process.exited).toBe(0);
    expect(seen).toEqual(['http 503', 'database 503']);
  });

  it('runs the hooks once, however many signals arrive', async () => {
    let runs = 0;
    const { process } = start([{ name: 'count', run: () => void (runs += 1) }]);
    process.emit('SIGINT');
    process.emit('SIGINT');
    process.emit('SIGTERM');
    await process.exited;
    expect(runs).toBe(1);
  });

  it('goes on after a failing hook and exits with 1', async () => {
    let closed = false;
    const { process } = start([
      { name: 'bad', run: () => Promise.reject(new Error('no')) },
      { name: 'good', run: () => void (closed = true) },
    ]);
    process.emit('SIGTERM');
    expect(await process.exited).toBe(1);
    expect(closed).toBe(true);
  });

  it('exits with 1 when a hook never ends', async () => {
    const { process } = start([{ name: 'stuck', run: () => new Promise(() => undefined) }], 30);
    process.emit('SIGTERM');
    expect(await process.exited).toBe(1);
  });
});
