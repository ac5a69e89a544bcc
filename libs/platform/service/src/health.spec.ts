import type { AddressInfo } from 'node:net';
import { Health, serveHealth } from './health.js';

describe('health', () => {
  it('is alive from the start, and ready only between ready and stopping', async () => {
    const health = new Health();
    const statuses = async () => [(await health.respond('/livez'))?.status, (await health.respond('/readyz?x=1'))?.status];
    expect(await statuses()).toEqual([200, 503]);
    health.ready();
    expect(await statuses()).toEqual([200, 200]);
    health.stopping();
    health.ready();
    expect(await statuses()).toEqual([200, 503]);
  });

  it('names the checks that fail or are too slow, and stays alive', async () => {
    const health = new Health(
      { database: () => Promise.reject(new Error('secret text')), queue: () => new Promise(() => undefined), disk: async () => 1 },
      20,
    );
    health.ready();
    expect(await health.respond('/readyz')).toEqual({ status: 503, body: { status: 'unavailable', failing: ['database', 'queue'] } });
    expect((await health.respond('/livez'))?.status).toBe(200);
  });

  it('is served over HTTP, other paths are not found', async () => {
    const health = new Health();
    const server = await serveHealth(health, 0);
    try {
      const base = `http://localhost:${(server.address() as AddressInfo).port}`;
      const status = async (path: string) => (await fetch(base + path)).status;
      expect([await status('/livez'), await status('/readyz'), await status('/other')]).toEqual([200, 503, 404]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
