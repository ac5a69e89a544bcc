import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { inAlliance, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { apprenticeshipsSlice as slice } from './apprenticeships.slice.js';
import { PlacementService } from './placement/placement.service.js';
import { PositionService } from './position/position.service.js';
import { ProgrammeService } from './programme/programme.service.js';
import { TimesheetService } from './timesheet/timesheet.service.js';

const WEEK = '2026-03-02';
const at = (local: string): Date => new Date(`${local}:00+08:00`);
const day = (date: string, until = '16:00') => [{ startsAt: at(`${date}T08:00`), endsAt: at(`${date}T${until}`), unit: 'Cell assembly', kind: 'WORK' as const }];
const gathered = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

describe('what apprenticeships tell the libraries below them', () => {
  let world: World;
  let all: TwoAlliances;
  let mentorId: string;
  let teacherId: string;
  const people: string[] = [];
  const placements: string[] = [];
  const sheets: Record<string, string> = {};
  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-09T01:00:00Z') });
    all = await twoAlliances(world);
    mentorId = await makePerson(world, all.a, all.factory, { name: 'Mentor of his own' });
    teacherId = await makePerson(world, all.a, all.college, { name: 'Teacher of his own' });
    const timesheets = world.api.get(TimesheetService);
    const { programmeId, positionId } = await inA(async (scope) => ({
      programmeId: (await world.api.get(ProgrammeService).create(scope, { schoolOrganizationId: all.college, code: '460609', name: 'New energy equipment' })).programme.id,
      positionId: (await world.api.get(PositionService).publish(scope, { hostOrganizationId: all.factory, code: 'P1', title: 'Cell assembly', places: 9 })).position.id,
    }));
    for (const name of ['Canary One', 'Canary Two', 'Canary Three']) {
      const apprenticePersonId = await makePerson(world, all.a, all.college, { name, kind: 'STUDENT', birthDate: '2009-05-05' });
      people.push(apprenticePersonId);
      // Only the first has people of his own.
      const own = name === 'Canary One' ? { mentorPersonId: mentorId, teacherPersonId: teacherId } : {};
      placements.push(await inA(async (scope) => {
        const { placement } = await world.api.get(PlacementService).plan(scope, { programmeId, positionId, apprenticePersonId, startsOn: WEEK, endsBefore: '2026-07-01', loadBp: 10_000, ...own });
        await world.api.get(PlacementService).start(scope, placement.id);
        return placement.id;
      }));
    }
    const [one = '', two = '', three = ''] = placements;
    await inA(async (scope) => {
      for (const [name, placement, until] of [['submitted', one, '16:00'], ['approved', two, '16:00'], ['returned', three, '16:01']] as const) {
        const { timesheet } = await timesheets.save(scope, placement, WEEK, day(WEEK, until));
        sheets[name] = timesheet.id;
        await timesheets.submit(scope, timesheet.id);
      }
      await timesheets.approve(scope, [sheets.approved ?? ''], 'MENTOR');
      await timesheets.return(scope, sheets.returned ?? '', 'was ill on that day');
    });
  });
  afterAll(() => world.stop());

  it('work: a week waits for the mentor, the teacher or the apprentice, by name where the placement names one', async () => {
    const found = await inA((scope) => Promise.all(slice.work.map(async (kind) => [kind.name, (await kind.items(scope, Object.values(sheets))).map(({ subjectId, waitsFor, dueOn, title }) => [subjectId, waitsFor, dueOn, title.en])])));
    expect(found).toEqual([
      ['timesheet.mentorApprove', [[sheets.submitted, { personId: mentorId }, '2026-03-15', `Approve or return the week from ${WEEK}`]]],
      ['timesheet.teacherApprove', [[sheets.approved, { organizationId: all.college, roles: ['SCHOOL_TEACHER'] }, '2026-03-15', `Approve or return the week from ${WEEK}`]]],
      ['timesheet.save', [[sheets.returned, { personId: people[2] }, '2026-03-15', `Mend and hand in again the week from ${WEEK} (it breaks a rule on hours, or is not decided)`]]],
    ]);
    expect(JSON.stringify(found)).not.toContain('Canary');
  });

  it('figures: apprentices now, their share of the staff, hours that both approved; of a school no share', async () => {
    const [values, statements] = await inA(async (scope) => {
      const before = scope.statements;
      const computed = await Promise.all(slice.figures.map(async (kind) => [kind.name, (await kind.compute(scope, [all.factory, all.college, all.bureau])).map(({ value, people: count }) => [value, count])] as const));
      return [Object.fromEntries(computed), scope.statements - before];
    });
    expect(values).toEqual({
      'placements.hosted': [[3, 3], [0, 0], [0, 0]], 'placements.sent': [[0, 0], [3, 3], [0, 0]], 'placements.staffShare': [[316, 3], [null, 0], [null, 0]],
      'timesheets.approvedMinutes': [[0, 3], [0, 3], [0, 0]], 'timesheets.unlawful': [[1, 3], [0, 3], [0, 0]],
    });
    expect(statements).toBe(2);
    const touched = (name: string, changed: Record<string, string[]>) => inA(async (scope) => [...((await slice.figures.find((kind) => kind.name === name)?.touched(scope, changed)) ?? [])].sort());
    expect(await touched('placements.hosted', { Placement: [placements[0] ?? ''], Organization: [all.bureau] })).toEqual([all.factory, all.college].sort());
    expect(await touched('placements.staffShare', { Organization: [all.bureau] })).toEqual([all.bureau]);
  });

  it('figures: a count of staff of more than a year ago is not known', async () => {
    world.clock.set('2027-02-01T00:00:00Z');
    const kind = slice.figures.find(({ name }) => name === 'placements.staffShare');
    expect(await inA((scope) => kind?.compute(scope, [all.factory]) ?? Promise.resolve([]))).toMatchObject([{ value: null }]);
    world.clock.set('2026-03-09T01:00:00Z');
  });

  it('search: a placement is found by programme, position, host and school, never by who it is', async () => {
    const [programme, position, placement] = await inA((scope) => Promise.all(slice.search.map(async (kind) => kind.entries(scope, await kind.after(scope, null, 10)))));
    expect(programme).toMatchObject([{ title: 'New energy equipment', text: '460609 College', parties: { school: all.college }, personId: null }]);
    expect(position).toMatchObject([{ title: 'Cell assembly', text: 'P1 Factory', parties: { host: all.factory }, personId: null }]);
    expect(placement).toHaveLength(3);
    expect(placement?.[0]).toMatchObject({ title: 'New energy equipment · Cell assembly · Factory', text: `460609 P1 College ${WEEK}`, parties: { host: all.factory, school: all.college } });
    expect(placement?.map(({ personId }) => personId).sort()).toEqual([...people].sort());
    expect(JSON.stringify([programme, position, placement])).not.toContain('Canary');
  });

  it('search: placements are looked at again when programme, position or an organization changes', async () => {
    const [, position, placement] = slice.search;
    const touched = (changed: Record<string, string[]>) => inA(async (scope) => [...((await placement?.touched(scope, changed)) ?? [])].sort());
    const [positionId = ''] = await inA((scope) => position?.after(scope, null, 1) ?? Promise.resolve([]));
    expect(await touched({ Position: [positionId] })).toEqual([...placements].sort());
    expect(await touched({ Organization: [all.college] })).toEqual([...placements].sort());
    expect(await touched({ Organization: [all.bureau] })).toEqual([]);
    expect(await touched({ Placement: [placements[1] ?? ''] })).toEqual([placements[1]]);
  });

  it('notices: each tells whom it concerns, without names and reasons', async () => {
    const tell = (name: string, sheet: string | undefined) => inA(async (scope) => {
      const kind = slice.notices.find((each) => each.name === name);
      return (await kind?.notices(scope, { id: scope.newId(), subjectId: sheet ?? '', payload: {}, at: scope.now })) ?? [];
    });
    const told = { submitted: await tell('timesheet.submitted', sheets.submitted), approved: await tell('timesheet.mentorApproved', sheets.approved), returned: await tell('timesheet.returned', sheets.returned), unlawful: await tell('timesheet.unlawful', sheets.returned) };
    expect(told.submitted[0]?.to).toEqual([{ personId: mentorId }]);
    expect(told.approved[0]?.to).toEqual([{ organizationId: all.college, roles: ['SCHOOL_TEACHER'] }]);
    expect(told.returned[0]?.to).toEqual([{ personId: people[2] }]);
    expect(told.unlawful[0]?.to.map((each) => ('organizationId' in each ? each.organizationId : ''))).toEqual([all.factory, all.college]);
    expect(JSON.stringify(told)).not.toMatch(/Canary|ill on that day/);
  });

  it('personal data: a person is given his placements, his weeks and what he approved', async () => {
    const [mine, weeks] = await inA((scope) => Promise.all(slice.personalData.map((kind) => gathered(kind.export(scope, people[2] ?? '')))));
    expect(mine).toMatchObject([{ as: 'APPRENTICE', hostOrganizationId: all.factory, startsOn: WEEK }]);
    expect(weeks).toMatchObject([{ weekStartsOn: WEEK, minutes: 481, returnReason: 'was ill on that day', entries: [{ unit: 'Cell assembly' }] }]);
    const [guided, none] = await inA((scope) => Promise.all(slice.personalData.map((kind) => gathered(kind.export(scope, mentorId)))));
    expect([guided, none]).toMatchObject([[{ as: 'MENTOR' }], []]);
    expect(guided?.[0]).not.toHaveProperty('stopReason');
  });

  it('personal data: erasing a person removes the texts about him from rows and audit trail, and leaves those of others', async () => {
    const [action] = slice.access.map((table) => table.return).filter((each) => each !== undefined);
    const erased = await inA(async (scope) => {
      if (action) scope.authorize(action);
      const counts: number[] = [];
      for (const kind of slice.personalData) counts.push(await kind.erase(scope, people[2] ?? '', 'P-1'));
      return counts;
    });
    // The reason itself, and its value beside the audit entry.
    expect(erased).toEqual([0, 2, 0]);
    const left = await inA((scope) => scope.sql<{ text: string }>(
      `select t::text as text from timesheets t where tenant_id = $1 union all select v::text from audit_personal_values v where tenant_id = $1 union all select e::text from audit_entries e where tenant_id = $1`, [scope.tenantId]));
    expect(left.length).toBeGreaterThan(3);
    expect(left.filter(({ text }) => text.includes('ill on that day'))).toEqual([]);
  });
});
