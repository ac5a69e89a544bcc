import type { Clock } from '@quadhelix/service';

interface Trail {
  failures: number;
  blockedUntil: number;
  lastAt: number;
}

export interface SlowDownLimits {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The longest wait; waits double from one second. */
  readonly maxWaitSeconds: number;
  /** Failures are forgotten after this time without one. */
  readonly forgetSeconds: number;
}

const MAX_KEYS = 10_000;

/**
 * Slows down guessing per key (a typed login, a network address), in this process's memory. It treats known and unknown
 * logins alike. Attempts count as failed from their start, so that many at once do not slip through together.
 */
export class SlowDown {
  readonly #trails = new Map<string, Trail>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: SlowDownLimits,
  ) {}

  /** Whole seconds until the next attempt is allowed; 0: now. */
  wait(key: string): number {
    const trail = this.#trails.get(key);
    return trail ? Math.max(0, Math.ceil((trail.blockedUntil - this.#now()) / 1000)) : 0;
  }

  /** Counts an attempt as failed until {@link succeeded} takes it back. */
  started(key: string): void {
    const now = this.#now();
    const known = this.#trails.get(key);
    const fresh = known && now - known.lastAt < this.limits.forgetSeconds * 1000;
    const failures = (fresh ? known.failures : 0) + 1;
    const over = failures - this.limits.free;
    const waitSeconds = over > 0 ? Math.min(this.limits.maxWaitSeconds, 2 ** Math.min(over - 1, 20)) : 0;
    this.#trails.delete(key);
    this.#trails.set(key, { failures, blockedUntil: now + waitSeconds * 1000, lastAt: now });
    if (this.#trails.size > MAX_KEYS) this.#forgetOldest();
  }

  /** Takes back attempts: all of a login's, one of an address's (whoever owns one account must not clear an address). */
  succeeded(key: string, forget: 'all' | 'one'): void {
    const trail = this.#trails.get(key);
    if (!trail) return;
    if (forget === 'all' || trail.failures <= 1) this.#trails.delete(key);
    else this.#trails.set(key, { ...trail, failures: trail.failures - 1 });
  }

  #forgetOldest(): void {
    const [oldest] = this.#trails.keys();
    if (oldest !== undefined) this.#trails.delete(oldest);
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
