import { PlacementGate } from '@quadhelix/apprenticeships';
import { TestClock } from '@quadhelix/service';
import { slices } from '@quadhelix/slices';
import { globalId, inAlliance, makeMember, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { operate } from '@quadhelix/worker';
import { PLAN, step, type Step } from './apprentices.js';

const PROGRAMME = 'mutation($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id majorCategory } } }';
const POSITION = 'mutation($input: PositionPublishInput!) { positionPublish(input: $input) { position { id state version } } }';
const STATE = 'mutation($input: PositionStateConditionsInput!) { positionStateConditions(input: $input) { position { id state version conditions { workRegion payFenPerHour hazards } } } }';
const VERDICTS = 'verdicts { rule verdict severity warning versions missing values { code value { number } } used { name value } }';
const FOUND = `gate onDate verdict ${VERDICTS}`;
const STORED = `${FOUND} evaluatedAt subjectId`;
const GATE = `query($id: ID!, $gate: Gate!, $onDate: LocalDate) { placementGate(placementId: $id, gate: $gate, onDate: $onDate) { ${FOUND} } }`;
const EVALUATE = `mutation($input: PlacementEvaluateInput!) { placementEvaluate(input: $input) { evaluation { ${STORED} } } }`;
const START = `mutation($input: PlacementStepInput!) { placementStart(input: $input) { placement { id state lastEvaluation(gate: ONBOARD) { ${STORED} } } } }`;
const DAYS = 'query($from: LocalDate!, $until: LocalDate!) { calendarDays(from: $from, until: $until) { date kind holiday notice } }';

const DRAFT = 'mutation($input: RuleVersionDraftInput!) { ruleVersionDraft(input: $input) { ruleVersion { id state version } } }';
const PUBLISH = 'mutation($input: RuleVersionPublishInput!) { ruleVersionPublish(input: $input) { ruleVersion { id state version } } }';
const PREVIEW = 'query($id: ID!) { rulePackPreview(id: $id) { onDate replayed complete changed subjects { evaluation { subjectId gate } before after rules { rule before after } } regions { region changed stopped } } }';
const ASK = 'mutation($input: PilotWaiverAskInput!) { pilotWaiverAsk(input: $input) { pilotWaiver { id state version } } }';
const APPROVE = 'mutation($input: PilotWaiverDecideInput!) { pilotWaiverApprove(input: $input) { pilotWaiver { id state version } } }';

interface Verdict { rule: string; verdict: string; warning: boolean; versions: string[]; missing: string[]; values: { code: string; value: { number: number | null } }[]; used: { name: string; value: string }[] }
interface Found { gate: string; onDate: string; verdict: string; evaluatedAt?: string; subjectId?: string; verdicts: Verdict[] }

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
  let gansu: string;
  let programmeId: string;
  const positions: Record<string, string> = {};
  const placements: Record<string, string> = {};

  const gate = async (client: GraphqlClient, id: string | undefined, name = 'ONBOARD', onDate: string | null = null): Promise<Found> =>
    (await client.data<{ placementGate: Found }>(GATE, { id, gate: name, onDate })).placementGate;
  const of = (found: Found, rule: string): Verdict | undefined => found.verdicts.find((each) => each.rule === rule);
  const value = (verdict: Verdict | undefined, name: string): number | null => verdict?.values.find(({ code }) => code === name)?.value.number ?? null;

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-11-24T01:00:00Z') });
    all = await twoAlliances(world);
    // The college of the cast lies in Jiangsu; this one in Gansu.
    gansu = await makeMember(world, all.a, { sector: 'SCHOOL', legalName: 'College in Gansu', regionCode: LANZHOU });
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
        programmeId, positionId: positions[name], apprenticePersonId: globalId('Person', apprentice), startsOn: '2026-12-01', endsBefore: '2027-05-01', loadBp: 10_000, yearOfStudy: 3, ownChoice: false,
      })).id;
    }
  });
  afterAll(() => world.stop());

  it('the same placement breaks nothing in Lanzhou and the minimum wage of Jiangsu in Nanjing', async () => {
    const home = await gate(as.school, placements.lanzhou);
    expect(home.verdicts.filter(({ verdict }) => verdict === 'BLOCK')).toEqual([]);
    expect(of(home, 'R7-HOURLY')).toBeUndefined();
    expect(of(home, 'R1')).toMatchObject({ verdict: 'PASS', versions: ['cn-internship@1'] });
    expect(of(home, 'R7-FORM')).toMatchObject({ verdict: 'PASS' });
    const away = await gate(as.school, placements.nanjing);
    expect(of(away, 'R7-HOURLY')).toMatchObject({ verdict: 'BLOCK', warning: false, versions: ['js-internship@2'], used: [{ name: 'independentWork', value: 'true' }, { name: 'payFenPerHour', value: '2100' }] });
    expect(value(of(away, 'R7-HOURLY'), 'minimumFenPerHour')).toBe(2_400);
    expect([home.verdict, away.verdict]).toEqual(['UNKNOWN', 'BLOCK']);
  });

  it('in Xuzhou the wage is high enough: each city of the province has its own', async () => {
    const found = await gate(as.school, placements.xuzhou);
    expect([of(found, 'R7-HOURLY')?.verdict, value(of(found, 'R7-HOURLY'), 'minimumFenPerHour')]).toEqual(['PASS', 2_000]);
  });

  it('what nobody states is unknown and does not pass: no consent, no agreement, no insurance is stored yet', async () => {
    const found = await gate(as.school, placements.lanzhou);
    for (const [rule, fact] of [['R10', 'agreementSignedBy'], ['R11', 'consentsGiven'], ['R12', 'insurances']] as const) {
      expect(of(found, rule)).toMatchObject({ verdict: 'UNKNOWN', missing: expect.arrayContaining([fact]) as string[] });
    }
    expect(of(found, 'R8')).toMatchObject({ verdict: 'UNKNOWN', missing: ['internsElsewhereOn'] });
  });

  it('work in Lanzhou for a college in Nanjing takes the stricter of both', async () => {
    const college = await world.as('school', 'alliance-a');
    const made = await college.data<{ programmeCreate: { programme: { id: string } } }>(PROGRAMME, { input: { schoolOrganizationId: globalId('Organization', all.college), code: '460301', name: 'Mechatronics', majorCategory: '66' } });
    const apprentice = await makePerson(world, all.a, all.college, { name: 'From Jiangsu', kind: 'STUDENT', birthDate: '2008-05-05' });
    const placement = await step(college, PLAN, {
      programmeId: made.programmeCreate.programme.id, positionId: positions.lanzhou, apprenticePersonId: globalId('Person', apprentice), startsOn: '2026-12-01', endsBefore: '2027-05-01', loadBp: 10_000, yearOfStudy: 3, ownChoice: false,
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
    const { node } = await as.school.data<{ node: { lastEvaluation: Found } }>(`query($id: ID!) { node(id: $id) { ... on Placement { lastEvaluation(gate: ONBOARD) { ${STORED} } } } }`, { id: placements.nanjing });
    expect(node.lastEvaluation).toEqual(started.placementStart.placement.lastEvaluation);
    const again = await as.school.data<{ placementEvaluate: { evaluation: Found } }>(EVALUATE, { input: { id: placements.nanjing, gate: 'ONBOARD' } });
    expect(of(again.placementEvaluate.evaluation, 'R7-HOURLY')?.verdict).toBe('PASS');
    expect(await inAlliance(world, all.a, (scope) => scope.sql("select rule from rule_violations where tenant_id = $1 and state = 'OPEN'", [scope.tenantId]))).toEqual([]);
  });

  it('facts are for the parties and who watches over them; others see verdicts, outsiders nothing', async () => {
    const used = async (client: GraphqlClient): Promise<unknown> => of(await gate(client, placements.nanjing), 'R7-HOURLY')?.used?.find(({ name }) => name === 'payFenPerHour')?.value ?? null;
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

  describe('which tries something out', () => {
    let ministry: GraphqlClient;
    let admin: GraphqlClient;
    const assign = async (name: string): Promise<[string, string | undefined, boolean | undefined]> => {
      const found = await gate(as.school, placements[name], 'ASSIGN');
      return [found.verdict, of(found, 'R9')?.verdict, of(found, 'R9')?.warning];
    };
    beforeAll(async () => {
      const office = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Ministry' });
      await makePerson(world, all.a, office, { name: 'ministry', login: 'ministry', roles: ['GOVERNMENT_LIAISON'] });
      [ministry, admin] = [await world.as('ministry', 'alliance-a'), await world.as('admin', 'alliance-a')];
      const { database, get } = world.api;
      for (const [organization, region] of [['Bureau', '32'], ['Ministry', '100000']] as const) {
        await operate({ database, get, slices }, ['rule-authority-register', '--organization', organization, '--organization-region', '320000', '--region', region], () => undefined);
      }
      // Nine months: three more than usual.
      for (const [name, place] of [['nineInNanjing', 'nanjing'], ['nineInLanzhou', 'lanzhou']] as const) {
        const apprentice = await makePerson(world, all.a, gansu, { name, kind: 'STUDENT', birthDate: '2008-05-05' });
        placements[name] = (await step(as.school, PLAN, {
          programmeId, positionId: positions[place], apprenticePersonId: globalId('Person', apprentice), startsOn: '2026-12-15', endsBefore: '2027-09-15', loadBp: 10_000, yearOfStudy: 3, ownChoice: false,
        })).id;
      }
      const { node } = await as.coordinator.data<{ node: { version: number } }>('query($id: ID!) { node(id: $id) { ... on Position { version } } }', { id: positions.nanjing });
      await step(as.coordinator, STATE, { id: positions.nanjing, version: node.version, conditions: { ...CONDITIONS, workRegion: NANJING } });
      for (const name of ['nanjing', 'xuzhou', 'lanzhou', 'nineInNanjing', 'nineInLanzhou']) await as.school.data(EVALUATE, { input: { id: placements[name], gate: 'ASSIGN' } });
    });

    it('nine months are warned of by the state and stop nobody', async () => {
      for (const name of ['nineInNanjing', 'nineInLanzhou']) expect(await assign(name)).toEqual(['PASS', 'PASS', true]);
      expect(await assign('nanjing')).toEqual(['PASS', 'PASS', false]);
    });

    it('a rehearsal of the province lists the one placement that would be stopped, and publishing stops exactly that one', async () => {
      const rule = {
        code: 'R9', title: { en: 'Length', zh: '期限' }, text: { en: 'Not longer than six months.', zh: '不得超过六个月。' }, check: 'LENGTH', severity: 'BLOCK', gates: ['ASSIGN', 'ONBOARD'],
        law: { en: 'Notice of the bureau', zh: '省厅通知' }, parameters: [{ code: 'maximumMonths', type: 'MONTHS', direction: 'MAX', value: { number: 6 } }],
      };
      const pack = { code: 'js-length', level: 'PROVINCIAL', region: '320000', title: { en: 'Length', zh: '期限' }, issuer: 'Bureau' };
      const draft = await step(as.liaison, DRAFT, { pack, draft: { effectiveFrom: '2026-12-01', summary: 'Six months at most', rules: [rule] } });
      const { rulePackPreview: preview } = await as.liaison.data<{ rulePackPreview: { subjects: unknown[] } }>(PREVIEW, { id: draft.id });
      expect(preview).toMatchObject({
        onDate: '2026-12-01', complete: true, changed: 1, regions: [{ region: NANJING, changed: 1, stopped: 1 }],
        subjects: [{ evaluation: { subjectId: placements.nineInNanjing, gate: 'ASSIGN' }, before: 'PASS', after: 'BLOCK', rules: [{ rule: 'R9', before: 'WARNING', after: 'BLOCK' }] }],
      });
      const names = ['nanjing', 'xuzhou', 'lanzhou', 'nineInNanjing', 'nineInLanzhou'];
      const before = await Promise.all(names.map(assign));
      await step(as.liaison, PUBLISH, { id: draft.id, version: draft.version });
      expect(await Promise.all(names.map(assign))).toEqual(before);
      world.clock.set('2026-11-30T16:00:00Z');
      const after = await Promise.all(names.map(assign));
      expect(names.filter((_name, index) => JSON.stringify(before[index]) !== JSON.stringify(after[index]))).toEqual(['nineInNanjing']);
      expect(after[3]).toEqual(['BLOCK', 'BLOCK', false]);
    });

    it('a trial of nine months needs who made the rule of six; it ends overnight', async () => {
      const trial = {
        rule: 'R9', parameter: 'maximumMonths', bound: { number: 9 }, reason: 'Batteries take nine months', region: '3201', startsOn: '2026-12-01', reviewOn: '2026-12-10', expiresOn: '2026-12-14',
        comparisonRegion: '3203', measures: [{ code: 'STAY', title: 'Apprentices who stay', unit: '%' }],
      };
      const asked: Step = await step(admin, ASK, trial);
      expect(await assign('nineInNanjing')).toEqual(['BLOCK', 'BLOCK', false]);
      // The province made the stricter rule, but the trial loosens that of the state too.
      expect(await as.liaison.refusal(APPROVE, { input: { id: asked.id, version: asked.version, reason: 'ours' } })).toEqual({ code: 'WAIVER_LEVEL_TOO_LOW', field: 'id' });
      expect(await step(ministry, APPROVE, { id: asked.id, version: asked.version, reason: 'Worth a try' })).toMatchObject({ state: 'APPROVED' });
      expect(await assign('nineInNanjing')).toEqual(['PASS', 'PASS', false]);
      expect(of(await gate(as.school, placements.nineInNanjing, 'ASSIGN'), 'R9')?.versions.some((label) => label.startsWith('waiver:'))).toBe(true);
      world.clock.set('2026-12-14T15:59:59Z');
      expect(await assign('nineInNanjing')).toEqual(['PASS', 'PASS', false]);
      world.clock.set('2026-12-14T16:00:00Z');
      expect(await assign('nineInNanjing')).toEqual(['BLOCK', 'BLOCK', false]);
    });

    it('a trial for the age is refused at once', async () => {
      const trial = { rule: 'R1', parameter: 'minimumAge', bound: { number: 15 }, reason: 'Younger', startsOn: '2026-12-20', reviewOn: '2027-03-01', expiresOn: '2027-05-31', comparisonRegion: '3203', measures: [{ code: 'STAY', title: 'Stay', unit: '%' }] };
      expect(await admin.refusal(ASK, { input: trial })).toEqual({ code: 'WAIVER_FORBIDDEN', field: 'rule' });
    });
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
