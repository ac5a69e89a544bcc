/** How many calls a minute. */
export interface PaceLimits {
  readonly each: number;
  readonly all: number;
}

const MINUTE = 60_000;
const MOST_ADDRESSES = 10_000;

/** Counts calls of the present minute in this process, by caller and together. Keeps nothing beyond the minute. */
export class Pace {
  private minute = -1;
  private total = 0;
  private counts = new Map<string, number>();

  constructor(private readonly limits: PaceLimits) {}

  /** Counts a call; whole seconds to wait where it is one too many, else 0. */
  wait(caller: string, now: Date): number {
    const minute = Math.floor(now.getTime() / MINUTE);
    if (minute !== this.minute) {
      this.minute = minute;
      this.total = 0;
      this.counts = new Map();
    }
    this.total += 1;
    const count = (this.counts.get(caller) ?? 0) + 1;
    if (count > 1 || this.counts.size < MOST_ADDRESSES) this.counts.set(caller, count);
    const over = count > this.limits.each || this.total > this.limits.all;
    return over ? Math.ceil(((minute + 1) * MINUTE - now.getTime()) / 1000) : 0;
  }
}
