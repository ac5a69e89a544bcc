import type { Database } from '@quadhelix/database';
import type { BackgroundParts } from './background.js';
import { noteElsewhere, tellElsewhere } from './elsewhere.js';
import { dispatch } from './handlers.js';
import type { RecordedJob } from './jobs.js';
import { refreshProjections } from './projections.js';

/** Does all that follows from what a transaction recorded. Throws the first failure, so that the job comes again; a handler that fails again and again keeps no projection from being right. */
export async function handleRecorded(database: Database, { handlers, projections, queues }: BackgroundParts, { tenantId, eventIds, changed, fromElsewhere }: RecordedJob): Promise<void> {
  const handled = await Promise.allSettled([dispatch(database, handlers, tenantId, eventIds)]);
  if (changed && fromElsewhere) await noteElsewhere(database, tenantId, changed);
  if (changed && !fromElsewhere) await tellElsewhere(database, queues, tenantId, changed);
  if (changed) await refreshProjections(database, projections, tenantId, changed);
  for (const each of handled) if (each.status === 'rejected') throw each.reason;
}
