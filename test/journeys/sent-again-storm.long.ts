import { twoAlliances, World } from '@quadhelix/testing';
import { happeningSlice } from './happening.slice.js';
import { storm } from './storm.js';

describe('1,000 changes under keys, 32 at a time by two processes, with connections killed in between', () => {
  it('happen once each', async () => {
    const world = await World.start({ moreSlices: [happeningSlice], poolSize: 16, quiet: true });
    try {
      await twoAlliances(world);
      const other = await world.beside();
      const begun = performance.now();
      const { wrong, ...told } = await storm(world, [world.api, other], await world.token('school'), { changes: 1000, parallel: 32, killEvery: 20 });
      process.stdout.write(`${JSON.stringify({ ...told, seconds: (performance.now() - begun) / 1000 })}\n`);
      expect(wrong).toEqual([]);
      expect(told.killed).toBeGreaterThan(50);
    } finally {
      await world.stop();
    }
  }, 300_000);
});
