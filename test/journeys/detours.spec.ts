import { CommitmentService } from '@quadhelix/accountability';
import { PlacementService, TimesheetService, type Placement } from '@quadhelix/apprenticeships';
import { DatabaseSession, ImportKinds, runImport, type ImportResult } from '@quadhelix/importing';
import { TestClock } from '@quadhelix/service';
import { MembershipService, PersonService, SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { Ground } from './apprentices.js';

const WEEK = '2026-03-09';
const HEADER = 'school,apprenticeNumber,host,date,startTime,endTime,unit,submitted';
const IMPORT = 'mutation ($input: ImportStartInput!) { importStart(input: $input) { import { id } } }';
const OUTCOME = 'query ($id: ID!) { node(id: $id) { ... on Import { state problems { code field } } } }';
const hours = (...dates: readonly string[]) => dates.map((date) => ({ startsAt: new Date(`${date}T08:00:00+08:00`), endsAt: new Date(`${date}T12:00:00+08:00`), unit: 'Cells', kind: 'WORK' as const }));

describe('ways round a rule', () => {
  let world: World;
  let all: TwoAlliances;
  let ground: Ground;
  let placements: PlacementService;
  let timesheets: TimesheetService;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-04-01T01:00:00Z'), worker: true });
    all = await twoAlliances(world);
    ground = await Ground.lay(world, all.a, all.factory, all.college);
    placements = world.api.get(PlacementService);
    timesheets = world.api.get(TimesheetService);
  });
  afterAll(() => world.stop());

  const inA = <T>(work: Parameters<typeof inAlliance<T>>[2]): Promise<T> => inAlliance(world, all.a, work);
  const log = (placement: Placement, ...dates: readonly string[]) => inA((scope) => timesheets.save(scope, placement.id, WEEK, hours(...dates)));
  const numbered = (name: string, memberNumber: string) => makePerson(world, all.a, all.college, { name, birthDate: '2005-05-05', kind: 'STUDENT', roles: ['APPRENTICE'], memberNumber });
  const bring = (lines: readonly string[]): Promise<ImportResult> => runImport({
    kind: world.api.get(ImportKinds).byName('timesheets'), file: Buffer.from([HEADER, ...lines].join('\n')), mode: 'lenient', language: 'en',
    session: new DatabaseSession(world.api.database, () => world.api.database.beginSystem(all.a.id, 'test')),
  });

  it('no hours belong into a pause, also after it is over', async () => {
    const placement = await ground.started(await ground.apprentice('Paused'));
    await inA((scope) => placements.pause(scope, placement.id, '2026-03-09'));
    await inA((scope) => placements.resume(scope, placement.id, '2026-03-11'));
    await expect(log(placement, '2026-03-10')).rejects.toMatchObject({ code: 'ENTRY_OUTSIDE_PLACEMENT', field: 'entries[0].startsAt' });
    expect((await log(placement, '2026-03-11')).outcome).toBe('ADDED');
  });

  it.each([
    ['paused', 'on', (id: string) => inA((scope) => placements.pause(scope, id, '2026-03-10'))],
    ['completed', 'lastDay', (id: string) => inA((scope) => placements.complete(scope, id, '2026-03-09'))],
    ['stopped', 'on', (id: string) => inA((scope) => placements.stop(scope, id, 'Moved', '2026-03-10'))],
  ])('time that was worked is not given back: nothing is %s before its last hours', async (_what, field, end) => {
    const placement = await ground.started(await ground.apprentice('Busy'));
    await log(placement, '2026-03-09', '2026-03-10');
    await expect(end(placement.id)).rejects.toMatchObject({ code: 'HOURS_AFTER_DAY', field, params: { until: '2026-03-10' } });
    expect((await inA((scope) => placements.stop(scope, placement.id, 'Moved', '2026-03-11'))).state).toBe('STOPPED');
  });

  it('apprentice, mentor and teacher are three people', async () => {
    const both = await inA(async (scope) => {
      const people = world.api.get(PersonService);
      const facts = { name: 'Both', idNumberHmac: Buffer.alloc(32, 9), validFrom: '2020-01-01', birthDate: '2000-01-01' };
      await people.register(scope, { ...facts, organizationId: all.college, memberNumber: 'both', kind: 'STAFF' });
      return people.register(scope, { ...facts, organizationId: all.factory, memberNumber: 'both', kind: 'STAFF' });
    });
    const apprentice = await ground.apprentice('Third');
    await expect(ground.plan(both, { mentorPersonId: both })).rejects.toMatchObject({ code: 'MENTORS_NOT_APART', field: 'mentorPersonId' });
    await expect(ground.plan(both, { teacherPersonId: both })).rejects.toMatchObject({ code: 'MENTORS_NOT_APART', field: 'teacherPersonId' });
    await expect(ground.plan(apprentice, { mentorPersonId: both, teacherPersonId: both })).rejects.toMatchObject({ code: 'MENTORS_NOT_APART', field: 'teacherPersonId' });
    expect((await ground.plan(apprentice, { mentorPersonId: both })).state).toBe('PLANNED');
  });

  it('a file that names the host in one row of a week and not in the next loses none of its hours', async () => {
    await ground.started(await numbered('Split', 'S-1'));
    const lines = ['College,S-1,Factory,2026-03-09,08:00,12:00,Cells,', 'College,S-1,,2026-03-10,08:00,12:00,Cells,'];
    const result = await bring(lines);
    expect([result.added, result.failed, result.problems[0]?.code, result.problems[0]?.row]).toEqual([1, 1, 'WEEK_SPLIT', 3]);
    const [row] = await inA((scope) => scope.sql<{ minutes: number }>('select minutes from timesheets t join affiliations f on f.person_id = t.apprentice_person_id where f.member_number = $1', ['S-1']));
    expect(row?.minutes).toBe(240);
    expect(await bring(lines)).toMatchObject({ added: 0, updated: 0, unchanged: 1, failed: 1 });
  });

  it('a plan beside a running placement makes no row of hours ambiguous', async () => {
    const apprentice = await numbered('Planned', 'S-2');
    await ground.started(apprentice, { loadBp: 5000 });
    await ground.plan(apprentice, { startsOn: '2026-03-03', loadBp: 5000 });
    expect(await bring(['College,S-2,Factory,2026-03-09,08:00,12:00,Cells,'])).toMatchObject({ added: 1, failed: 0 });
  });

  it('the same file again does not hand in a week that was returned since; a person who names its version does', async () => {
    const placement = await ground.started(await numbered('Returned', 'S-3'));
    const lines = ['College,S-3,,2026-03-09,08:00,12:00,Cells,yes'];
    expect(await bring(lines)).toMatchObject({ added: 1, failed: 0 });
    const { timesheet } = await log(placement, '2026-03-09');
    const returned = await inA((scope) => timesheets.return(scope, timesheet.id, 'You were ill that day'));
    expect(await bring(lines)).toMatchObject({ added: 0, updated: 0, unchanged: 1, failed: 0 });
    const again = await inA((scope) => timesheets.save(scope, placement.id, WEEK, hours('2026-03-09'), returned.version));
    expect([again.outcome, again.timesheet.state]).toEqual(['UPDATED', 'DRAFT']);
    expect(await bring(['College,S-3,,2026-03-09,08:00,11:00,Cells,yes'])).toMatchObject({ updated: 1 });
  });

  it('a coordinator cannot find out by import which student numbers another school uses', async () => {
    await inA(async (scope) => {
      const other = await world.api.get(MembershipService).invite(scope, { sector: 'SCHOOL', legalName: 'Other college', regionCode: '320000' });
      await world.api.get(MembershipService).step(scope, other.id, 'accept', null);
      await world.api.get(PersonService).register(scope, { organizationId: other.organizationId, memberNumber: 'X-1', name: 'Hidden', birthDate: '2005-05-05', kind: 'STUDENT', validFrom: '2020-01-01' });
    });
    const school = await world.as('school', 'alliance-a');
    const content = Buffer.from([HEADER, ...['X-1', 'X-2'].map((number) => `Other college,${number},,2026-03-09,08:00,12:00,Cells,`)].join('\n')).toString('base64');
    const { importStart } = await school.data<{ importStart: { import: { id: string } } }>(IMPORT, { input: { kind: 'timesheets', fileName: 'x.csv', content, mode: 'LENIENT' } });
    type Watched = { node: { state: string; problems: { code: string; field: string | null }[] } };
    let seen = await school.data<Watched>(OUTCOME, { id: importStart.import.id });
    for (let tries = 0; tries < 200 && ['QUEUED', 'RUNNING'].includes(seen.node.state); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen = await school.data<Watched>(OUTCOME, { id: importStart.import.id });
    }
    expect(seen.node.problems).toEqual([{ code: 'FORBIDDEN', field: null }, { code: 'FORBIDDEN', field: null }]);
  });

  it('nobody judges or waives through a second seat what another organization of his promised', async () => {
    const service = world.api.get(CommitmentService);
    const promise = (number: string, outsider: boolean) => inA(async (scope) => {
      const { id } = await service.propose(scope, {
        number, title: 'Train', metric: 'people', unit: 'people', baseline: 0, target: 20, direction: 'INCREASE', dueOn: '2026-06-30', weightBp: 1000, requiredEvidence: '',
        ownerOrganizationId: outsider ? all.college : all.factory, verifierOrganizationId: all.association,
      });
      await service.accept(scope, id);
      await service.submitEvidence(scope, id, { description: 'list', value: 20 });
      return globalId('Commitment', id);
    });
    const personId = await inA(async (scope) => {
      const [people, seats] = [world.api.get(PersonService), world.api.get(SeatService)];
      let id = '';
      for (const [organizationId, role] of [[all.factory, 'INDUSTRY_COORDINATOR'], [all.association, 'SOCIETY_ASSESSOR'], [all.bureau, 'GOVERNMENT_LIAISON']] as const) {
        id = await people.register(scope, { name: 'Two hats', idNumberHmac: Buffer.alloc(32, 5), organizationId, memberNumber: 'hats', kind: 'STAFF', birthDate: '1980-01-01', validFrom: '2020-01-01' });
        await seats.assign(scope, { organizationId, personId: id, role, validFrom: '2020-01-01' });
      }
      return id;
    });
    await world.account('hats', personId);
    const [own, foreign] = [await promise('D-1', false), await promise('D-2', true)];
    const VERIFY = 'mutation($input: CommitmentVerifyInput!) { commitmentVerify(input: $input) { commitment { state } } }';
    const WAIVE = 'mutation($input: CommitmentWaiveInput!) { commitmentWaive(input: $input) { commitment { state } } }';
    const assessor = await world.as('hats', 'alliance-a', { organization: globalId('Organization', all.association) });
    const liaison = await world.as('hats', 'alliance-a', { organization: globalId('Organization', all.bureau) });
    expect(await assessor.refusal(VERIFY, { input: { id: own, outcome: 'FULFILLED', remark: 'ours' } })).toEqual({ code: 'VERIFIER_NOT_INDEPENDENT', field: 'id' });
    expect(await liaison.refusal(WAIVE, { input: { id: own, reason: 'ours' } })).toEqual({ code: 'WAIVER_BY_OWNER', field: 'id' });
    expect(await assessor.data(VERIFY, { input: { id: foreign, outcome: 'FULFILLED', remark: 'seen' } })).toEqual({ commitmentVerify: { commitment: { state: 'VERIFIED' } } });
  });
});
