import type { Database, Scope } from '@quadhelix/database';
import type { ImportSession } from './session.js';

/** Transactions of a real database, each begun anew. */
export class DatabaseSession implements ImportSession {
  constructor(
    private readonly database: Database,
    private readonly begin: () => Promise<Scope>,
  ) {}

  async openScope<T>(work: (scope: Scope) => Promise<T>, options: { rollback?: boolean } = {}): Promise<T> {
    const scope = await this.begin();
    let answer: T;
    try {
      answer = await work(scope);
      // What would only be found at the commit counts for a dry run too.
      if (options.rollback) await scope.sql('set constraints all immediate');
    } catch (error) {
      await this.database.rollback(scope);
      throw error;
    }
    if (options.rollback) await this.database.rollback(scope);
    else await this.database.commit(scope);
    return answer;
  }
}
