import { platformErrors } from '@quadhelix/access';
import type { BucketSize, PointBuckets } from '@quadhelix/database';
import { limitErrors } from './limit.errors.js';
import type { Unpaid } from './unpaid.js';

/** Milliseconds that points which were charged and not used are collected before they go back in one statement. */
const COLLECTED = 500;

/** Where the caller's bucket stands. */
export interface Throttle {
  readonly bucket: string;
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  /** Points that come back each second. */
  readonly restoreRate: number;
}

/** Charges operations to the bucket of their client and alliance, by the cost known before they run, and gives back what they did not use. */
export class Points {
  private readonly unused = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly buckets: PointBuckets, private readonly size: BucketSize, private readonly unpaid: Unpaid, private readonly now: () => Date,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** One statement. Throws UNAUTHENTICATED, or RATE_LIMITED with the seconds to wait; `told` gets the state of the bucket in either case. */
  async charge(caller: { tokenHash: Buffer | null; alliance: string | null }, cost: number, told: (throttle: Throttle) => void): Promise<void> {
    if (!caller.tokenHash) throw platformErrors.UNAUTHENTICATED();
    const ask = () => this.buckets.charge(caller.tokenHash as Buffer, caller.alliance, cost, this.size, this.now());
    let charge = await ask();
    this.unpaid.judge(caller.tokenHash, charge !== null);
    // What this process still has to give back may be just what is missing.
    if (charge && !charge.paid && this.unused.has(charge.bucket)) {
      await this.settle();
      charge = await ask();
    }
    if (!charge) throw platformErrors.UNAUTHENTICATED();
    const { bucket, points, paid } = charge;
    told(this.stateOf(bucket, points + (this.unused.get(bucket) ?? 0)));
    if (paid) return;
    throw limitErrors.RATE_LIMITED({ params: { cost, seconds: Math.max(1, Math.ceil((cost - points) / this.size.perSecond)) } });
  }

  /** Notes points to give back, and answers where the bucket stands then. */
  giveBack(throttle: Throttle, points: number): Throttle {
    if (points <= 0) return throttle;
    this.unused.set(throttle.bucket, (this.unused.get(throttle.bucket) ?? 0) + points);
    this.timer ??= setTimeout(() => { this.settle().catch(this.onError); }, COLLECTED).unref();
    return this.stateOf(throttle.bucket, throttle.currentlyAvailable + points);
  }

  /** Gives all back at once. */
  async settle(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.unused.size === 0) return;
    const amounts = new Map(this.unused);
    this.unused.clear();
    await this.buckets.refund(amounts, this.size.maximum);
  }

  private stateOf(bucket: string, points: number): Throttle {
    const { maximum, perSecond } = this.size;
    return { bucket, maximumAvailable: maximum, currentlyAvailable: Math.floor(Math.min(maximum, points)), restoreRate: perSecond };
  }
}
