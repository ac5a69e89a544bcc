import { Injectable } from '@nestjs/common';
import type { Database } from '@quadhelix/database';
import { Jobs, type DailyTask } from '@quadhelix/outbox';
import { sandboxQueue } from './sandbox.queue.js';
import { KEPT_UNUSED_DAYS } from './sandbox.settings.js';

const DAY = 86_400_000;

/** Lets sandboxes go that nobody used for long, and again those whose removal did not come to its end. */
@Injectable()
export class SandboxRetirement implements DailyTask {
  readonly name = 'sandboxes';

  constructor(private readonly jobs: Jobs) {}

  async run(database: Database, now: Date): Promise<void> {
    await database.system(null, 'retire sandboxes', async (scope) => {
      const retired = await scope.sql<{ id: string }>('select retire_sandboxes($1) as id', [new Date(now.getTime() - KEPT_UNUSED_DAYS * DAY)]);
      for (const { id } of retired) await this.jobs.send(scope, sandboxQueue, { tenantId: id });
    });
  }
}
