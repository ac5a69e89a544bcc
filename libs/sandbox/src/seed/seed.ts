import { Injectable } from '@nestjs/common';
import { Database, type Scope } from '@quadhelix/database';
import { DocumentStore } from '@quadhelix/documents';
import { removalQueue } from '@quadhelix/files';
import { DatabaseSession, ImportKinds, runImport, writeCsv } from '@quadhelix/importing';
import { Jobs } from '@quadhelix/outbox';
import type { Sandbox } from '../sandbox.entity.js';
import { sandboxStates } from '../sandbox.states.js';
import { holdSandbox, stepSandbox } from '../sandbox.store.js';
import { seedFiles } from './seed.files.js';

/** Fills sandboxes, by the product's own importer, and empties them. */
@Injectable()
export class Seed {
  constructor(private readonly database: Database, private readonly kinds: ImportKinds, private readonly jobs: Jobs, private readonly documents: DocumentStore) {}

  /** Empties a sandbox and fills it anew; begun again, it begins at the beginning. Throws Superseded, and Error where the product refuses its own samples. */
  async fill(sandbox: Sandbox): Promise<void> {
    await this.clear(sandbox);
    const today = await this.within(sandbox, (scope) => Promise.resolve(scope.today));
    for (const { kind, rows } of seedFiles(today)) {
      const session = new DatabaseSession(this.database, () => this.begin(sandbox, `sandbox samples: ${kind}`));
      const { state, problems } = await runImport({ kind: this.kinds.byName(kind), file: writeCsv(rows), session, mode: 'strict', language: 'en' });
      if (state !== 'WRITTEN') throw new Error(`The samples of ${kind} were refused: ${problems.slice(0, 3).map(({ row, field, code, message }) => `row ${String(row)} ${field ?? ''} ${code} ${message}`).join('; ')}`);
    }
    await this.within(sandbox, (scope) => stepSandbox(scope, sandbox.tenantId, { state: sandboxStates.next(sandbox.state, 'prepared'), problem: null }));
  }

  /** Removes all that is in a sandbox, in one transaction; also itself where it is being removed. Bytes go first: what is told of them is gone afterwards. */
  async clear(sandbox: Sandbox): Promise<void> {
    const { tenantId } = sandbox;
    await this.documents.removeAll(tenantId);
    await this.within(sandbox, async (scope) => {
      const files = await scope.sql<{ id: string }>('select id from files where tenant_id = $1', [tenantId]);
      for (const { id } of files) await this.jobs.send(scope, removalQueue, { tenantId, fileId: id });
      await scope.sql('select clear_sandbox()');
    });
  }

  private async within<T>(sandbox: Sandbox, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.database.system(sandbox.tenantId, 'sandbox', async (scope) => {
      await holdSandbox(scope, sandbox);
      return work(scope);
    });
  }

  private async begin(sandbox: Sandbox, purpose: string): Promise<Scope> {
    const scope = await this.database.beginSystem(sandbox.tenantId, purpose);
    try {
      await holdSandbox(scope, sandbox);
      return scope;
    } catch (error) {
      await this.database.rollback(scope);
      throw error;
    }
  }
}
