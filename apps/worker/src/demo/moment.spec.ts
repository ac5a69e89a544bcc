import { atMoment, momentClock, momentId } from './moment.js';

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const threeIds = async (): Promise<string[]> => [momentId(), await Promise.resolve().then(momentId), momentId()];

describe('a moment', () => {
  it('makes the same ids for the same key, others for another key or time', async () => {
    const first = await atMoment(at('2026-09-01'), 'a', threeIds);
    expect(await atMoment(at('2026-09-01'), 'a', threeIds)).toEqual(first);
    const others = [...(await atMoment(at('2026-09-01'), 'b', threeIds)), ...(await atMoment(at('2026-09-02'), 'a', threeIds))];
    expect(new Set([...first, ...others]).size).toBe(9);
  });

  it('makes ids that sort in the order of their making', async () => {
    const ids = [...(await atMoment(at('2026-09-01'), 'a', threeIds)), ...(await atMoment(at('2026-09-02'), 'a', threeIds))];
    expect([...ids].sort()).toEqual(ids);
  });

  it('makes random ids without a key', async () => {
    expect(await atMoment(at('2026-09-01'), null, threeIds)).not.toEqual(await atMoment(at('2026-09-01'), null, threeIds));
  });

  it('keeps its time while another one runs beside it', async () => {
    const slowly = (day: string): Promise<string> => atMoment(at(day), day, async () => {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      return momentClock.now().toISOString();
    });
    expect(await Promise.all([slowly('2026-09-01'), slowly('2026-10-01')])).toEqual(['2026-09-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z']);
  });

  it('shows the time of the machine outside', () => {
    expect(Math.abs(momentClock.now().getTime() - Date.now())).toBeLessThan(5_000);
  });
});
