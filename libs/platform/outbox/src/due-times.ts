import type { Database, Scope } from '@quadhelix/database';

/** Something that happens by itself at an instant. Handled in the alliance it belongs to, exactly once. */
export interface DueKind {
  readonly kind: string;
  handle(scope: Scope, subjectId: string, dueAt: Date): Promise<void>;
}

/** Remembers that `kind` falls due for a subject at an instant, or at several; the same call twice is one. Part of the caller's transaction; one statement. */
export async function schedule(scope: Scope, kind: string, subjectId: string, dueAt: Date | readonly Date[]): Promise<void> {
  const instants = dueAt instanceof Date ? [dueAt] : dueAt;
  if (instants.length === 0) return;
  await scope.sql(
    'insert into due_times (id, tenant_id, kind, subject_id, due_at) select id, $2, $3, $4, due_at from unnest($1::uuid[], $5::timestamptz[]) as wanted (id, due_at) on conflict do nothing',
    [instants.map(() => scope.newId()), scope.tenantId, kind, subjectId, instants],
  );
}

/**
 * Has `kind` look at a subject at an instant, or at several, once the caller's transaction is committed: also where it has looked, or is looking, at this instant
 * already, as it could not see what the caller writes. For kinds that look what there is to do and may do so again; one statement.
 */
export async function wakeAt(scope: Scope, kind: string, subjectId: string, instants: readonly Date[]): Promise<void> {
  const each = [...new Set(instants.map((at) => at.getTime()))].sort((a, b) => a - b).map((at) => new Date(at));
  if (each.length === 0) return;
  // The update waits for a look that holds the row, and keeps the next one from it until the commit.
  await scope.sql(
    `insert into due_times (id, tenant_id, kind, subject_id, due_at) select id, $2, $3, $4, due_at from unnest($1::uuid[], $5::timestamptz[]) as wanted (id, due_at)
     on conflict (tenant_id, kind, subject_id, due_at) do update set done_at = null`,
    [each.map(() => scope.newId()), scope.tenantId, kind, subjectId, each],
  );
}

/**
 * Moves what falls due for a subject: open due times of this kind are forgotten, the given ones take their place. For a day that was moved; a handler that
 * is already running sees the facts as they are, so it should look at them too.
 */
export async function reschedule(scope: Scope, kind: string, subjectId: string, dueAt: readonly Date[]): Promise<void> {
  await scope.sql('delete from due_times where tenant_id = $1 and kind = $2 and subject_id = $3 and done_at is null and due_at <> all($4)', [scope.tenantId, kind, subjectId, dueAt]);
  await schedule(scope, kind, subjectId, dueAt);
}

/** Forgets what of `kind` was scheduled for a subject and has not happened, because it will fall due at another time or never. Part of the caller's transaction. */
export async function unschedule(scope: Scope, kind: string, subjectId: string): Promise<void> {
  await reschedule(scope, kind, subjectId, []);
}

interface Due {
  id: string;
  tenant_id: string;
  due_at: Date;
}

/**
 * Handles everything that is due at `now` by the clocks of its alliances, oldest first, `page` rows a look, until `signal` is raised; answers how many. Safe to run anywhere at any time, also twice at once:
 * each due time is claimed under a lock and marked done in the transaction of its effect. One that fails stays due and keeps no other waiting;
 * the first failure is thrown after all were tried.
 */
export async function tick(database: Database, kinds: readonly DueKind[], now: Date, options: { page?: number; signal?: AbortSignal } = {}): Promise<number> {
  const { page = 500, signal } = options;
  const byKind = new Map(kinds.map((each) => [each.kind, each]));
  let handled = 0;
  const failures: unknown[] = [];
  for (let last: Due | undefined, more = true; more; ) {
    const due = await dueAfter(database, last, [now, [...byKind.keys()], page]);
    for (const { id, tenant_id } of due) {
      if (signal?.aborted) return handled;
      try {
        handled += await database.system(tenant_id, 'due time', (scope) => handleOne(scope, byKind, id, scope.sandbox ? scope.now : now));
      } catch (error) {
        failures.push(error);
      }
    }
    last = due.at(-1);
    more = due.length === page;
  }
  if (failures.length > 0) throw failures[0];
  return handled;
}

function dueAfter(database: Database, last: Due | undefined, [now, kinds, page]: readonly [Date, readonly string[], number]): Promise<Due[]> {
  return database.system(null, 'tick', (scope) => scope.sql<Due & Record<string, unknown>>(
    'select id, tenant_id, due_at from open_due_times($1, $2, $3, $4, $5)', [now, kinds, last?.due_at ?? null, last?.id ?? null, page]), { readOnly: true });
}

/** The first due time of the alliance of the scope that is not done and falls due until an instant; null where there is none. `without`: ids to leave out. */
export async function firstDue(scope: Scope, kinds: readonly DueKind[], until: Date, without: readonly string[]): Promise<{ id: string; dueAt: Date } | null> {
  const [row] = await scope.sql<{ id: string; due_at: Date }>(
    'select id, due_at from due_times where tenant_id = $1 and done_at is null and due_at <= $2 and kind = any($3) and not (id = any($4)) order by due_at, id limit 1',
    [scope.tenantId, until, kinds.map(({ kind }) => kind), without]);
  return row ? { id: row.id, dueAt: row.due_at } : null;
}

/** Handles one due time of the alliance of the scope, in its transaction; false where another has done it or is at it. */
export async function handleDue(scope: Scope, kinds: readonly DueKind[], id: string): Promise<boolean> {
  return (await handleOne(scope, new Map(kinds.map((each) => [each.kind, each])), id, scope.now)) > 0;
}

async function handleOne(scope: Scope, byKind: ReadonlyMap<string, DueKind>, id: string, now: Date): Promise<number> {
  const [claimed] = await scope.sql<{ kind: string; subject_id: string; due_at: Date }>(
    'select kind, subject_id, due_at from due_times where id = $1 and done_at is null for update skip locked', [id],
  );
  const kind = claimed && byKind.get(claimed.kind);
  if (!claimed || !kind) return 0;
  await kind.handle(scope, claimed.subject_id, claimed.due_at);
  await scope.sql('update due_times set done_at = $2 where id = $1', [id, now]);
  return 1;
}
