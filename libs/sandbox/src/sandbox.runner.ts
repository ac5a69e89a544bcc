import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@quadhelix/database';
import { CLOCK, type Clock } from '@quadhelix/service';
import { Advance } from './advance/advance.js';
import { sandboxStates } from './sandbox.states.js';
import { claimSandbox, holdSandbox, stepSandbox, Superseded } from './sandbox.store.js';
import { Seed } from './seed/seed.js';
import type { Sandbox } from './sandbox.entity.js';

/** So often is a preparation tried before its owner is told that it fails. */
const MAX_TRIES = 4;

/** Does in the worker what the state of a sandbox says is to be done. */
@Injectable()
export class SandboxRunner {
  private readonly tries = new Map<string, number>();

  constructor(private readonly database: Database, private readonly advance: Advance, private readonly seed: Seed, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Harmless to run again. Throws where the job is to come again. */
  async run({ tenantId }: { tenantId: string }, signal: AbortSignal): Promise<void> {
    const sandbox = await this.database.system(tenantId, 'sandbox', (scope) => claimSandbox(scope, tenantId, this.clock.now()));
    if (!sandbox) return;
    try {
      if (sandbox.state === 'ADVANCING') await this.advance.run(sandbox, signal);
      if (sandbox.state === 'PREPARING') await this.prepare(sandbox);
      if (sandbox.state === 'REMOVING') await this.seed.clear(sandbox);
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    }
  }

  private async prepare(sandbox: Sandbox): Promise<void> {
    try {
      await this.seed.fill(sandbox);
      this.tries.delete(sandbox.tenantId);
    } catch (error) {
      const tries = (this.tries.get(sandbox.tenantId) ?? 0) + 1;
      this.tries.set(sandbox.tenantId, tries);
      if (error instanceof Superseded || tries < MAX_TRIES) throw error;
      this.tries.delete(sandbox.tenantId);
      await this.database.system(sandbox.tenantId, 'sandbox', async (scope) => {
        await holdSandbox(scope, sandbox);
        await stepSandbox(scope, sandbox.tenantId, { state: sandboxStates.next(sandbox.state, 'fail'), problem: 'INTERNAL' });
      });
    }
  }
}
