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
  /**
   * Makes the next page of all that it keeps in the alliance anew, and removes what has no facts any more. Answers after which subject
   * the page following it begins; null at the end.
   */
  rebuild?(scope: Scope, after: string | null): Promise<string | null>;
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

/** One refresh of a projection at a time in an alliance, until the transaction ends: of two that read at once, the later writer might hold the older facts. */
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
      await inTurn(database, projection, tenantId, (scope) => projection.refresh(scope, own));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Makes all that a projection keeps in an alliance anew, one transaction for each page, beside everything that goes on. Nothing for one that can't. */
export async function rebuildProjection(database: Database, projection: Projection, tenantId: string): Promise<void> {
  const { rebuild } = projection;
  if (!rebuild) return;
  for (let after: string | null = null, more = true; more; more = after !== null) {
    after = await inTurn<string | null>(database, projection, tenantId, (scope) => rebuild.call(projection, scope, after));
  }
}

function inTurn<T>(database: Database, { name }: Projection, tenantId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return database.system(tenantId, `projection ${name}`, async (scope) => {
    await lockProjection(scope, name);
    return work(scope);
  });
}
