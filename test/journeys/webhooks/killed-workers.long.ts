import { rowId, WebhookWorld } from './webhooks.world.js';
import { WorkerLife } from './worker-life.js';

const SUBJECTS = 500;
const ROUNDS = 20;
const ALL = SUBJECTS * ROUNDS;
/** Calls at which the worker is killed: at every second one its receiver has taken the message and its answer is lost, at the others it has taken nothing. */
const KILLED_AT = [700, 2_100, 3_500, 4_900, 6_300, 7_700, 9_100, 10_500, 11_900, 13_300];

describe('10,000 webhooks to an endpoint that fails 30 % of the time, sent by workers that are killed', () => {
  let at: WebhookWorld;
  beforeAll(async () => { at = await WebhookWorld.start(); }, 120_000);
  afterAll(() => at.stop());

  it('none is lost, those about one object come in order, and standardwebhooks accepts each', async () => {
    const receiver = await at.receiver();
    const subjects = Array.from({ length: SUBJECTS }, () => at.id());
    for (let round = 0; round < ROUNDS; round += 1) await at.happen(subjects);
    const endpoint = rowId(receiver.endpoint);
    let life = await WorkerLife.begin(at);
    let seed = 20_260_101;
    let refused = 0;
    receiver.says = (_message, call) => {
      const death = KILLED_AT.indexOf(call);
      if (death >= 0) { life.kill(); return death % 2 === 0 ? 204 : 'SILENT'; }
      if ((seed = (seed * 48_271) % 2_147_483_647) % 10 >= 3) return 204;
      refused += 1;
      return 503;
    };
    let deaths = 0;
    const began = performance.now();
    try {
      for (;;) {
        if (!(await life.through(at.world.clock.now()))) { deaths += 1; life = await WorkerLife.begin(at); }
        const [open] = await at.sql<{ n: number; next: Date | null }>(
          `select count(*)::int as n, min(case when state = 'SENDING' then claimed_at + interval '41 s' else next_attempt_at end) as next from webhook_deliveries where endpoint_id = $1 and state in ('QUEUED', 'SENDING')`, [endpoint]);
        if (!open?.next) break;
        at.world.clock.set(new Date(Math.max(open.next.getTime(), at.world.clock.now().getTime() + 60_000)));
      }
    } finally {
      await life.end();
    }
    const states = await at.sql<{ state: string; n: number }>('select state, count(*)::int as n from webhook_deliveries where endpoint_id = $1 group by 1', [endpoint]);
    const [lost] = await at.sql<{ n: number }>(`select count(*)::int as n from webhook_attempts where endpoint_id = $1 and error = 'WORKER_LOST'`, [endpoint]);
    const first = [...new Set(receiver.taken.map(({ id }) => id))];
    console.log(`${String(receiver.calls)} calls, ${String(refused)} refused, ${String(deaths)} deaths, ${String(lost?.n)} tries lost with them, ${String(receiver.taken.length - first.length)} taken twice, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    expect(deaths).toBe(KILLED_AT.filter((call) => call <= receiver.calls).length);
    expect(deaths).toBeGreaterThanOrEqual(8);
    expect([first.length, receiver.wrong, states]).toEqual([ALL, [], [{ state: 'DELIVERED', n: ALL }]]);
    // At most what was on its way at a death.
    expect(receiver.taken.length - ALL).toBeLessThanOrEqual(8 * deaths);

    const positions = new Map((await at.sql<{ id: string; position: string }>(`select 'evt_' || replace(event_id::text, '-', '') as id, position from webhook_deliveries where endpoint_id = $1`, [endpoint])).map(({ id, position }) => [id, Number(position)]));
    const bySubject = Map.groupBy(receiver.taken, ({ data }) => data.id);
    expect(bySubject.size).toBe(SUBJECTS);
    // Also where a message came twice, nothing later had come between.
    for (const messages of bySubject.values()) {
      const came = messages.map(({ id }) => positions.get(id) ?? 0);
      expect(came).toEqual(came.toSorted((one, other) => one - other));
    }
  }, 1_800_000);
});
