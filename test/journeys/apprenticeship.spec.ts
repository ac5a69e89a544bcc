import { TestClock } from '@quadhelix/service';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { entries, MENTOR, personNamed, PLAN, RETURN, SAVE, START, step, SUBMIT, TEACHER, type Step } from './apprentices.js';

const PROGRAMME = 'mutation($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id code school { legalName } } } }';
const POSITION = 'mutation($input: PositionPublishInput!) { positionPublish(input: $input) { position { id state host { legalName } } } }';
const LIST = `{ placements(first: 10) { nodes { id state apprentice { id name } host { legalName } school { legalName } mentor { name } teacher { name } programme { name } position { title }
  lastTimesheet { weekStartsOn state minutes } } } }`;
const VIOLATIONS = '{ timesheetViolations(first: 10) { nodes { rule onDate minutes limitMinutes host { legalName } timesheet { id lawful } } } }';
const HOURS = '{ hoursByWeek(from: "2026-03-02", to: "2026-06-28") { weekStartsOn sheets approvedMinutes submittedMinutes excessMinutes } }';
const WEEK = '2026-03-02';
const LATE = ['2026-03-02T08:00/16:00', '2026-03-03T08:00/16:00', '2026-03-04T13:30/22:30'];
const LAWFUL = ['2026-03-02T08:00/16:00', '2026-03-03T08:00/16:00', '2026-03-04T13:30/21:30'];

interface Listed { placements: { nodes: { id: string; state: string; apprentice: { id: string; name: string | null } | null; lastTimesheet: unknown }[] } }

