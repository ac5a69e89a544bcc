import type { Database } from '@quadhelix/database';
import { DomainError } from '@quadhelix/access';
import type { GraphqlContext } from '../context.js';
import { Admission } from './admission.js';
import { Points } from './points.js';
import type { ServerLimits } from './server-limits.js';
import { Unpaid } from './unpaid.js';

/** What stands before a transaction: an operation is paid for, then gets one of the places. */
export class Turnstile {
  readonly unpaid: Unpaid;
  readonly points: Points;
  private readonly admission: Admission;

  constructor(private readonly database: Database, limits: ServerLimits, onError: (error: unknown) => void) {
    const now = (): Date => database.now();
    this.unpaid = new Unpaid(limits.unpaidPerMinute, now);
    this.points = new Points(database.buckets, limits.bucket, this.unpaid, now, onError);
    this.admission = new Admission(limits);
  }

  /** Throws UNAUTHENTICATED, RATE_LIMITED, OVERLOADED; nothing is owed then. */
  async enter(context: GraphqlContext, cost: number): Promise<void> {
    const charged = Math.max(1, cost);
    try {
      await this.points.charge(context, charged, (throttle) => { context.throttle = throttle; });
    } catch (error) {
      if (context.tokenHash && error instanceof DomainError && error.code === 'UNAUTHENTICATED') await this.database.noteUnknown(context.requestId);
      throw error;
    }
    context.paid = charged;
    try {
      context.leave = await this.admission.enter(charged, context.gone);
    } catch (error) {
      if (error instanceof DomainError) this.settle(context, 0);
      throw error;
    }
  }

  /** Gives back what the operation was charged beyond `used`. */
  settle(context: GraphqlContext, used: number): void {
    if (context.throttle) context.throttle = this.points.giveBack(context.throttle, context.paid - used);
    context.paid = used;
  }
}
