import type { Database, Recorded, Scope } from '@quadhelix/database';
import { eventQueue, type Jobs } from './jobs.js';

/** Ids of what changed, by type: `{ Placement: [...], Timesheet: [...] }`. */
export type Changed = Readonly<Record<string, readonly string[]>>;

/**
 * Something that is computed from facts and kept for reading: a search entry, a person's waiting work, a figure. It is made anew from the
 * facts as they are now, so it may run again and again, late, and for things that have gone.
 */
export interface Projection {
  readonly name: string;
  /** Types of subjects whose change it looks at. */
  readonly of: readonly string[];
  /** Makes anew what depends on these subjects, in the alliance of the scope. */
  refresh(scope: Scope, changed: Changed): Promise<void>;
}

/** The changes that some projection looks at; null where none does. */
export function watchedBy(projections: readonly Projection[], changed: Changed): Changed | null {
  const types = new Set(projections.flatMap(({ of }) => of));
  const kept = Object.entries(changed).filter(([type]) => types.has(type));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** Sends what a transaction recorded to the worker, in that transaction; nothing where nobody waits for it. */
export async function sendRecorded(jobs: Jobs, projections: readonly Projection[], scope: Scope, recorded: Recorded): Promise<void> {
  const tenantId = scope.actor.tenantId;
  const changed = watchedBy(projections, recorded.changed);
  if (tenantId === null || (recorded.eventIds.length === 0 && !changed)) return;
  await jobs.send(scope, eventQueue, { tenantId, eventIds: [...recorded.eventIds], changed });
}

/** One refresh at a time in an alliance: of two that read at once, the later writer might hold the older facts. */
export async function lockProjection(scope: Scope, name: string): Promise<void> {
  await scope.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`projection ${name} ${scope.tenantId}`]);
}

/** Runs the projections that look at these changes, one transaction each. Throws the first failure after all were tried. */
export async function refreshProjections(database: Database, projections: readonly Projection[], tenantId: string, changed: Changed): Promise<void> {
  const failures: unknown[] = [];
  for (const projection of projections) {
    const own = watchedBy([projection], changed);
    if (!own) continue;
    try {
      await database.system(tenantId, `projection ${projection.name}`, async (scope) => {
        await lockProjection(scope, projection.name);
        await projection.refresh(scope, own);
      });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
