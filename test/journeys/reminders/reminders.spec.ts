import { FakeSmtp } from '@quadhelix/mail/testing-servers';
import { makeAlliance, makeMember, World, type TestAlliance } from '@quadhelix/testing';
import { bookkeeping, liveThroughAYear, mailed } from './year.js';

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

  it('by a mail server: none twice, and what nobody knows is shown as uncertain', async () => {
    const [alliance, factory] = await place('smtp');
    const server = await FakeSmtp.start();
    const year = await liveThroughAYear(world, alliance, factory, {
      dueTimes: 12, kills: 2, step: 90, readers: 1, points: ['SENT', 'CLAIMED'], env: { MAIL_DRIVER: 'smtp', SMTP_HOST: '127.0.0.1', SMTP_PORT: String(server.port), SMTP_SECURITY: 'none' },
    });
    await server.close();
    expect(year.killed).toEqual({ SENT: 1, CLAIMED: 1 });
    const { states, told, uncertain } = await bookkeeping(world, alliance);
    const ids = server.taken.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((states.SENT ?? 0) + (states.UNCERTAIN ?? 0)).toBe(12);
    // Each death leaves at most as many as were on their way at once.
    expect(uncertain.length).toBeGreaterThanOrEqual(2);
    expect(uncertain.length).toBeLessThanOrEqual(2 * 5);
    expect(ids.filter((id) => !uncertain.includes(id))).toHaveLength(states.SENT ?? 0);
    expect([...told.values()]).toEqual(Array.from({ length: 12 }, () => 1));
    year.clean();
  }, 300_000);
});
