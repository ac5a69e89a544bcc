import { once } from 'node:events';
import { createServer as createPlace, type AddressInfo, type Server } from 'node:net';
import { TestClock } from '@quadhelix/service';
import type { WebhookPlaces } from '../webhooks.config.js';
import { signed } from './signature.js';
import { WebhookCaller } from './webhook.call.js';

const clock = new TestClock('2026-03-02T01:00:00Z');
const message = signed('evt_1', '{}', clock.now(), [`whsec_${'A'.repeat(43)}=`]);
const never = new AbortController().signal;
const caller = (places: Partial<WebhookPlaces>): WebhookCaller => new WebhookCaller({ loopback: true, deadline: 300, ...places }, clock);

describe('a call', () => {
  let server: Server;
  let sent = 0;
  let drained = 0;
  let says: 'NOTHING' | 'ENDLESS HEADERS' | 'ENDLESS BODY' = 'NOTHING';
  beforeAll(async () => {
    // Raw sockets: no library between the test and what goes over the line. What is written is bounded in number.
    server = createPlace((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        if (says === 'NOTHING') return;
        socket.write('HTTP/1.1 200 OK\r\n');
        if (says === 'ENDLESS BODY') socket.write('content-length: 100000000\r\n\r\n');
        const timer = setInterval(() => {
          if (socket.destroyed || sent >= 2_000) { clearInterval(timer); return; }
          sent += 1;
          if (!socket.writableNeedDrain) { drained += 1; socket.write(says === 'ENDLESS BODY' ? 'x'.repeat(65_536) : 'x-more: 1\r\n'); }
        }, 1);
        socket.once('close', () => { clearInterval(timer); });
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => { sent = 0; drained = 0; });
  afterAll(() => { server.close(); });

  const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;

  it('ends at its deadline where nothing is answered', async () => {
    says = 'NOTHING';
    const called = caller({});
    const outcome = await called.call(url(), message, never);
    await called.onModuleDestroy();
    expect(outcome).toMatchObject({ status: null, error: 'TIMEOUT', waitSeconds: 0 });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(290);
  });

  it('ends where headers never do', async () => {
    says = 'ENDLESS HEADERS';
    const called = caller({});
    const { status, error } = await called.call(url(), message, never);
    await called.onModuleDestroy();
    expect([status, ['TIMEOUT', 'CONNECTION_LOST'].includes(error ?? '')]).toEqual([null, true]);
  });

  it('counts by its status, and reads no more of a body without end than its bound', async () => {
    says = 'ENDLESS BODY';
    // The deadline is far away: what ends the reading is the bound.
    const called = caller({ deadline: 15_000 });
    const gone = new Promise<number>((resolve) => { server.once('connection', (socket) => socket.once('close', () => { resolve(drained); })); });
    expect(await called.call(url(), message, never)).toMatchObject({ status: 200, error: null });
    expect(await gone).toBeLessThan(200);
    await called.onModuleDestroy();
  });

  it('ends when its worker is told to stop', async () => {
    says = 'NOTHING';
    const stop = new AbortController();
    const called = caller({ deadline: 15_000 });
    const outcome = called.call(url(), message, stop.signal);
    stop.abort();
    expect((await outcome).error).toBe('STOPPED');
    await called.onModuleDestroy();
  });

  it.each([
    ['a name that leads to this machine', 'https://hooks.example.com/', ['127.0.0.1'], 'ADDRESS_FORBIDDEN'],
    ['a name of which one address lies inside', 'https://hooks.example.com/', ['93.184.215.14', '10.0.0.1'], 'ADDRESS_FORBIDDEN'],
    ['a name that nobody knows', 'https://hooks.example.com/', [], 'NAME_UNKNOWN'],
    ['an address that was allowed once, and is not by what is written', 'https://hooks.example.com:22/', [], 'ADDRESS_FORBIDDEN'],
    ['a private address', 'https://10.0.0.1/', [], 'ADDRESS_FORBIDDEN'],
  ])('goes nowhere by %s', async (_what, target, addresses, error) => {
    const called = caller({ lookup: () => Promise.resolve(addresses) });
    expect(await called.call(target, message, never)).toMatchObject({ status: null, error });
    await called.onModuleDestroy();
  });

  it('ends at the deadline of the connection where a name is never found', async () => {
    const called = caller({ lookup: () => new Promise(() => undefined) });
    expect((await called.call('https://hooks.example.com/', message, never)).error).toMatch(/^(NAME_UNKNOWN|TIMEOUT)$/);
    await called.onModuleDestroy();
  });
});
