import { limitErrors } from './limit.errors.js';
import type { ServerLimits } from './server-limits.js';

/** Gives a place back; without effect the second time. */
export type Leave = () => void;

/** A bounded queue before the database: as many operations as it has connections run, some wait a little in order of arrival, the rest is told to come again. */
export class Admission {
  private running = 0;
  private load = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly limits: Pick<ServerLimits, 'running' | 'waiting' | 'patience' | 'load'>) {}

  /** Waits for a place. Throws OVERLOADED where too many wait, or too long; rejects when `gone` is raised. A single operation always fits, whatever it costs. */
  async enter(cost: number, gone: AbortSignal): Promise<Leave> {
    gone.throwIfAborted();
    const { running, waiting, load } = this.limits;
    const full = this.running >= running;
    if ((full && this.queue.length >= waiting) || (this.load > 0 && this.load + cost > load)) throw limitErrors.OVERLOADED();
    this.load += cost;
    if (!full) this.running += 1;
    else await this.wait(gone).catch((error: unknown) => { this.load -= cost; throw error; });
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.load -= cost;
      const next = this.queue.shift();
      // The place goes over to who waits longest.
      if (next) next();
      else this.running -= 1;
    };
  }

  private wait(gone: AbortSignal): Promise<void> {
    const place = Promise.withResolvers<void>();
    const entry = (): void => { place.resolve(); };
    const leaveQueue = (error: Error): void => {
      const at = this.queue.indexOf(entry);
      if (at >= 0) this.queue.splice(at, 1);
      place.reject(error);
    };
    const away = (): void => { leaveQueue(new Error('The client went away')); };
    const timer = setTimeout(() => { leaveQueue(limitErrors.OVERLOADED()); }, this.limits.patience);
    gone.addEventListener('abort', away, { once: true });
    this.queue.push(entry);
    return place.promise.finally(() => {
      clearTimeout(timer);
      gone.removeEventListener('abort', away);
    });
  }
}
