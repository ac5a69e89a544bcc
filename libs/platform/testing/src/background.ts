import pg from 'pg';
import { DeliverySender } from '@quadhelix/notifications';
import { dispatch, tick } from '@quadhelix/outbox';
import type { Slice } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { handlersOf } from '@quadhelix/worker';
import type { World } from './world.js';

/** Events that were handed out already, by world. */
const handedOut = new WeakMap<World, Set<string>>();

/**
 * Does what a worker does, until nothing is left at the instant of the world's clock: events, due times, messages. Without queues, so that a test waits for
 * nothing. Answers how many messages were tried. `again` hands all events out once more, as a job that runs twice does.
 */
export async function runBackground(world: World, slices: readonly Slice[] = allSlices, options: { again?: boolean } = {}): Promise<number> {
  const { database, get } = world.api;
  const handlers = handlersOf(slices, get);
  const dueKinds = slices.flatMap((slice) => slice.dueKinds.map((make) => make(get)));
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
        const sent = await get(DeliverySender).run(tenantId);
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
