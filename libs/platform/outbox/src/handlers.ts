import type { Database, Scope } from '@quadhelix/database';

/** An event as it was recorded. */
export interface RecordedEvent {
  id: string;
  type: string;
  subjectType: string;
  subjectId: string;
  payload: Record<string, unknown>;
  at: Date;
}

/** Reacts to one type of event, in a transaction of its own in the event's alliance; it runs once per event, however often the job runs. */
export interface EventHandler {
  /** Unique and stable: it is remembered which handler has handled what. */
  readonly name: string;
  readonly event: string;
  handle(scope: Scope, event: RecordedEvent): Promise<void>;
}

/** Runs the handlers of some events of one alliance. Throws the first failure after all were tried, so that the job is tried again. */
export async function dispatch(database: Database, handlers: readonly EventHandler[], tenantId: string, eventIds: readonly string[]): Promise<void> {
  const events = await database.system(tenantId, 'events', (scope) => readEvents(scope, eventIds), { readOnly: true });
  const failures: unknown[] = [];
  for (const event of events) {
    for (const handler of handlers.filter((each) => each.event === event.type)) {
      try {
        await database.system(tenantId, `handler ${handler.name}`, (scope) => handleOnce(scope, handler, event));
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function readEvents(scope: Scope, ids: readonly string[]): Promise<RecordedEvent[]> {
  const rows = await scope.sql<{ id: string; type: string; subject_type: string; subject_id: string; payload: Record<string, unknown>; at: Date }>(
    'select id, type, subject_type, subject_id, payload, at from events where tenant_id = $1 and id = any($2) order by at, id', [scope.tenantId, ids],
  );
  return rows.map((row) => ({ id: row.id, type: row.type, subjectType: row.subject_type, subjectId: row.subject_id, payload: row.payload, at: row.at }));
}

async function handleOnce(scope: Scope, handler: EventHandler, event: RecordedEvent): Promise<void> {
  const mine = await scope.sql(
    'insert into event_handlings (tenant_id, event_id, event_at, handler, handled_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning handler',
    [scope.tenantId, event.id, event.at, handler.name, scope.now],
  );
  if (mine.length > 0) await handler.handle(scope, event);
}
