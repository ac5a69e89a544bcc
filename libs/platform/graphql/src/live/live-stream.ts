import { setTimeout as sleep } from 'node:timers/promises';
import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { DomainError } from '@quadhelix/access';
import type { Database, Scope } from '@quadhelix/database';
import { retryAfterOf } from '../format-error.js';
import { costOfAnswer } from '../limits/answer-cost.js';
import type { Turnstile } from '../limits/turnstile.js';
import type { LiveConnection } from './live-connection.js';
import type { LiveOperation } from './live-operation.js';
import type { Told } from './live-source.js';

/** What streams stand on. */
export interface LiveGround {
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly turnstile: Turnstile;
  readonly stall: number;
  readonly report: (error: unknown, requestId: string) => void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** How long to wait before the same is tried again; null where that does not help. */
function pauseOf(error: unknown): number | null {
  return error instanceof DomainError && (error.category === 'LIMIT' || error.category === 'UNAVAILABLE') ? (retryAfterOf(error) ?? 1) * 1_000 : null;
}

/**
 * The answers of one subscription. Each is read, authorized anew and made in one short transaction, and the next is looked for when the socket has taken the last:
 * nobody's slowness fills the memory, and nothing that happens meanwhile is lost, for it stands in the source.
 */
export class LiveStream implements AsyncGenerator<ExecutionResult, undefined, void> {
  private readonly ended = new AbortController();
  private readonly signal: AbortSignal;
  private after: string | null = null;
  private stalled: NodeJS.Timeout | null = null;

  constructor(private readonly ground: LiveGround, private readonly connection: LiveConnection, private readonly asked: LiveOperation) {
    this.signal = AbortSignal.any([this.ended.signal, connection.signal]);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.stalled) clearTimeout(this.stalled);
    while (!this.signal.aborted) {
      try {
        const { told, answer } = await this.look();
        this.after = told.after;
        if (answer) return this.hand(answer);
        if (!told.more) await this.asked.source.wait(this.connection.actor?.tenantId ?? '', told.seen, this.signal);
      } catch (error) {
        const pause = pauseOf(error);
        if (pause === null) throw error;
        await sleep(pause, undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
    return DONE;
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.ended.abort();
    if (this.stalled) clearTimeout(this.stalled);
    return Promise.resolve(DONE);
  }

  async throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return();
  }

  private hand(value: ExecutionResult): IteratorYieldResult<ExecutionResult> {
    this.stalled = setTimeout(() => { this.connection.cut(); }, this.ground.stall);
    return { done: false, value };
  }

  /** One transaction: paid for, entered as who is there now. What it refuses about the caller ends the connection. */
  private async look(): Promise<{ told: Told; answer: ExecutionResult | null }> {
    const { database, turnstile, schema, report } = this.ground;
    const { source, args, document, operation, variables, cost } = this.asked;
    const context = this.connection.freshContext();
    try {
      const scope = await this.admitted(async () => {
        await turnstile.enter(context, cost);
        return this.connection.enter();
      });
      try {
        const told = await source.next(scope, args, this.after);
        const answer = told.payload && await execute({
          schema, document, rootValue: told.payload, contextValue: Object.assign(context, { scope }), variableValues: variables, ...(operation.name ? { operationName: operation.name.value } : {}),
        });
        turnstile.settle(context, answer ? Math.max(1, costOfAnswer(schema, document, operation, answer.data)) : 1);
        // An answer with an error in it is an answer: nothing was written that could be lost.
        await (scope.failed ? database.rollback(scope) : database.commit(scope));
        return { told, answer };
      } catch (error) {
        await database.rollback(scope);
        if (!(error instanceof DomainError)) report(error, context.requestId);
        throw error;
      }
    } finally {
      context.leave?.();
    }
  }

  private async admitted(enter: () => Promise<Scope>): Promise<Scope> {
    try {
      return await enter();
    } catch (error) {
      if (pauseOf(error) === null) this.connection.refuse(error);
      throw error;
    }
  }
}
