import { FakeSmtp } from '@quadhelix/mail/testing-servers';
import { makeAlliance, makeMember, World, type TestAlliance } from '@quadhelix/testing';
import { bookkeeping, liveThroughAYear, mailed } from './year.js';

describe('a year of 500 reminders, told by workers that are killed', () => {
  let world: World;
  const place = async (slug: string): Promise<[TestAlliance, string]> => {
    const alliance = await makeAlliance(world, slug);
    return [alliance, await makeMember(world, alliance, { sector: 'INDUSTRY', legalName: `Factory of ${slug}` })];
  };
  beforeAll(async () => { world = await World.start(); }, 120_000);
  afterAll(() => world.stop());

  it('into a folder, 40 deaths: each exactly once for each reader', async () => {
    const [alliance, factory] = await place('folder');
    const began = performance.now();
    const year = await liveThroughAYear(world, alliance, factory, { dueTimes: 500, kills: 40, step: 5, readers: 2, env: {} });
    console.log(`500 due times, ${JSON.stringify(year.killed)} deaths, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    expect(Object.values(year.killed).reduce((sum, each) => sum + each, 0)).toBe(40);
    expect(mailed(year).sort()).toEqual(year.subjects.flatMap((subject) => year.addresses.map((address) => `${subject} ${address}`)).sort());
    expect((await bookkeeping(world, alliance)).states).toEqual({ SENT: 1000 });
    year.clean();
  }, 1_800_000);

  it('by a mail server, 40 deaths: none twice, what nobody knows is uncertain', async () => {
    const [alliance, factory] = await place('smtp');
    const server = await FakeSmtp.start();
    const began = performance.now();
    const year = await liveThroughAYear(world, alliance, factory, {
      dueTimes: 500, kills: 40, step: 5, readers: 1, env: { MAIL_DRIVER: 'smtp', SMTP_HOST: '127.0.0.1', SMTP_PORT: String(server.port), SMTP_SECURITY: 'none' },
    });
    await server.close();
    const { states, uncertain } = await bookkeeping(world, alliance);
    const ids = server.taken.map(({ id }) => id);
    console.log(`500 due times, ${JSON.stringify(year.killed)} deaths, ${JSON.stringify(states)}, ${String(ids.length)} mails taken, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    expect(new Set(ids).size).toBe(ids.length);
    expect((states.SENT ?? 0) + (states.UNCERTAIN ?? 0)).toBe(500);
    // At most the five on their way at each of the twenty deaths while sending.
    expect(uncertain.length).toBeLessThanOrEqual(100);
    expect(ids.filter((id) => !uncertain.includes(id))).toHaveLength(states.SENT ?? 0);
    year.clean();
  }, 1_800_000);

  it('by the queues of the worker itself, 6 deaths, whose jobs run again by themselves: each exactly once', async () => {
    const [alliance, factory] = await place('queues');
    const began = performance.now();
    const year = await liveThroughAYear(world, alliance, factory, { dueTimes: 60, kills: 6, step: 30, readers: 1, env: {}, queues: true });
    console.log(`60 due times, ${JSON.stringify(year.killed)} deaths, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    // Here the worker also tells the mentor of his seat, in words.
    expect(mailed(year).filter((line) => !line.startsWith('=?')).sort()).toEqual(year.subjects.map((subject) => `${subject} ${year.addresses[0] ?? ''}`).sort());
    year.clean();
  }, 1_800_000);
});
