import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inAlliance, makePerson, twoAlliances, World, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';
import { personAccess } from '../stakeholders.access.js';
import { PersonTimeService, type Booking } from './person-time.service.js';

const day = (offset: number): string => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
const RUN = { numRuns: 25, seed: 20260302 };

interface Wish {
  start: number;
  length: number;
  loadBp: number;
  inA: boolean;
}

/** The naive oracle: load by day, over everything booked so far. */
class Diary {
  private readonly load = new Map<number, number>();
  book({ start, length, loadBp }: Wish): boolean {
    const days = Array.from({ length }, (_, index) => start + index);
    if (days.some((each) => (this.load.get(each) ?? 0) + loadBp > 10_000)) return false;
    for (const each of days) this.load.set(each, (this.load.get(each) ?? 0) + loadBp);
    return true;
  }
  get peak(): number {
    return Math.max(0, ...this.load.values());
  }
}

describe('the person-time ledger', () => {
  let world: World;
  let all: TwoAlliances;
  let ledger: PersonTimeService;
  beforeAll(async () => {
    world = await World.start({ poolSize: 40 });
    all = await twoAlliances(world);
    ledger = world.api.get(PersonTimeService);
  });
  afterAll(() => world.stop());

  /** A person who takes part in both alliances, through the factory that is a member of both. */
  async function person(): Promise<string> {
    const id = await makePerson(world, all.a, all.factory, { name: 'Shared', memberNumber: `shared-${String(Math.random())}` });
    await inAlliance(world, all.b, (scope) => scope.sql(
      'insert into participants (tenant_id, id, person_id, organization_id, created_at) values ($1, $2, $3, $4, $5)', [all.b.id, scope.newId(), id, all.factory, scope.now]));
    return id;
  }
  const booking = (personId: string, wish: Wish): Booking => ({
    personId, sourceType: 'test', sourceId: world.api.database.newId(), startsOn: day(wish.start), endsBefore: day(wish.start + wish.length), loadBp: wish.loadBp,
  });
  const ask = async (alliance: TestAlliance, wanted: Booking): Promise<boolean> =>
    (await inAlliance(world, alliance, (scope) => ledger.ask(scope, [wanted])))[0] === 'BOOKED';
  const peakOf = async (personId: string): Promise<number> => {
    const diary = new Diary();
    for (const alliance of [all.a, all.b]) {
      const rows = await inAlliance(world, alliance, (scope) => scope.sql<{ starts_on: string; ends_before: string; load_bp: number }>(
        'select starts_on, ends_before, load_bp from person_time_bookings where person_id = $1 and released_at is null', [personId]));
      for (const row of rows) {
        const start = (Date.parse(row.starts_on) - Date.UTC(2026, 0, 1)) / 86_400_000;
        const length = (Date.parse(row.ends_before) - Date.parse(row.starts_on)) / 86_400_000;
        if (!diary.book({ start, length, loadBp: row.load_bp, inA: true })) return 10_001;
      }
    }
    return diary.peak;
  };

  const wish: fc.Arbitrary<Wish> = fc.record({ start: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 1, max: 20 }), loadBp: fc.integer({ min: 1, max: 10_000 }), inA: fc.boolean() });

  it('answers as a diary kept day by day would, whichever alliance asks', async () => {
    await fc.assert(fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 12 }), async (wishes) => {
      const id = await person();
      const diary = new Diary();
      for (const each of wishes) expect(await ask(each.inA ? all.a : all.b, booking(id, each))).toBe(diary.book(each));
    }), RUN);
  }, 60_000);

  it('never lets 64 writers of two alliances book a person above 100 %', async () => {
    const id = await person();
    const wishes = Array.from({ length: 64 }, (_, index): Wish => ({ start: index % 5, length: 10, loadBp: 900, inA: index % 2 === 0 }));
    const answers = await Promise.all(wishes.map((each) => ask(each.inA ? all.a : all.b, booking(id, each))));
    expect(answers.filter(Boolean)).toHaveLength(11);
    expect(await peakOf(id)).toBe(9_900);
  });

  it.each([
    ['back to back', { start: 0, length: 10 }, { start: 10, length: 10 }, true],
    ['one day over', { start: 0, length: 10 }, { start: 9, length: 10 }, false],
    ['inside', { start: 0, length: 10 }, { start: 3, length: 2 }, false],
    ['around', { start: 3, length: 2 }, { start: 0, length: 10 }, false],
  ])('lets two full bookings stand %s: %#', async (_name, first, second, fits) => {
    const id = await person();
    expect(await ask(all.a, booking(id, { ...first, loadBp: 10_000, inA: true }))).toBe(true);
    expect(await ask(all.b, booking(id, { ...second, loadBp: 10_000, inA: false }))).toBe(fits);
  });

  it('gives time back from the day of a release on', async () => {
    const id = await person();
    const first = booking(id, { start: 0, length: 20, loadBp: 10_000, inA: true });
    await ask(all.a, first);
    expect(await inAlliance(world, all.a, (scope) => ledger.release(scope, 'test', first.sourceId, day(10)))).toBe(true);
    expect(await ask(all.b, booking(id, { start: 9, length: 5, loadBp: 10_000, inA: false }))).toBe(false);
    expect(await ask(all.b, booking(id, { start: 10, length: 5, loadBp: 10_000, inA: false }))).toBe(true);
  });

  it('releases nothing of another alliance', async () => {
    const id = await person();
    const first = booking(id, { start: 0, length: 20, loadBp: 10_000, inA: true });
    await ask(all.a, first);
    expect(await inAlliance(world, all.b, (scope) => ledger.release(scope, 'test', first.sourceId, day(0)))).toBe(false);
    expect(await peakOf(id)).toBe(10_000);
  });

  it('answers an organization no more after twenty refusals in an hour', async () => {
    const id = await person();
    await ask(all.a, booking(id, { start: 0, length: 5, loadBp: 10_000, inA: true }));
    const asCoordinator = async (): Promise<void> => {
      const tokenHash = createHash('sha256').update(await world.token('coordinator')).digest();
      await world.api.database.enter({ tokenHash, alliance: 'alliance-a', organizationId: null, readOnly: false, requestId: null },
        (scope) => ledger.book(scope, personAccess.register, [booking(id, { start: 0, length: 1, loadBp: 1, inA: true })]));
    };
    for (let tries = 0; tries < 20; tries += 1) await expect(asCoordinator()).rejects.toMatchObject({ code: 'OVERLAPPING_PERIOD' });
    await expect(asCoordinator()).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    world.clock.advance({ hours: 1, seconds: 1 });
    await expect(asCoordinator()).rejects.toMatchObject({ code: 'OVERLAPPING_PERIOD' });
  });

  it('knows no person who takes no part in the alliance, as if he did not exist', async () => {
    const stranger = await makePerson(world, all.a, all.college, { name: 'Stranger' });
    const answers = await Promise.all([stranger, world.api.database.newId()].map((each) =>
      inAlliance(world, all.b, (scope) => ledger.ask(scope, [booking(each, { start: 0, length: 1, loadBp: 1, inA: false })]))));
    expect(answers).toEqual([['NOT_FOUND'], ['NOT_FOUND']]);
  });
});
