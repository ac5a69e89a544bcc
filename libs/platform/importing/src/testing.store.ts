import type { Scope } from '@quadhelix/database';
import type { ImportSession } from './session.js';

/** Rows in memory with transactions and savepoints: what the importer needs of a database, and a count of what it did. */
export class FakeStore implements ImportSession {
  rows = new Map<string, string>();
  transactions = 0;
  commits = 0;
  savepoints = 0;
  /** Thrown instead of the next commits. */
  failures: Error[] = [];

  async openScope<T>(work: (scope: Scope) => Promise<T>, options: { rollback?: boolean } = {}): Promise<T> {
    this.transactions += 1;
    const before = new Map(this.rows);
    try {
      const answer = await work({ savepoint: <A>(inner: () => Promise<A>) => this.savepoint(inner) } as unknown as Scope);
      const failure = this.failures.shift();
      if (failure) throw failure;
      if (options.rollback) this.rows = before;
      else this.commits += 1;
      return answer;
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }

  private async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.savepoints += 1;
    const before = new Map(this.rows);
    try {
      return await work();
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }
}
