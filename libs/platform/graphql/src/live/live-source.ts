import type { Scope } from '@quadhelix/database';

/** What a source told. */
export interface Told {
  /** Root value of the answer; null where there is nothing now. */
  readonly payload: object | null;
  /** Where to go on. */
  readonly after: string;
  /** Is there more to look at, without waiting? */
  readonly more: boolean;
  /** How far the source was looked at: what `wait` waits to be passed. */
  readonly seen: number;
}

/** Where the answers of a field of Subscription come from: read in order, each in a transaction of its own, so that nothing is lost between two of them. */
export interface LiveSource {
  /** Name of the field. */
  readonly field: string;
  /** What comes next after a place; at the beginning, where the arguments say. A DomainError ends the subscription. */
  next(scope: Scope, args: Readonly<Record<string, unknown>>, after: string | null): Promise<Told>;
  /** Resolves when there may be more in the alliance than was seen, or the signal is raised. */
  wait(tenantId: string, seen: number, signal: AbortSignal): Promise<void>;
}
