/** Where the time comes from. Business code never calls `new Date()`; it asks its clock. */
export interface Clock {
  /** The present instant (UTC). Each call answers a new object. */
  now(): Date;
}

/** Nest token: `constructor(@Inject(CLOCK) clock: Clock)`. */
export const CLOCK = Symbol('Clock');

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told otherwise, so that a year can be simulated. */
export class TestClock implements Clock {
  #milliseconds: number;

  /** @param start an instant, as Date or ISO text; @throws RangeError where it is not one */
  constructor(start: Date | string = '2026-01-05T00:00:00Z') {
    this.#milliseconds = instant(start);
  }

  now(): Date {
    return new Date(this.#milliseconds);
  }

  /** Jumps to an instant, also back. */
  set(to: Date | string): void {
    this.#milliseconds = instant(to);
  }

  /** Moves on by the sum of the parts; a negative part moves back. A day is 24 hours. */
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number }): void {
    const hours = (by.days ?? 0) * 24 + (by.hours ?? 0);
    const seconds = (hours * 60 + (by.minutes ?? 0)) * 60 + (by.seconds ?? 0);
    this.#milliseconds = instant(new Date(this.#milliseconds + seconds * 1000 + (by.milliseconds ?? 0)));
  }
}

function instant(value: Date | string): number {
  const milliseconds = new Date(value).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not an instant: ${String(value)}`);
  return milliseconds;
}
