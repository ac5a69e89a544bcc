import type { Database } from '@quadhelix/database';

/** Something that happens once on each day (of UTC), whichever worker gets to it first. */
export interface DailyTask {
  /** Unique and stable: it is remembered on which day it ran. */
  readonly name: string;
  run(database: Database, now: Date, signal: AbortSignal): Promise<void>;
}

/** Runs what has not run on the day of `now`; answers how many. What fails comes again with the next call; the first failure is thrown after all were tried. */
export async function runDaily(database: Database, tasks: readonly DailyTask[], now: Date, signal: AbortSignal): Promise<number> {
  const day = now.toISOString().slice(0, 10);
  const failures: unknown[] = [];
  let ran = 0;
  for (const task of tasks) {
    if (signal.aborted) return ran;
    const mine = await database.system(null, 'daily', (scope) => scope.sql('insert into daily_runs (name, day, begun_at) values ($1, $2, $3) on conflict do nothing returning name', [task.name, day, now]));
    if (mine.length === 0) continue;
    try {
      await task.run(database, now, signal);
      ran += 1;
    } catch (error) {
      failures.push(error);
      await database.system(null, 'daily', (scope) => scope.sql('delete from daily_runs where name = $1 and day = $2', [task.name, day]));
    }
  }
  if (failures.length > 0) throw failures[0];
  return ran;
}
