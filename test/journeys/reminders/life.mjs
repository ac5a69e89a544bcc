// One life of a worker, as a process of its own with a clock that its parent sets. It may be told where to die: by SIGKILL, at the n-th time that it comes
// by a point. What it runs is the built product and a slice of reminders.
import { DeliverySender, OutgoingChannels } from '@quadhelix/notifications';
import { Background, dispatch, tick } from '@quadhelix/outbox';
import { defineSlice, TestClock } from '@quadhelix/service';
import { slices as allSlices } from '@quadhelix/slices';
import { createWorker, openProduct } from '@quadhelix/worker';

const { databaseUrl, secret, tenantId, organizationId, settings, death, queues } = JSON.parse(process.env.LIFE);
let left = death?.after ?? Infinity;

/** Nothing that follows is done: the kernel ends the process here. */
async function pass(point) {
  if (death?.point !== point) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

const reminders = defineSlice({
  name: 'reminders',
  dueKinds: [() => ({
    kind: 'reminder.due',
    async handle(scope, subjectId, dueAt) {
      scope.record({ type: 'reminder.fellDue', subjectType: 'Reminder', subjectId, payload: { dueAt } });
      await scope.flush();
      await pass('DUE');
    },
  })],
  notices: [{
    name: 'reminder.fellDue', event: 'reminder.fellDue', by: 'AT_ONCE', title: { en: 'Reminder', 'zh-CN': '提醒' },
    async notices(_scope, { subjectId }) {
      await pass('TELLING');
      return [{ to: [{ organizationId, roles: ['INDUSTRY_MENTOR'] }], title: { en: subjectId, 'zh-CN': subjectId }, text: { en: 'Due.', 'zh-CN': '到期。' }, subjectType: 'Reminder', subjectId }];
    },
  }],
});

const slices = [...allSlices, reminders];
const clock = new TestClock('2026-01-01T00:00:00Z');
const quiet = { info: () => undefined, error: queues ? () => undefined : (line) => { console.error(line); } };
const options = { databaseUrl, secret, clock, slices, settings, logger: quiet };
const product = queues ? await createWorker({ ...options, tickEvery: 3_600_000 }) : await openProduct(options);
const { database, get } = product;

for (const channel of get(OutgoingChannels).all.values()) {
  const send = channel.send.bind(channel);
  channel.send = async (message, signal) => {
    await pass('CLAIMED');
    const outcome = await send(message, signal);
    await pass('SENT');
    return outcome;
  };
}

const { handlers, dueKinds } = get(Background).parts;

/** All that a worker does at this instant, without waiting for queues. */
async function runToTheEnd() {
  for (;;) {
    const due = await tick(database, dueKinds, clock.now());
    const open = await database.system(tenantId, 'test', (scope) => scope.sql(
      `select id from events e where tenant_id = $1 and type = 'reminder.fellDue' and not exists (select from event_handlings h where h.tenant_id = $1 and h.event_id = e.id) order by at, id`, [tenantId]));
    if (open.length > 0) await dispatch(database, handlers, tenantId, open.map(({ id }) => id));
    const sent = await get(DeliverySender).run(tenantId);
    if (due === 0 && open.length === 0 && sent === 0) return;
  }
}

/** The same by the worker itself: its tick, its queues; until no job is left. */
async function runByQueues() {
  for (;;) {
    const due = await product.tick();
    const [{ jobs }] = await database.system(null, 'test', (scope) => scope.sql(`select count(*)::int as jobs from pgboss.job where state in ('created', 'active', 'retry')`));
    if (due === 0 && jobs === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

process.on('message', async (now) => {
  clock.set(now);
  await (queues ? runByQueues() : runToTheEnd());
  process.send('DONE');
});
process.on('disconnect', () => process.exit(0));
process.send('READY');
