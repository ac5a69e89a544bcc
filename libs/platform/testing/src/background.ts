import pg from 'pg';
import { DeliverySender } from '@quadhelix/notifications';
import { Background, dispatch, tick } from '@quadhelix/outbox';
import type { World } from './world.js';

/** Events that were handed out already, by world. */
const handedOut = new WeakMap<World, Set<string>>();

/**
 * Does what a worker does, until nothing is left at the instant of the world's clock: events, due times, messages. Without queues, so that a test waits for
 * nothing. Answers how many messages were tried. `again` hands all events out once more, as a job that runs twice does;
 * without `sending` messages stay queued.
 */
export async function runBackground(world: World, options: { again?: boolean; sending?: boolean } = {}): Promise<number> {
  const { database, get } = world.api;
  const { handlers, dueKinds } = get(Background).parts;
  const seen = options.again ? new Set<string>() : (handedOut.get(world) ?? new Set());
  handedOut.set(world, seen);
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  try {
    for (let attempts = 0; ;) {
      const { rows } = await superuser.query<{ tenant_id: string; ids: string[] }>('select tenant_id, array_agg(id order by at, id) as ids from events group by tenant_id');
      let done = 0;
      for (const { tenant_id: tenantId, ids } of rows) {
        const fresh = ids.filter((id) => !seen.has(id));
        if (fresh.length > 0) await dispatch(database, handlers, tenantId, fresh);
        for (const id of fresh) seen.add(id);
        const sent = options.sending === false ? 0 : await get(DeliverySender).run(tenantId);
        attempts += sent;
        done += fresh.length + sent;
      }
      done += await tick(database, dueKinds, world.clock.now());
      if (done === 0) return attempts;
    }
  } finally {
    await superuser.end();
  }
}
