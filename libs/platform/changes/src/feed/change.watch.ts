import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database, SETTINGS, type Settings } from '@quadhelix/database';
import { loadConfig } from '@quadhelix/service';

const variables = z.object({
  CHANGES_POLL_MS: z.coerce.number().int().min(10).max(2_000).default(250).describe('set it to the time between two looks at the change feed, in milliseconds, or leave it unset'),
});

interface Waiter {
  readonly tenantId: string;
  readonly seen: number;
  readonly wake: () => void;
}

/**
 * Wakes whoever waits for an alliance's feed to go on. One statement for all of a process, and none while nobody waits. (A NOTIFY in each writing transaction would make
 * all commits of the server queue behind one lock.)
 */
@Injectable()
export class ChangeWatch {
  private readonly waiters = new Set<Waiter>();
  private readonly every: number;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database, @Inject(SETTINGS) settings: Settings) {
    this.every = loadConfig(variables, settings.env).CHANGES_POLL_MS;
  }

  /** Resolves when the feed is past a position, or the signal is raised. */
  wait(tenantId: string, seen: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter = { tenantId, seen, wake: (): void => { this.waiters.delete(waiter); signal.removeEventListener('abort', waiter.wake); resolve(); } };
      this.waiters.add(waiter);
      signal.addEventListener('abort', waiter.wake, { once: true });
      this.timer ??= setTimeout(() => { void this.look(); }, this.every);
    });
  }

  private async look(): Promise<void> {
    const tenants = [...new Set([...this.waiters].map(({ tenantId }) => tenantId))];
    const heads = tenants.length === 0 ? [] : await this.heads(tenants);
    for (const { tenant_id: tenantId, position } of heads) {
      for (const waiter of this.waiters) if (waiter.tenantId === tenantId && position > waiter.seen) waiter.wake();
    }
    this.timer = this.waiters.size === 0 ? null : setTimeout(() => { void this.look(); }, this.every);
  }

  /** What can't be read now is looked at again. */
  private heads(tenants: readonly string[]): Promise<{ tenant_id: string; position: number }[]> {
    return this.database.system(null, 'change heads', (scope) => scope.sql<{ tenant_id: string; position: number }>('select tenant_id, position from change_heads where tenant_id = any($1)', [tenants]), { readOnly: true })
      .catch(() => []);
  }
}
