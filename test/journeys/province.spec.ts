import { PlacementGate } from '@quadhelix/apprenticeships';
import { TestClock } from '@quadhelix/service';
import { globalId, inAlliance, makeMember, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { PLAN, step } from './apprentices.js';

const PROGRAMME = 'mutation($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id majorCategory } } }';
const POSITION = 'mutation($input: PositionPublishInput!) { positionPublish(input: $input) { position { id state version } } }';
const STATE = 'mutation($input: PositionStateConditionsInput!) { positionStateConditions(input: $input) { position { id state version conditions { workRegion payFenPerHour hazards } } } }';
const FOUND = 'gate onDate verdict evaluatedAt rules { rule verdict severity warning versions missing values { name json } used { name json } }';
const GATE = `query($id: ID!, $gate: RuleGate!, $onDate: LocalDate) { placementGate(placementId: $id, gate: $gate, onDate: $onDate) { ${FOUND} } }`;
const EVALUATE = `mutation($input: PlacementEvaluateInput!) { placementEvaluate(input: $input) { evaluation { ${FOUND} placement { id } } } }`;
const START = `mutation($input: PlacementStepInput!) { placementStart(input: $input) { placement { id state lastEvaluation(gate: ONBOARD) { ${FOUND} } } } }`;
const DAYS = 'query($from: LocalDate!, $until: LocalDate!) { calendarDays(from: $from, until: $until) { date kind holiday notice } }';

interface Verdict { rule: string; verdict: string; warning: boolean; versions: string[]; missing: string[]; values: { name: string; json: string }[]; used: { name: string; json: string }[] | null }
interface Found { gate: string; onDate: string; verdict: string; evaluatedAt: string | null; rules: Verdict[] }

const NANJING = '320100';
const XUZHOU = '320300';
const LANZHOU = '620100';

/** All that a host can state, so that only what a test is about decides. */
const CONDITIONS = {
  majorCategory: '46', workKinds: [], hazards: [], specialTimes: [], onlyRepetitive: false, minutesPerDay: 480, minutesPerWeek: 2400, independentWork: true,
  payFenPerMonth: 400_000, payFenPerHour: 2_100, postWageFenPerMonth: 450_000, payForms: ['MONEY'], paidDirectly: true, payCycleDays: 30, charges: [], postStaff: 40,
};

describe('a province adds to the national rules', () => {
  let world: World;
  let all: TwoAlliances;
  let as: Record<'school' | 'coordinator' | 'mentor' | 'liaison' | 'assessor' | 'adminB' | 'observer', GraphqlClient>;
  let programmeId: string;
  const positions: Record<string, string> = {};
  const placements: Record<string, string> = {};

  const gate = async (client: GraphqlClient, id: string | undefined, name = 'ONBOARD', onDate: string | null = null): Promise<Found> =>
    (await client.data<{ placementGate: Found }>(GATE, { id, gate: name, onDate })).placementGate;
  const of = (found: Found, rule: string): Verdict | undefined => found.rules.find((each) => each.rule === rule);
  const value = (verdict: Verdict | undefined, name: string): unknown => JSON.parse(verdict?.values.find((each) => each.name === name)?.json ?? 'null');

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-11-24T01:00:00Z') });
    all = await twoAlliances(world);
    // The college of the cast lies in Jiangsu; this one in Gansu.
    const gansu = await makeMember(world, all.a, { sector: 'SCHOOL', legalName: 'College in Gansu', regionCode: LANZHOU });
    await makePerson(world, all.a, gansu, { name: 'gansu', login: 'gansu', roles: ['SCHOOL_COORDINATOR'] });
    await makePerson(world, all.a, all.association, { name: 'observer', login: 'observer', roles: ['SOCIETY_OBSERVER'] });
    as = {
      school: await world.as('gansu', 'alliance-a'), coordinator: await world.as('coordinator', 'alliance-a'), mentor: await world.as('mentor', 'alliance-a'), liaison: await world.as('liaison', 'alliance-a'),
      assessor: await world.as('assessor', 'alliance-a'), adminB: await world.as('adminB', 'alliance-b'), observer: await world.as('observer', 'alliance-a'),
    };
    const made = await as.school.data<{ programmeCreate: { programme: { id: string; majorCategory: string } } }>(PROGRAMME, { input: { schoolOrganizationId: globalId('Organization', gansu), code: '460301', name: 'Mechatronics', majorCategory: '46' } });
    programmeId = made.programmeCreate.programme.id;
    for (const [name, region] of [['nanjing', NANJING], ['xuzhou', XUZHOU], ['lanzhou', LANZHOU]] as const) {
      const input = { hostOrganizationId: globalId('Organization', all.factory), code: name, title: `Assembly in ${name}`, places: 9, conditions: { ...CONDITIONS, workRegion: region.slice(0, 4) } };
      positions[name] = (await step(as.coordinator, POSITION, input)).id;
      const apprentice = await makePerson(world, all.a, gansu, { name: `Apprentice in ${name}`, kind: 'STUDENT', birthDate: '2008-05-05' });
      placements[name] = (await step(as.school, PLAN, {
        programmeId, positionId: positions[name], apprenticePersonId: globalId('Person', apprentice), startsOn: '2026-12-01', endsBefore: '2027-05-01', loadBp: 10_000, yearOfStudy: 3,
      })).id;
    }
  });
  afterAll(() => world.stop());

  it('the same placement breaks nothing in Lanzhou and the minimum wage of Jiangsu in Nanjing', async () => {
    const home = await gate(as.school, placements.lanzhou);
    expect(home.rules.filter(({ verdict }) => verdict === 'BLOCK')).toEqual([]);
    expect(of(home, 'R7-HOURLY')).toBeUndefined();
    expect(of(home, 'R1')).toMatchObject({ verdict: 'PASS', versions: ['cn-internship@1'] });
    expect(of(home, 'R7-FORM')).toMatchObject({ verdict: 'PASS' });
    const away = await gate(as.school, placements.nanjing);
    expect(of(away, 'R7-HOURLY')).toMatchObject({ verdict: 'BLOCK', warning: false, versions: ['js-internship@2'], used: [{ name: 'independentWork', json: 'true' }, { name: 'payFenPerHour', json: '2100' }] });
    expect(value(of(away, 'R7-HOURLY'), 'minimumFenPerHour')).toBe(2_400);
    expect([home.verdict, away.verdict]).toEqual(['UNKNOWN', 'BLOCK']);
  });

  it('in Xuzhou the wage is high enough: each city of the province has its own', async () => {
    const found = await gate(as.school, placements.xuzhou);
    expect([of(found, 'R7-HOURLY')?.verdict, value(of(found, 'R7-HOURLY'), 'minimumFenPerHour')]).toEqual(['PASS', 2_000]);
  });

  it('what nobody states is unknown and does not pass: no consent, no agreement, no insurance is stored yet', async () => {
    const found = await gate(as.school, placements.lanzhou);
    for (const [rule, fact] of [['R10', 'agreementSignedBy'], ['R11', 'consentsGiven'], ['R12', 'insurances'], ['R15', 'ownChoice']] as const) {
      expect(of(found, rule)).toMatchObject({ verdict: 'UNKNOWN', missing: expect.arrayContaining([fact]) as string[] });
    }
    expect(of(found, 'R8')).toMatchObject({ verdict: 'UNKNOWN', missing: ['internsElsewhereOn'] });
  });

  it('work in Lanzhou for a college in Nanjing takes the stricter of both', async () => {
    const college = await world.as('school', 'alliance-a');
    const made = await college.data<{ programmeCreate: { programme: { id: string } } }>(PROGRAMME, { input: { schoolOrganizationId: globalId('Organization', all.college), code: '460301', name: 'Mechatronics', majorCategory: '66' } });
    const apprentice = await makePerson(world, all.a, all.college, { name: 'From Jiangsu', kind: 'STUDENT', birthDate: '2008-05-05' });
    const placement = await step(college, PLAN, {
      programmeId: made.programmeCreate.programme.id, positionId: positions.lanzhou, apprenticePersonId: globalId('Person', apprentice), startsOn: '2026-12-01', endsBefore: '2027-05-01', loadBp: 10_000, yearOfStudy: 3,
    });
    const found = await gate(college, placement.id);
    // Region 32 without a city: the lowest class of the province.
    expect([of(found, 'R7-HOURLY')?.verdict, value(of(found, 'R7-HOURLY'), 'minimumFenPerHour'), of(found, 'R7-HOURLY')?.versions]).toEqual(['PASS', 2_000, ['js-internship@2']]);
    // Secondary school and factory mean the same category by different digits; in Jiangsu another one would block.
    expect(of(found, 'R14')).toMatchObject({ verdict: 'PASS', severity: 'BLOCK' });
    expect(of(await gate(as.school, placements.lanzhou), 'R14')).toMatchObject({ verdict: 'PASS', severity: 'WARN' });
  });

  it('the rules of the day are those that were in force then', async () => {
    expect(value(of(await gate(as.school, placements.nanjing, 'ONBOARD', '2023-06-01'), 'R7-HOURLY'), 'minimumFenPerHour')).toBe(2_200);
    expect(of(await gate(as.school, placements.nanjing, 'ONBOARD', '2022-12-25'), 'R7-HOURLY')).toBeUndefined();
  });

  it('a start is not stopped yet; what was found is stored and shown as it was', async () => {
    const started = await as.school.data<{ placementStart: { placement: { state: string; lastEvaluation: Found } } }>(START, { input: { id: placements.nanjing, version: 1 } });
    expect(started.placementStart.placement).toMatchObject({ state: 'ACTIVE', lastEvaluation: { gate: 'ONBOARD', verdict: 'BLOCK', onDate: '2026-11-24', evaluatedAt: '2026-11-24T01:00:00.000Z' } });
    const raised = await inAlliance(world, all.a, (scope) => scope.sql<{ rule: string; organization_id: string }>('select rule, organization_id from rule_violations where tenant_id = $1', [scope.tenantId]));
    expect(raised).toEqual([{ rule: 'R7-HOURLY', organization_id: all.factory }]);
    const input = { id: positions.nanjing, version: 1, conditions: { ...CONDITIONS, workRegion: NANJING, payFenPerHour: 2_400 } };
    expect((await step(as.coordinator, STATE, input)).version).toBe(2);
    expect(of(await gate(as.school, placements.nanjing), 'R7-HOURLY')?.verdict).toBe('PASS');
    const { node } = await as.school.data<{ node: { lastEvaluation: Found } }>(`query($id: ID!) { node(id: $id) { ... on Placement { lastEvaluation(gate: ONBOARD) { ${FOUND} } } } }`, { id: placements.nanjing });
    expect(node.lastEvaluation).toEqual(started.placementStart.placement.lastEvaluation);
    const again = await as.school.data<{ placementEvaluate: { evaluation: Found } }>(EVALUATE, { input: { id: placements.nanjing, gate: 'ONBOARD' } });
    expect(of(again.placementEvaluate.evaluation, 'R7-HOURLY')?.verdict).toBe('PASS');
    expect(await inAlliance(world, all.a, (scope) => scope.sql("select rule from rule_violations where tenant_id = $1 and state = 'OPEN'", [scope.tenantId]))).toEqual([]);
  });

  it('facts are for the parties and who watches over them; others see verdicts, outsiders nothing', async () => {
    const used = async (client: GraphqlClient): Promise<unknown> => of(await gate(client, placements.nanjing), 'R7-HOURLY')?.used?.find(({ name }) => name === 'payFenPerHour')?.json ?? null;
    expect(await used(as.mentor)).toBe('2400');
    expect(await used(as.liaison)).toBe('2400');
    expect(await used(as.observer)).toBeNull();
    expect(await as.adminB.refusal(GATE, { id: placements.nanjing, gate: 'ONBOARD' })).toEqual({ code: 'NOT_FOUND', field: 'placementId' });
    expect(await as.mentor.refusal(EVALUATE, { input: { id: placements.nanjing, gate: 'ONBOARD' } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await as.mentor.refusal(STATE, { input: { id: positions.nanjing, version: 2, conditions: CONDITIONS } })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('conditions are stated in the words of the rules, for a place that exists', async () => {
    expect(await as.coordinator.refusal(STATE, { input: { id: positions.nanjing, version: 2, conditions: { workRegion: '99' } } })).toEqual({ code: 'WORK_REGION_INVALID', field: 'conditions.workRegion' });
    expect(await as.coordinator.refusal(STATE, { input: { id: positions.nanjing, version: 2, conditions: { hazards: ['high places'] } } })).toMatchObject({ code: 'INPUT_INVALID', field: 'conditions.hazards' });
    expect(await as.coordinator.refusal(STATE, { input: { id: positions.nanjing, version: 1, conditions: CONDITIONS } })).toEqual({ code: 'STALE_VERSION', field: 'version' });
    await step(as.coordinator, STATE, { id: positions.nanjing, version: 2, conditions: { ...CONDITIONS, hazards: ['HIGH_PLACE'] } });
    const found = await gate(as.school, placements.nanjing);
    expect(of(found, 'R3')).toMatchObject({ verdict: 'UNKNOWN', missing: ['filings'] });
    // Back in its region of the host, Jiangsu as a whole.
    expect(value(of(found, 'R7-HOURLY'), 'minimumFenPerHour')).toBe(2_000);
  });

  it('asks for few statements, however many rules there are', async () => {
    const id = await inAlliance(world, all.a, async (scope) => (await scope.sql<{ id: string }>("select p.id from placements p where tenant_id = $1 and state = 'ACTIVE'", [scope.tenantId]))[0]?.id ?? '');
    const statements = await inAlliance(world, all.a, async (scope) => {
      const before = scope.statements;
      await world.api.get(PlacementGate).look(scope, id, 'ONBOARD', scope.today);
      return scope.statements - before;
    });
    expect(statements).toBe(7);
  });

  it('everybody in an alliance reads the holiday calendar, a bounded part of it', async () => {
    const { calendarDays } = await as.assessor.data<{ calendarDays: unknown[] }>(DAYS, { from: '2026-10-07', until: '2026-10-10' });
    expect(calendarDays).toEqual([
      { date: '2026-10-07', kind: 'PUBLIC_HOLIDAY', holiday: 'National Day', notice: '国办发明电〔2025〕7号' }, { date: '2026-10-08', kind: 'WORKDAY', holiday: null, notice: '国办发明电〔2025〕7号' },
      { date: '2026-10-09', kind: 'WORKDAY', holiday: null, notice: '国办发明电〔2025〕7号' }, { date: '2026-10-10', kind: 'MAKE_UP_WORKDAY', holiday: 'National Day', notice: '国办发明电〔2025〕7号' },
    ]);
    expect((await as.assessor.data<{ calendarDays: { kind: string }[] }>(DAYS, { from: '2027-01-01', until: '2027-01-01' })).calendarDays).toMatchObject([{ kind: 'UNKNOWN', notice: null }]);
    expect((await as.assessor.data<{ calendarDays: unknown[] }>(DAYS, { from: '2026-01-01', until: '2027-02-04' })).calendarDays).toHaveLength(400);
    for (const range of [{ from: '2026-01-01', until: '2027-02-05' }, { from: '2026-01-02', until: '2026-01-01' }]) {
      expect(await as.assessor.refusal(DAYS, range)).toEqual({ code: 'CALENDAR_RANGE_TOO_LONG', field: 'until' });
    }
  });
});
