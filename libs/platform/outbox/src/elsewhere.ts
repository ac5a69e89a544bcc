import type { Database } from '@quadhelix/database';
import { eventQueue, type Jobs } from './jobs.js';
import type { Changed } from './projections.js';

/** Types of what several alliances share, or what a seat in one of them decides for another: the tables that `alliances_concerned` looks at. */
const SHARED = ['Organization', 'Person', 'Affiliation', 'Seat'];

/**
 * Lets the other alliances that a change of shared facts concerns make their projections anew: an organization's new name is found in each of them.
 * They learn ids of organizations and people that they have already, and not from where.
 */
export async function tellElsewhere(database: Database, jobs: Jobs, tenantId: string, changed: Changed): Promise<void> {
  if (!SHARED.some((type) => (changed[type] ?? []).length > 0)) return;
  await database.system(tenantId, 'tell other alliances', async (scope) => {
    const concerned = await scope.sql<{ tenant_id: string; changed: Changed }>('select tenant_id, changed from alliances_concerned($1)', [JSON.stringify(changed)]);
    for (const other of concerned) await jobs.send(scope, eventQueue, { tenantId: other.tenant_id, eventIds: [], changed: other.changed, fromElsewhere: true });
  });
}

/** Puts what another alliance changed into the change feed of this one. */
export async function noteElsewhere(database: Database, tenantId: string, changed: Changed): Promise<void> {
  await database.system(tenantId, 'changed elsewhere', async (scope) => {
    for (const [type, ids] of Object.entries(changed)) for (const id of ids) scope.touch(type, id);
  });
}
