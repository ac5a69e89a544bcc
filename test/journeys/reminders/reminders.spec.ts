import { makeAlliance, makeMember, World, type TestAlliance } from '@quadhelix/testing';
import { bookkeeping, liveThroughAYear, mailed } from './year.js';

/** By a mail server, and by the worker's own queues: reminders.long.ts. */
describe('a year of reminders, told by a worker that is killed again and again', () => {
  let world: World;
  const place = async (slug: string): Promise<[TestAlliance, string]> => {
    const alliance = await makeAlliance(world, slug);
    return [alliance, await makeMember(world, alliance, { sector: 'INDUSTRY', legalName: `Factory of ${slug}` })];
  };
  beforeAll(async () => { world = await World.start(); }, 120_000);
  afterAll(() => world.stop());

  it('into a folder: each exactly once for each reader', async () => {
    const [alliance, factory] = await place('folder');
    const year = await liveThroughAYear(world, alliance, factory, { dueTimes: 24, kills: 4, step: 60, readers: 1, env: {} });
    expect(year.killed).toEqual({ SENT: 1, DUE: 1, CLAIMED: 1, TELLING: 1 });
    const wanted = year.subjects.flatMap((subject) => year.addresses.map((address) => `${subject} ${address}`));
    expect(mailed(year).sort()).toEqual(wanted.sort());
    const { states, told } = await bookkeeping(world, alliance);
    expect(states).toEqual({ SENT: 24 });
    expect([...told.values()].every((count) => count === 1)).toBe(true);
    year.clean();
  }, 300_000);
});