describe('an apprenticeship from the plan to an approved week', () => {
  let world: World;
  let all: TwoAlliances;
  let as: Record<'school' | 'coordinator' | 'mentor' | 'teacher' | 'liaison' | 'liwei', GraphqlClient>;
  let placement: Step;
  let sheet: Step;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-09T01:00:00Z') });
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.college, { name: 'Li Wei', login: 'liwei', kind: 'STUDENT', roles: ['APPRENTICE'], birthDate: '2008-11-02' });
    const logins = ['school', 'coordinator', 'mentor', 'teacher', 'liaison', 'liwei'] as const;
    as = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await world.as(login, 'alliance-a')]))) as typeof as;
  });
  afterAll(() => world.stop());

  it('the school plans; the host sees the plan, but not yet who it is', async () => {
    const { programmeCreate } = await as.school.data<{ programmeCreate: { programme: { id: string } } }>(PROGRAMME, { input: { schoolOrganizationId: globalId('Organization', all.college), code: '460609', name: 'New energy equipment' } });
    const { positionPublish } = await as.coordinator.data<{ positionPublish: { position: { id: string } } }>(POSITION, { input: { hostOrganizationId: globalId('Organization', all.factory), code: 'A1', title: 'Cell assembly', places: 9 } });
    const [apprentice, mentor, teacher] = await Promise.all(['Li Wei', 'mentor', 'teacher'].map(async (name) => globalId('Person', await personNamed(world, all, name))));
    const input = { programmeId: programmeCreate.programme.id, positionId: positionPublish.position.id, apprenticePersonId: apprentice, mentorPersonId: mentor, teacherPersonId: teacher, startsOn: WEEK, endsBefore: '2026-07-01', loadBp: 10_000 };
    expect(await as.coordinator.refusal(PLAN, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await as.school.refusal(PLAN, { input: { ...input, mentorPersonId: teacher } })).toEqual({ code: 'MENTOR_NOT_OF_HOST', field: 'mentorPersonId' });
    expect(await as.school.refusal(PLAN, { input: { ...input, teacherPersonId: mentor } })).toEqual({ code: 'TEACHER_NOT_OF_SCHOOL', field: 'teacherPersonId' });
    expect(await as.school.refusal(PLAN, { input: { ...input, apprenticePersonId: mentor } })).toEqual({ code: 'APPRENTICE_NOT_OF_SCHOOL', field: 'apprenticePersonId' });
    expect(await as.school.refusal(PLAN, { input: { ...input, endsBefore: WEEK } })).toEqual({ code: 'PERIOD_INVALID', field: 'endsBefore' });
    placement = await step(as.school, PLAN, input);
    expect(placement).toMatchObject({ state: 'PLANNED', version: 1 });
    expect((await step(as.school, PLAN, input)).id).toBe(placement.id);
    expect(await as.school.refusal(PLAN, { input: { ...input, loadBp: 5_000 } })).toEqual({ code: 'PLACEMENT_EXISTS', field: 'apprenticePersonId' });
    const seen = await as.mentor.request<Listed>(LIST);
    expect(seen.data?.placements.nodes).toMatchObject([{ state: 'PLANNED', apprentice: { name: null }, lastTimesheet: null }]);
    expect(seen.errors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
    expect(await as.liwei.refusal(SAVE, { input: { placementId: placement.id, weekStartsOn: WEEK, entries: [] } })).toEqual({ code: 'PLACEMENT_NOT_STARTED', field: 'placementId' });
  });

  it('the start binds his time and tells the host his name', async () => {
    expect(await as.mentor.refusal(START, { input: { id: placement.id, version: 1 } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await as.school.refusal(START, { input: { id: placement.id, version: 7 } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    placement = await step(as.school, START, { id: placement.id, version: 1 });
    expect(placement).toMatchObject({ state: 'ACTIVE', version: 2 });
    expect(await as.school.refusal(START, { input: { id: placement.id, version: 2 } })).toMatchObject({ code: 'STATE_FORBIDS' });
    expect((await as.mentor.data<Listed>(LIST)).placements.nodes).toMatchObject([{
      state: 'ACTIVE', apprentice: { name: 'Li Wei' }, host: { legalName: 'Factory' }, school: { legalName: 'College' }, mentor: { name: 'mentor' }, teacher: { name: 'teacher' },
      programme: { name: 'New energy equipment' }, position: { title: 'Cell assembly' },
    }]);
  });

  it('she is 17 and works 9 h until 22:30: stored as it was, flagged against the host, seen by the liaison, not approvable', async () => {
    const { timesheetSave } = await as.liwei.data<{ timesheetSave: { timesheet: Step & Record<string, unknown> } }>(SAVE, { input: { placementId: placement.id, weekStartsOn: WEEK, entries: entries(...LATE) } });
    sheet = timesheetSave.timesheet;
    expect(sheet).toMatchObject({
      state: 'DRAFT', minutes: 1500, nightMinutes: 30, excessMinutes: 60, lawful: false,
      violations: [{ rule: 'HOURS_PER_DAY', onDate: '2026-03-04', minutes: 540, limitMinutes: 480 }, { rule: 'NIGHT_MINOR', onDate: '2026-03-04', minutes: 30, limitMinutes: 0 }],
    });
    expect((sheet as unknown as { entries: { startsAt: string; endsAt: string }[] }).entries[2]).toMatchObject({ startsAt: '2026-03-04T05:30:00.000Z', endsAt: '2026-03-04T14:30:00.000Z' });
    expect(await as.liwei.refusal(SAVE, { input: { placementId: placement.id, weekStartsOn: WEEK, entries: entries(...LAWFUL) } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    expect(await as.liaison.data(VIOLATIONS)).toEqual({ timesheetViolations: { nodes: [] } });
    sheet = await step(as.liwei, SUBMIT, { id: sheet.id, version: sheet.version });
    expect(sheet).toMatchObject({ state: 'SUBMITTED' });
    const told = await inAlliance(world, all.a, (scope) => scope.sql<{ payload: unknown }>("select payload from events where tenant_id = $1 and type = 'timesheet.unlawful'", [scope.tenantId]));
    expect(told).toMatchObject([{ payload: { hostOrganizationId: all.factory, weekStartsOn: WEEK, violations: [{ rule: 'HOURS_PER_DAY', minutes: 540 }, { rule: 'NIGHT_MINOR', minutes: 30 }] } }]);
    expect((await as.liaison.data<{ timesheetViolations: { nodes: unknown[] } }>(VIOLATIONS)).timesheetViolations.nodes).toMatchObject([
      { rule: 'HOURS_PER_DAY', host: { legalName: 'Factory' }, timesheet: { id: sheet.id, lawful: false } }, { rule: 'NIGHT_MINOR', minutes: 30 },
    ]);
    expect(await as.liaison.data(HOURS)).toEqual({ hoursByWeek: [{ weekStartsOn: WEEK, sheets: 1, approvedMinutes: 0, submittedMinutes: 1500, excessMinutes: 60 }] });
    expect(await as.mentor.refusal(MENTOR, { input: { id: sheet.id, version: sheet.version } })).toEqual({ code: 'TIMESHEET_NOT_LAWFUL', field: 'id' });
    expect((await as.mentor.data<Listed>(LIST)).placements.nodes[0]?.lastTimesheet).toEqual({ weekStartsOn: WEEK, state: 'SUBMITTED', minutes: 1500 });
  });

  it('the week is returned, corrected and approved by mentor and teacher; who read an older version is told so', async () => {
    const submitted = sheet;
    sheet = await step(as.mentor, RETURN, { id: sheet.id, version: sheet.version, reason: 'You left at 21:30 on Wednesday' });
    expect(sheet).toMatchObject({ state: 'RETURNED', returnReason: 'You left at 21:30 on Wednesday' });
    sheet = await step(as.liwei, SAVE, { placementId: placement.id, weekStartsOn: WEEK, entries: entries(...LAWFUL), version: sheet.version });
    expect(sheet).toMatchObject({ state: 'DRAFT', minutes: 1440, nightMinutes: 0, excessMinutes: 0, lawful: true, violations: [] });
    sheet = await step(as.liwei, SUBMIT, { id: sheet.id, version: sheet.version });
    expect(await as.mentor.refusal(MENTOR, { input: { id: sheet.id, version: submitted.version } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    expect(await as.teacher.refusal(TEACHER, { input: { id: sheet.id, version: sheet.version } })).toMatchObject({ code: 'STATE_FORBIDS' });
    expect(await as.teacher.refusal(MENTOR, { input: { id: sheet.id, version: sheet.version } })).toMatchObject({ code: 'FORBIDDEN' });
    const read = sheet;
    sheet = await step(as.mentor, MENTOR, { id: sheet.id, version: sheet.version });
    expect(sheet.state).toBe('MENTOR_APPROVED');
    sheet = await step(as.teacher, TEACHER, { id: sheet.id, version: sheet.version });
    expect(sheet.state).toBe('TEACHER_APPROVED');
    expect(await as.mentor.refusal(MENTOR, { input: { id: read.id, version: read.version } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    expect(await as.liwei.refusal(SAVE, { input: { placementId: placement.id, weekStartsOn: WEEK, entries: entries(...LATE), version: sheet.version } })).toMatchObject({ code: 'STATE_FORBIDS' });
    expect((await step(as.liwei, SAVE, { placementId: placement.id, weekStartsOn: WEEK, entries: entries(...LAWFUL) })).version).toBe(sheet.version);
    expect(await as.liaison.data(HOURS)).toEqual({ hoursByWeek: [{ weekStartsOn: WEEK, sheets: 1, approvedMinutes: 1440, submittedMinutes: 0, excessMinutes: 0 }] });
    expect(await as.liaison.data(VIOLATIONS)).toEqual({ timesheetViolations: { nodes: [] } });
    const approvers = await as.teacher.data(`{ timesheets(first: 5) { nodes { mentorApprover { name } teacherApprover { name } placement { id } } } }`);
    expect(approvers).toEqual({ timesheets: { nodes: [{ mentorApprover: { name: 'mentor' }, teacherApprover: { name: 'teacher' }, placement: { id: placement.id } }] } });
  });

  it.each([
    [['2026-03-09T08:00/08:30'], '2026-03-09', null],
    [['2026-03-09T08:00/09:01'], '2026-03-09', { code: 'ENTRY_IN_FUTURE', field: 'entries[0].endsAt' }],
    [['2026-02-27T08:00/16:00'], '2026-02-23', { code: 'ENTRY_OUTSIDE_PLACEMENT', field: 'entries[0].startsAt' }],
    [['2026-03-09T08:00/08:00'], '2026-03-09', { code: 'ENTRY_LENGTH_INVALID', field: 'entries[0].endsAt' }],
    [['2026-03-08T20:00/2026-03-09T01:00'], '2026-03-09', { code: 'ENTRY_OUTSIDE_WEEK', field: 'entries[0].startsAt' }],
    [['2026-03-09T07:00/08:00', '2026-03-09T07:30/08:30'], '2026-03-09', { code: 'ENTRIES_OVERLAP', field: 'entries[1].startsAt' }],
    [[], '2026-03-10', { code: 'WEEK_INVALID', field: 'weekStartsOn' }],
  ])('%j in the week from %s answers %j', async (lines, weekStartsOn, refused) => {
    const input = { placementId: placement.id, weekStartsOn, entries: entries(...lines), version: 1 };
    if (refused) expect(await as.liwei.refusal(SAVE, { input })).toEqual(refused);
    else expect((await step(as.liwei, SAVE, input)).state).toBe('DRAFT');
  });

  it('a week is written by who worked it or by his school, never by host or government', async () => {
    const input = { placementId: placement.id, weekStartsOn: '2026-03-09', entries: [] };
    for (const login of ['mentor', 'coordinator', 'liaison', 'teacher'] as const) expect([login, (await as[login].refusal(SAVE, { input })).code]).toEqual([login, 'FORBIDDEN']);
  });

  it('unknown units, too many entries and wrong ids are named by field', async () => {
    const good = entries('2026-03-09T08:00/08:30')[0];
    expect(await as.liwei.refusal(SAVE, { input: { placementId: placement.id, weekStartsOn: '2026-03-09', entries: [{ ...good, unit: '' }] } })).toEqual({ code: 'INPUT_INVALID', field: 'entries[0].unit' });
    expect(await as.liwei.refusal(SAVE, { input: { placementId: placement.id, weekStartsOn: '2026-03-09', entries: Array.from({ length: 101 }, () => good) } })).toEqual({ code: 'INPUT_INVALID', field: 'entries' });
    expect(await as.liwei.refusal(SAVE, { input: { placementId: sheet.id, weekStartsOn: '2026-03-09', entries: [] } })).toEqual({ code: 'ID_INVALID', field: 'placementId' });
  });
});
