import { Injectable } from '@nestjs/common';
import { DomainError } from '@quadhelix/access';
import { Database, type Scope } from '@quadhelix/database';
import { runImport, type ImportResult } from '../run.js';
import { DatabaseSession } from '../session.database.js';
import type { ImportCounts } from '../tally.js';
import type { Import } from './import.entity.js';
import { importErrors } from './import.errors.js';
import { ImportKinds } from './import-kinds.js';
import { claim, finish, hold, ImportSuperseded, tellProgress, type ImportEnd } from './import.store.js';

const MAX_ATTEMPTS = 4;
/** A file of 100,000 rows in one transaction has so long; milliseconds. */
const STRICT_DEADLINE = 900_000;
const PROGRESS_EVERY = 250;

/**
 * Runs what people asked to import, in the worker.
 *
 * Each transaction enters again as the person, with the rights of that instant (`Database.beginAs`), instead of as the product itself after one check
 * when the file was taken in: so the rules of each row (a coordinator brings in people of his own school only) hold by the very code that a request runs
 * through, the audit trail names him, and a seat that ends in the middle ends the import. The price: one statement more for each transaction,
 * and an import of somebody who has left fails although he was entitled when he asked.
 */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly database: Database,
    private readonly kinds: ImportKinds,
  ) {}

  /** Brings an import to its end; does nothing where it has one. Throws where the job is to come again: a fault, a stopping worker, another one at work. */
  async run(tenantId: string, importId: string, signal?: AbortSignal): Promise<void> {
    const claimed = await this.database.system(tenantId, `import ${importId}`, (scope) => claim(scope, importId));
    if (!claimed) return;
    const { order, bytes, timeZone } = claimed;
    try {
      if (order.attempts > MAX_ATTEMPTS) throw importErrors.IMPORT_STOPPED({ params: { attempts: MAX_ATTEMPTS } });
      const result = await runImport({
        kind: this.kinds.offered(order.kind), file: bytes, timeZone, session: this.sessionOf(order), mode: order.mode === 'STRICT' ? 'strict' : 'lenient', dryRun: order.dryRun,
        language: order.language, onProgress: this.progressOf(order), beforeCommit: (scope, written) => finish(scope, order, endOf(written)), ...(signal ? { signal } : {}),
      });
      // A strict import that wrote has ended in the transaction that wrote.
      if (result.state !== 'WRITTEN' || order.mode === 'LENIENT') await this.end(order, endOf(result));
    } catch (error) {
      if (error instanceof ImportSuperseded) return;
      if (!(error instanceof DomainError)) throw error;
      await this.end(order, { state: 'FAILED', problems: [{ code: error.code, message: error.messageIn(order.language) }], problemCount: 1 });
    }
  }

  private sessionOf(order: Import): DatabaseSession {
    return new DatabaseSession(this.database, async () => {
      const scope = await this.database.beginAs(order, { requestId: `import-${order.id}`, timeout: STRICT_DEADLINE });
      try {
        await hold(scope, order);
        return scope;
      } catch (error) {
        await this.database.rollback(scope);
        throw error;
      }
    });
  }

  /** On a connection of its own, so that it can be watched while a strict import has not committed. */
  private progressOf(order: Import): (counts: ImportCounts) => Promise<void> {
    let next = 0;
    return async (counts) => {
      const now = performance.now();
      if (now < next) return;
      next = now + PROGRESS_EVERY;
      await this.asProduct(order, (scope) => tellProgress(scope, order, counts));
    };
  }

  private end(order: Import, end: ImportEnd): Promise<void> {
    return this.asProduct(order, (scope) => finish(scope, order, end));
  }

  private asProduct(order: Import, work: (scope: Scope) => Promise<void>): Promise<void> {
    return this.database.system(order.tenantId, `import ${order.id}`, work);
  }
}

function endOf({ state, total, done, added, updated, unchanged, failed, problems, problemCount }: Omit<ImportResult, 'rows' | 'fileHash'>): ImportEnd {
  return { state, total, done, added, updated, unchanged, failed, problems, problemCount };
}
