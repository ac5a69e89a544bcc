import type pg from 'pg';
import { platformErrors } from '@quadhelix/access';
import { isPostgresError } from './errors-of-postgres.js';

/** SQLSTATE of a transaction that lasted longer than transaction_timeout; PostgreSQL closes the connection with it. */
const TRANSACTION_TIMEOUT = '25P04';

/** Name under which the triggers of sandboxes refuse to mix what is invented with what is real. */
const SANDBOX_WALL = 'sandbox_apart';

export type Row = Record<string, unknown>;

/** Deadlock, failed serialization, a lock that somebody else held too long, a server that stops: the same request may succeed when it is sent again. */
const AGAIN = new Set(['40P01', '40001', '55P03', '57P01', '57P02', '57P03']);

/** Classes of errors by which PostgreSQL says at a COMMIT that it rolled back: a constraint, a conflict. After any other, and without an answer, nobody knows. */
const refusesCommit = (error: unknown): boolean => isPostgresError(error) && /^(23|40)/.test(error.code);

function mended(error: unknown): unknown {
  if (!isPostgresError(error)) return error;
  // What is on the other side of a sandbox's wall is answered as what does not exist.
  if (error.constraint === SANDBOX_WALL) return Object.assign(platformErrors.NOT_FOUND(), { cause: error });
  if (error.code === TRANSACTION_TIMEOUT) return Object.assign(platformErrors.DEADLINE_EXCEEDED(), { cause: error });
  return AGAIN.has(error.code) ? Object.assign(platformErrors.TRANSACTION_FAILED(), { cause: error }) : error;
}

/** One open PostgreSQL transaction on one connection. Counts its statements; a commit that was really a rollback is an error. */
export class Transaction {
  private open = true;
  private savepoints = 0;
  statements = 0;
  /** Rows that were answered. */
  rows = 0;
  failed = false;

  constructor(private readonly client: pg.PoolClient) {}

  async query<T extends Row = Row>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    if (!this.open) throw new Error('The transaction has ended: a scope must not outlive its operation');
    this.statements += 1;
    try {
      const result = await this.client.query<T>(text, values as unknown[]);
      this.rows += result.rows.length;
      return result.rows;
    } catch (error) {
      this.failed = true;
      throw mended(error);
    }
  }

  /** Runs work so that an SQL error or a refusal inside undoes only this work. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `s${String((this.savepoints += 1))}`;
    const failedBefore = this.failed;
    await this.query(`savepoint ${name}`);
    try {
      const answer = await work();
      await this.query(`release savepoint ${name}`);
      return answer;
    } catch (error) {
      await this.query(`rollback to savepoint ${name}`);
      this.failed = failedBefore;
      await this.query(`release savepoint ${name}`);
      throw error;
    }
  }

  /**
   * PostgreSQL answers COMMIT of a failed transaction with the tag ROLLBACK and no error: the tag decides. Throws OUTCOME_UNKNOWN where the answer did not come.
   * A `last` statement goes out together with the COMMIT, so that a lock it takes is held for no round trip.
   */
  async commit(last?: { readonly text: string; readonly values: readonly unknown[] }): Promise<void> {
    let tag: string;
    const refusal = last && this.query(last.text, last.values).then(() => undefined, (error: unknown) => error);
    try {
      tag = await this.end('commit');
    } catch (error) {
      // PostgreSQL answered that the statement before the COMMIT failed: nothing was written, and why is known.
      const why = await refusal;
      if (isPostgresError(why) || isPostgresError((why as Error | undefined)?.cause)) throw why;
      throw refusesCommit(error) ? error : Object.assign(platformErrors.OUTCOME_UNKNOWN(), { cause: error });
    }
    const why = await refusal;
    if (why !== undefined) throw why;
    if (tag !== 'COMMIT') throw platformErrors.TRANSACTION_FAILED();
  }

  /** Never throws: where the connection is gone, PostgreSQL has rolled back by itself. */
  async rollback(): Promise<void> {
    if (this.open) await this.end('rollback').catch(() => undefined);
  }

  /** Cuts the connection, whatever runs on it; it is never used again. Answers the number of its backend, which may still be at work; null where nothing was open. */
  destroy(): number | null {
    if (!this.open) return null;
    this.open = false;
    const { processID, connection } = this.client as unknown as { processID: number | null; connection: { stream: { destroy(): void } } };
    this.client.release(true);
    // A connection that pipelines says goodbye only after what it has sent is answered: that is what nobody waits for any more.
    connection.stream.destroy();
    return processID;
  }

  private async end(how: 'commit' | 'rollback'): Promise<string> {
    if (!this.open) throw new Error('The transaction has already ended');
    this.open = false;
    try {
      const { command } = await this.client.query(how);
      this.client.release();
      return command;
    } catch (error) {
      this.client.release(true);
      throw error;
    }
  }
}
