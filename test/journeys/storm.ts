import pg from 'pg';
import type { Api } from '@quadhelix/api';
import type { World } from '@quadhelix/testing';
import { ask } from '../attacks/raw-request.js';
import { HAPPEN } from './happening.slice.js';

export interface StormOptions {
  readonly changes: number;
  readonly parallel: number;
  /** A connection of the api is killed each so many milliseconds. */
  readonly killEvery: number;
}

/** How a storm went. */
export interface Storm {
  readonly requests: number;
  readonly killed: number;
  readonly replayed: number;
  /** Changes that happened another number of times than once. */
  readonly wrong: readonly { name: string; times: number }[];
}

/**
 * Sends each change until it is answered, always under the same key, some of them several times at once, while connections of the api are killed in between.
 * Then counts how often each happened.
 */
export async function storm(world: World, apis: readonly Api[], token: string, { changes, parallel, killEvery }: StormOptions): Promise<Storm> {
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  let [requests, replayed, killed] = [0, 0, 0];
  const send = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 400; tries += 1) {
      requests += 1;
      const api = apis[requests % apis.length] as Api;
      const answer = await ask(api, { token, alliance: 'alliance-a', query: HAPPEN, variables: { input: { name } }, headers: { 'idempotency-key': `key-of-${name}` } });
      if (answer.headers['idempotency-replayed'] === 'true') replayed += 1;
      if (answer.body.data?.['happen']) return;
      await new Promise((resolve) => setTimeout(resolve, 5 + (tries % 10) * 5));
    }
    throw new Error(`${name} was never answered`);
  };
  const names = Array.from({ length: changes }, (_, index) => `change-${String(index)}`);
  const todo = names.flatMap((name, index) => (index % 3 === 0 ? [name, name] : [name]));
  let over = false;
  const killing = (async (): Promise<void> => {
    while (!over) {
      await new Promise((resolve) => setTimeout(resolve, killEvery));
      // The last few are left alone: one that is alone would be killed each time.
      const { rowCount } = await superuser.query(
        `select pg_terminate_backend(pid) from (select pid, count(*) over () as busy from pg_stat_activity
           where datname = current_database() and usename = 'quadhelix_app' and state in ('active', 'idle in transaction')) b
         where busy > 3 order by random() limit 1`);
      killed += rowCount ?? 0;
    }
  })();
  try {
    await Promise.all(Array.from({ length: parallel }, async () => {
      for (let name = todo.shift(); name !== undefined; name = todo.shift()) await send(name);
    }));
  } finally {
    over = true;
    await killing;
  }
  // Once more, calmly: whoever lost an answer asks again.
  for (const name of names.slice(0, 20)) await send(name);
  const { rows } = await superuser.query<{ name: string; times: number }>(
    `select n as name, (select count(*)::int from due_times d where d.kind = n) as times from unnest($1::text[]) n`, [names]);
  const { rows: events } = await superuser.query<{ name: string; times: number }>(`select payload->>'name' as name, count(*)::int as times from events where type = 'happening.happened' group by 1`);
  await superuser.end();
  const wrong = [...rows, ...names.map((name) => ({ name: `event of ${name}`, times: events.find((each) => each.name === name)?.times ?? 0 }))].filter(({ times }) => times !== 1);
  return { requests, killed, replayed, wrong };
}
