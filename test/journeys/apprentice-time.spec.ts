import { PlacementService, TimesheetService, Timesheet, TimesheetViolation, type EntryFacts, type Placement } from '@quadhelix/apprenticeships';
import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { inAlliance, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { entries, Ground } from './apprentices.js';

const WEEK = '2026-03-02';
const facts = (...lines: readonly string[]): EntryFacts[] => entries(...lines).map(({ startsAt, endsAt, unit }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt), unit, kind: 'WORK' }));
const refused = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('the time of an apprentice', () => {
  let world: World;
  let all: TwoAlliances;
  let ground: Ground;
  let second: Ground;
  let placements: PlacementService;
  let sheets: TimesheetService;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-09T01:00:00Z') });
    all = await twoAlliances(world);
    ground = await Ground.lay(world, all.a, all.factory, all.college);
    second = await Ground.lay(world, all.a, all.association, all.college, 400);
    [placements, sheets] = [world.api.get(PlacementService), world.api.get(TimesheetService)];
  });
  afterAll(() => world.stop());

  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);
  const booked = (placement: Placement): Promise<string[]> => inA(async (scope) =>
    (await scope.sql<{ starts_on: string; ends_before: string }>(
      'select starts_on, ends_before from person_time_bookings where source_id = $1 and released_at is null order by starts_on', [placement.id],
    )).map((row) => `${row.starts_on}/${row.ends_before}`));

  it('a plan books nothing; the start books it; above 100 % it is refused, and the host learns no name', async () => {
    const person = await ground.apprentice('Wu');
    const planned = await ground.plan(person, { loadBp: 6_000 });
    expect(await booked(planned)).toEqual([]);
    await inA((scope) => placements.start(scope, planned.id));
    expect(await booked(planned)).toEqual(['2026-03-02/2026-07-01']);
    const other = await second.plan(person, { loadBp: 5_000 });
    await expect(inA((scope) => placements.start(scope, other.id))).rejects.toThrow(refused('OVERLAPPING_PERIOD'));
    expect(await inA((scope) => scope.sql('select from participants where person_id = $1 and organization_id = $2', [person, all.association]))).toEqual([]);
    expect((await second.started(person, { loadBp: 4_000, startsOn: '2026-03-03' })).state).toBe('ACTIVE');
  });

  it('a pause gives the time back; to go on it must still be free', async () => {
    const person = await ground.apprentice('Zheng');
    const placement = await ground.started(person);
    await inA((scope) => placements.pause(scope, placement.id, '2026-04-01'));
    expect(await booked(placement)).toEqual(['2026-03-02/2026-04-01']);
    const between = await second.started(person, { startsOn: '2026-04-01', endsBefore: '2026-05-01' });
    await expect(inA((scope) => placements.resume(scope, placement.id, '2026-04-15'))).rejects.toThrow(refused('OVERLAPPING_PERIOD'));
    await inA((scope) => placements.resume(scope, placement.id, '2026-05-01'));
    expect(await booked(placement)).toEqual(['2026-03-02/2026-04-01', '2026-05-01/2026-07-01']);
    await inA((scope) => placements.stop(scope, placement.id, 'moved away', '2026-05-15'));
    expect(await booked(placement)).toEqual(['2026-03-02/2026-04-01', '2026-05-01/2026-05-15']);
    const done = await inA((scope) => placements.complete(scope, between.id, '2026-04-10'));
    expect([done.state, done.endedOn, await booked(between)]).toEqual(['COMPLETED', '2026-04-11', ['2026-04-01/2026-04-11']]);
  });

  it('a stop from before the first day frees everything', async () => {
    const placement = await ground.started(await ground.apprentice('Feng'));
    await inA((scope) => placements.stop(scope, placement.id, 'the position fell away', '2026-03-01'));
    expect(await booked(placement)).toEqual([]);
  });

  it('a position takes no more on any day than it has places; one after the other is fine', async () => {
    const small = await Ground.lay(world, all.a, all.association, all.college, 2);
    const [one, two, three] = await Promise.all(['Xu', 'He', 'Lu'].map((name) => small.apprentice(name)));
    const period = { startsOn: '2027-01-01', endsBefore: '2027-02-01' };
    await small.plan(one ?? '', period);
    await small.plan(two ?? '', { ...period, endsBefore: '2027-01-11' });
    await expect(small.plan(three ?? '', { startsOn: '2027-01-10', endsBefore: '2027-03-01' })).rejects.toThrow(refused('POSITION_FULL'));
    expect((await small.plan(three ?? '', { startsOn: '2027-01-11', endsBefore: '2027-03-01' })).state).toBe('PLANNED');
  });

  it('twelve who want the last places at once get exactly as many as there are', async () => {
    const few = await Ground.lay(world, all.a, all.factory, all.college, 3);
    const people: string[] = [];
    for (let n = 0; n < 12; n += 1) people.push(await few.apprentice(`Rival ${String(n)}`));
    const answers = await Promise.allSettled(people.map((person) => few.plan(person)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  describe('in two placements at once', () => {
    let here: Placement;
    let there: Placement;
    const save = (placement: Placement, ...lines: string[]) => inA((scope) => sheets.save(scope, placement.id, WEEK, facts(...lines)));
    const stored = (placement: Placement) => inA(async (scope) => {
      const [sheet] = await scope.find(Timesheet, { placementId: placement.id });
      const violations = await scope.find(TimesheetViolation, { timesheetId: sheet?.id });
      return { lawful: sheet?.lawful, excess: sheet?.excessMinutes, violations: violations.map(({ rule, minutes }) => `${rule} ${String(minutes)}`) };
    });
    beforeAll(async () => {
      const person = await makePerson(world, all.a, all.college, { name: 'Hua', kind: 'STUDENT', birthDate: '2004-01-01' });
      here = await ground.started(person, { loadBp: 5_000 });
      there = await second.started(person, { loadBp: 5_000, startsOn: '2026-03-02', endsBefore: '2026-04-01' });
    });

    it('the hours of one day are counted together, and both weeks say so', async () => {
      await save(here, '2026-03-02T08:00/13:00');
      expect(await stored(here)).toEqual({ lawful: true, excess: 0, violations: [] });
      await save(there, '2026-03-02T14:00/17:01');
      expect(await stored(there)).toEqual({ lawful: false, excess: 1, violations: ['HOURS_PER_DAY 481'] });
      expect(await stored(here)).toEqual({ lawful: false, excess: 1, violations: ['HOURS_PER_DAY 481'] });
    });

    it('when one is corrected, both are lawful again', async () => {
      await save(there, '2026-03-02T14:00/17:00');
      expect([await stored(here), await stored(there)]).toEqual([{ lawful: true, excess: 0, violations: [] }, { lawful: true, excess: 0, violations: [] }]);
    });

    it('the same minute cannot be reported twice', async () => {
      await expect(save(there, '2026-03-02T12:59/17:00')).rejects.toThrow(refused('ENTRIES_OVERLAP'));
      expect((await save(there, '2026-03-02T14:00/17:00')).outcome).toBe('UNCHANGED');
    });

    it('a week that was approved stays as it was decided; the later one carries the violation', async () => {
      await inA(async (scope) => {
        const [sheet] = await scope.find(Timesheet, { placementId: here.id });
        await sheets.submit(scope, sheet?.id ?? '');
        expect((await sheets.approve(scope, [sheet?.id ?? ''], 'MENTOR'))[0]?.error).toBeNull();
        expect((await sheets.approve(scope, [sheet?.id ?? ''], 'TEACHER'))[0]?.timesheet?.state).toBe('TEACHER_APPROVED');
      });
      await save(there, '2026-03-02T14:00/18:00');
      expect(await stored(there)).toEqual({ lawful: false, excess: 60, violations: ['HOURS_PER_DAY 540'] });
      expect(await stored(here)).toEqual({ lawful: true, excess: 0, violations: [] });
    });

    it('two weeks written at the same time know of each other: both are flagged', async () => {
      const week = '2026-03-09';
      world.clock.set('2026-03-16T01:00:00Z');
      await Promise.all([[here, '2026-03-09T06:00/11:00'], [there, '2026-03-09T12:00/17:00']].map(([placement, line]) =>
        inA((scope) => sheets.save(scope, (placement as Placement).id, week, facts(line as string)))));
      const found = await inA((scope) => scope.find(Timesheet, { apprenticePersonId: here.apprenticePersonId, weekStartsOn: week }));
      expect(found.map(({ lawful }) => lawful)).toEqual([false, false]);
    });
  });

  it('a week is imported with few statements, and again with none that write', async () => {
    const placement = await ground.started(await ground.apprentice('Jin'));
    const lines = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].map((day) => `${day}T08:00/16:00`);
    const outcomes: [string, number][] = [];
    for (let run = 0; run < 2; run += 1) {
      await inA(async (scope) => {
        const before = scope.statements;
        const { outcome } = await sheets.save(scope, placement.id, WEEK, facts(...lines));
        outcomes.push([outcome, scope.statements - before]);
      });
    }
    expect(outcomes).toEqual([['ADDED', 10], ['UNCHANGED', 5]]);
  });
});
