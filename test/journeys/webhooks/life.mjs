// One life of a worker that sends webhooks, as a process of its own with a clock that its parent sets; its parent ends it by SIGKILL. What it runs is the built product.
import { TestClock } from '@quadhelix/service';
import { WebhookSender } from '@quadhelix/webhooks';
import { openProduct } from '@quadhelix/worker';

const { databaseUrl, secret, tenantId, settings } = JSON.parse(process.env.LIFE);
const clock = new TestClock('2026-01-01T00:00:00Z');
const logger = { info: () => undefined, error: (line) => { console.error(line); } };
const { get } = await openProduct({ databaseUrl, secret, clock, settings, logger });

process.on('message', async (now) => {
  clock.set(now);
  await get(WebhookSender).run(tenantId);
  process.send('DONE');
});
process.on('disconnect', () => process.exit(0));
process.send('READY');
