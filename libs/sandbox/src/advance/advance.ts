import { Inject, Injectable } from '@nestjs/common';
import { Database, type Scope } from '@quadhelix/database';
import { Background, drainAlliance, firstDue, handleDue, Jobs } from '@quadhelix/outbox';
import { CLOCK, type Clock } from '@quadhelix/service';
import type { Sandbox } from '../sandbox.entity.js';
import { sandboxQueue } from '../sandbox.queue.js';
import { sandboxStates } from '../sandbox.states.js';
import { holdSandbox, stepSandbox } from '../sandbox.store.js';

/** Due times of one job; what is left goes on in the next one, so that no job lasts long and none is done twice for long after a crash. */
const PER_JOB = 100;
/** Due times of one advance. Something that makes itself due again and again ends here. */
const IN_ALL = 20_000;

/** How far an advance is, counted over its jobs. */
interface Progress {
  done: number;
  failed: number;
}

/**
 * Moves the clock of a sandbox from one due time to the next. At each, the clock stands still until what was due is handled and all that follows from it has happened: events,
 * notifications, what is found, messages, webhooks. So everything is done once, in its order, and bears the time at which it would have happened.
 */
@Injectable()
export class Advance {
  constructor(
    private readonly database: Database,
    private readonly background: Background,
    private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Goes on with the advance of a sandbox that was claimed. Throws where the job is to come again, and Superseded. */
  async run(sandbox: Sandbox, signal: AbortSignal): Promise<void> {
    const to = sandbox.advanceTo ?? sandbox.clock;
    const { dueKinds } = this.background.parts;
    const { tenantId } = sandbox;
    const progress: Progress = { done: sandbox.advanceDone, failed: sandbox.advanceFailed };
    const tried: string[] = [];
    for (let steps = 0; ; steps += 1) {
      await drainAlliance(this.database, this.background.parts, tenantId, [sandboxQueue.name], signal);
      if (signal.aborted) throw new Error('The worker stops; the advance goes on in the next one');
      if (progress.done + progress.failed >= IN_ALL) return this.arrive(sandbox, null);
      const due = await this.inSandbox(sandbox, (scope) => firstDue(scope, dueKinds, to, tried));
      if (!due) break;
      if (steps >= PER_JOB) return this.inSandbox(sandbox, (scope) => this.jobs.send(scope, sandboxQueue, { tenantId }));
      await this.stand(sandbox, due.dueAt);
      tried.push(due.id);
      await this.handle(sandbox, due.id, progress);
    }
    await this.stand(sandbox, to);
    return this.arrive(sandbox, to);
  }

  /** In a transaction of its own: from the next one on, in every process, it is that time. */
  private stand(sandbox: Sandbox, at: Date): Promise<void> {
    return this.inSandbox(sandbox, async (scope) => {
      await scope.sql('update sandboxes set clock_held_at = greatest(clock_held_at, $2) where tenant_id = $1', [sandbox.tenantId, at]);
    });
  }

  /** Handled and counted in one transaction. What fails stays due, and keeps nothing else waiting. */
  private async handle(sandbox: Sandbox, id: string, progress: Progress): Promise<void> {
    const { dueKinds } = this.background.parts;
    const count = (scope: Scope, column: 'advance_done' | 'advance_failed') => scope.sql(`update sandboxes set ${column} = ${column} + 1 where tenant_id = $1`, [sandbox.tenantId]);
    const handled = await this.inSandbox(sandbox, async (scope) => {
      if (!(await scope.savepoint(() => handleDue(scope, dueKinds, id)).catch(() => false))) return false;
      await count(scope, 'advance_done');
      return true;
    });
    if (!handled) await this.inSandbox(sandbox, (scope) => count(scope, 'advance_failed'));
    progress[handled ? 'done' : 'failed'] += 1;
  }

  /** The clock goes on from here. `at` is null where it stops before it is there. */
  private arrive(sandbox: Sandbox, at: Date | null): Promise<void> {
    return this.inSandbox(sandbox, async (scope) => {
      const clock = at ?? scope.now;
      await stepSandbox(scope, sandbox.tenantId, { state: sandboxStates.next(sandbox.state, 'arrive'), clockHeldAt: null, problem: at === null ? 'SANDBOX_TOO_MANY_DUE' : null });
      await scope.sql('update sandboxes set clock_ahead_ms = greatest(clock_ahead_ms, $2) where tenant_id = $1', [sandbox.tenantId, clock.getTime() - this.clock.now().getTime()]);
      scope.record({ type: 'sandbox.advanced', subjectType: 'Alliance', subjectId: sandbox.tenantId, payload: { from: sandbox.advanceFrom?.toISOString(), to: clock.toISOString() } });
    });
  }

  private inSandbox<T>(sandbox: Sandbox, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.database.system(sandbox.tenantId, 'sandbox clock', async (scope) => {
      await holdSandbox(scope, sandbox);
      return work(scope);
    });
  }
}
