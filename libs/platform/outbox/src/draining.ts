import type { Database } from '@quadhelix/database';
import type { BackgroundParts } from './background.js';
import { eventQueue, type RecordedJob } from './jobs.js';
import { handleRecorded } from './recorded-job.js';

/** A job as it waits. */
interface WaitingJob {
  id: string;
  name: string;
  data: RecordedJob;
}

/** So many jobs one alliance may leave behind at one instant. */
const MOST = 10_000;

/**
 * Does now, in their order, all jobs of one alliance that wait or that some worker is at, and those that they leave behind, until none is left. A worker may
 * do the same one at the same time or again: handlers and jobs are harmless to repeat, and an event that is being handled is waited for. One that fails is left to the worker,
 * which tries it again. `except`: queues that are left alone. Answers how many were done.
 */
export async function drainAlliance(database: Database, background: BackgroundParts, tenantId: string, except: readonly string[], signal: AbortSignal): Promise<number> {
  const queues = [eventQueue.name, ...background.jobs.map(({ queue }) => queue.name)].filter((name) => !except.includes(name));
  const seen: string[] = [];
  for (;;) {
    const waiting = await jobsOf(database, tenantId, queues, seen);
    if (waiting.length === 0 || signal.aborted) return seen.length;
    for (const job of waiting) {
      seen.push(job.id);
      if (seen.length > MOST) throw new Error('The jobs of an alliance do not come to an end');
      if (await done(database, background, job, signal)) await forget(database, job);
    }
  }
}

/** Those that a worker has already are waited for by doing them too; but only events, whose handlers know what is being handled. */
function jobsOf(database: Database, tenantId: string, queues: readonly string[], seen: readonly string[]): Promise<WaitingJob[]> {
  return database.system(null, 'draining', (scope) => scope.sql<WaitingJob & Record<string, unknown>>(
    `select id, name, data from pgboss.job where name = any($2) and (state < 'active' or (state = 'active' and name = $4)) and data->>'tenantId' = $1 and not (id = any($3))
     order by created_on, id limit 200`, [tenantId, queues, seen, eventQueue.name]), { readOnly: true });
}

async function done(database: Database, background: BackgroundParts, { name, data }: WaitingJob, signal: AbortSignal): Promise<boolean> {
  try {
    if (name === eventQueue.name) await handleRecorded(database, background, data);
    else await background.jobs.find(({ queue }) => queue.name === name)?.handle(background.get)(data, signal);
    return true;
  } catch {
    return false;
  }
}

/** Unless a worker has taken it meanwhile. */
async function forget(database: Database, { id, name }: WaitingJob): Promise<void> {
  await database.system(null, 'draining', (scope) => scope.sql(`delete from pgboss.job where name = $2 and id = $1 and state < 'active'`, [id, name]));
}
