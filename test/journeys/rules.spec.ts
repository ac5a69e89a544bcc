import { TestClock } from '@quadhelix/service';
import { makeMember, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { operate } from '@quadhelix/worker';

const TODAY = '2026-11-24';
const RESOLUTION = `query($work: String!, $home: String, $on: LocalDate) { ruleResolution(workRegion: $work, homeRegion: $home, onDate: $on) { onDate rules {
  code severity parameters { code value { number } from { label law { zh } article because } others { from { label } comparison } waiverId insteadOf { number } toConfirm } redundant { child { label } parent { label } } } } }`;
const CHECK = `query($work: String!, $on: LocalDate, $input: RuleCheckInput!) { ruleCheck(workRegion: $work, onDate: $on, input: $input) { verdict verdicts { rule verdict warning versions used { name value } missing } } }`;
const DRAFT = 'mutation($input: RuleVersionDraftInput!) { ruleVersionDraft(input: $input) { ruleVersion { id version state number pack } } }';
const PUBLISH = 'mutation($input: RuleVersionPublishInput!) { ruleVersionPublish(input: $input) { ruleVersion { id version state contentHash hashAlgorithm effectiveUntil } } }';
const ASK = 'mutation($input: PilotWaiverAskInput!) { pilotWaiverAsk(input: $input) { pilotWaiver { id version state } } }';
const APPROVE = 'mutation($input: PilotWaiverDecideInput!) { pilotWaiverApprove(input: $input) { pilotWaiver { id version state lastDay } } }';

/** What a lawful placement anywhere knows, but for pay and length. */
const FACTS = {
  startsOn: '2026-12-01', endsOn: '2027-05-31', birthDate: '2009-05-01', yearOfStudy: 3, female: true, workKinds: [], hazards: [], specialTimes: [], filings: [], minutesPerDay: 480, minutesPerWeek: 2400,
  payForms: ['MONEY'], paidDirectly: true, independentWork: true, payFenPerMonth: 420000, postWageFenPerMonth: 500000, payFenPerHour: 1900, payCycleDays: 30,
  agreementSignedBy: ['HOST', 'SCHOOL', 'STUDENT'], agreementSignedOn: '2026-11-20', consentsGiven: ['GUARDIAN', 'STUDENT'], insurances: [{ kind: 'LIABILITY', from: '2026-12-01', until: '2027-12-31' }],
  charges: [], programmeMajorCategory: '46', positionMajorCategory: '46', ownChoice: false,
};

type Verdicts = { ruleCheck: { verdict: string; verdicts: { rule: string; verdict: string; warning: boolean; versions: string[] }[] } };
type Drafted = { ruleVersionDraft: { ruleVersion: { id: string; version: number; state: string; pack: string } } };

describe('a province and the rules of the state', () => {
  let world: World;
  let all: TwoAlliances;
  let admin: GraphqlClient;
  let liaison: GraphqlClient;
  let ministry: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ clock: new TestClock(`${TODAY}T01:00:00Z`), worker: true });
    all = await twoAlliances(world);
    const office = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Ministry' });
    await makePerson(world, all.a, office, { name: 'ministry', login: 'ministry', roles: ['GOVERNMENT_LIAISON'] });
    [admin, liaison, ministry] = await Promise.all(['admin', 'liaison', 'ministry'].map((login) => world.as(login, 'alliance-a'))) as [GraphqlClient, GraphqlClient, GraphqlClient];
  });
  afterAll(() => world.stop());

  const said: string[] = [];
  const command = async (...words: string[]): Promise<void> => {
    const { database, get } = world.api;
    const { slices } = await import('@quadhelix/slices');
    await operate({ database, get, slices }, words, (line) => said.push(line));
  };
  const check = (client: GraphqlClient, work: string, more: object = {}, on = TODAY) => client.data<Verdicts>(CHECK, { work, on, input: { gate: 'ONBOARD', facts: { ...FACTS, ...more } } }).then(({ ruleCheck }) => ruleCheck);
  const draftInput = (rules: object[], pack: object | null, effectiveFrom = '2026-12-01') => ({ input: { pack, draft: { effectiveFrom, summary: 'A test', rules } } });
  const months = (number: number, more: object = {}) => ({
    code: 'R9', title: { en: 'Length', zh: '期限' }, text: { en: 'Not longer.', zh: '不得超过。' }, check: 'LENGTH', severity: 'BLOCK', gates: ['ASSIGN', 'ONBOARD'], law: { en: 'Decision of the council', zh: '理事会决议' },
    parameters: [{ code: 'maximumMonths', type: 'MONTHS', direction: 'MAX', value: { number } }], ...more,
  });
  const pack = { code: 'js-length', level: 'PROVINCIAL', region: '320000', title: { en: 'Length', zh: '期限' }, issuer: 'Bureau' };

  it('are registered by the operator, who is told what is missing', async () => {
    await expect(command('rule-authority-register')).rejects.toThrow('Missing: --organization, --region');
    await expect(command('what')).rejects.toThrow('npm run operate -- rule-authority-register');
    await expect(command('rule-authority-register', '--organization', 'Nobody', '--organization-region', '320000', '--region', '32')).rejects.toMatchObject({ code: 'RULE_AUTHORITY_UNKNOWN' });
    await expect(command('rule-authority-register', '--organization', 'Factory', '--organization-region', '320000', '--region', '32')).rejects.toMatchObject({ code: 'RULE_AUTHORITY_UNKNOWN' });
    expect(await liaison.refusal(DRAFT, draftInput([months(5)], pack))).toMatchObject({ code: 'FORBIDDEN' });
    await command('rule-authority-register', '--organization', 'Bureau', '--organization-region', '320000', '--region', '32');
    await command('rule-authority-register', '--organization', 'Ministry', '--organization-region', '320000', '--region', '100000');
    expect(said).toEqual(['Bureau makes PROVINCIAL rules for 320000', 'Ministry makes NATIONAL rules for 100000']);
  });

  it('the same placement passes in Gansu and fails in Jiangsu for its minimum wage', async () => {
    expect(await check(admin, '620100')).toMatchObject({ verdict: 'PASS' });
    const jiangsu = await check(admin, '320100');
    expect(jiangsu.verdict).toBe('BLOCK');
    expect(jiangsu.verdicts.filter(({ verdict }) => verdict === 'BLOCK')).toMatchObject([{ rule: 'R7-HOURLY', versions: ['js-internship@2'], used: [{ name: 'independentWork', value: 'true' }, { name: 'payFenPerHour', value: '1900' }] }]);
  });

  it('everybody reads why a rule applies', async () => {
    const school = await world.as('school', 'alliance-a');
    const { ruleResolution } = await school.data<{ ruleResolution: { rules: { code: string }[] } }>(RESOLUTION, { work: '620100', home: '3201', on: TODAY });
    expect(ruleResolution.rules.find(({ code }) => code === 'R7-HOURLY')).toMatchObject({
      severity: 'BLOCK', parameters: [{ value: { number: 2400 }, toConfirm: true, waiverId: null, from: [{ label: 'js-internship@2', because: ['HOME_REGION'], law: { zh: '江苏省职业学校学生实习管理实施细则(2022年)' } }] }],
    });
    expect(ruleResolution.rules.find(({ code }) => code === 'R12')).toMatchObject({ redundant: [{ child: { label: 'js-internship@2' }, parent: { label: 'cn-internship@1' } }] });
    expect(ruleResolution.rules.find(({ code }) => code === 'R14')).toMatchObject({ severity: 'BLOCK' });
    expect(await school.refusal(RESOLUTION, { work: 'Jiangsu' })).toEqual({ code: 'REGION_INVALID', field: 'workRegion' });
  });

  it('the province tightens and may not loosen; the refusal names the parent', async () => {
    const loose = (await liaison.data<Drafted>(DRAFT, draftInput([months(7)], pack))).ruleVersionDraft.ruleVersion;
    const answer = await liaison.request(PUBLISH, { input: { id: loose.id, version: loose.version } });
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'RULE_RELAXATION_FORBIDDEN', field: 'rules[0].parameters[0].value' }, message: expect.stringContaining('cn-internship@1') as string });
    const strict = (await liaison.data<Drafted>(DRAFT, draftInput([months(5)], pack))).ruleVersionDraft.ruleVersion;
    expect(await liaison.data(PUBLISH, { input: { id: strict.id, version: strict.version } })).toMatchObject({ ruleVersionPublish: { ruleVersion: { state: 'PUBLISHED', hashAlgorithm: 'SHA-256/JCS' } } });
    expect(await admin.refusal('query($id: ID!) { node(id: $id) { id } }', { id: loose.id })).toEqual({ code: 'NOT_FOUND', field: 'id' });
    expect(await admin.data('query($id: ID!) { node(id: $id) { ... on RuleVersion { pack issuer rules { code parameters { value { number } } } } } }', { id: strict.id })).toEqual({
      node: { pack: 'js-length', issuer: 'Bureau', rules: [{ code: 'R9', parameters: [{ value: { number: 5 } }] }] },
    });
    const list = 'query($states: [RuleVersionState!]) { ruleVersions(first: 50, filter: { states: $states, pack: "js-length" }) { nodes { id state } } }';
    expect(await admin.data(list, {})).toMatchObject({ ruleVersions: { nodes: [{ id: strict.id, state: 'PUBLISHED' }] } });
    expect((await liaison.data<{ ruleVersions: { nodes: unknown[] } }>(list, {})).ruleVersions.nodes).toHaveLength(2);
    const elsewhere = await world.as('adminB', 'alliance-b');
    expect(await elsewhere.data(list, {})).toMatchObject({ ruleVersions: { nodes: [{ id: strict.id }] } });
  });

  it('a wrong rule is refused with its place', async () => {
    const wrong = (rule: object) => liaison.refusal(DRAFT, draftInput([months(5), rule], pack));
    expect(await wrong(months(5))).toEqual({ code: 'RULE_INVALID', field: 'rules[1].code' });
    expect(await wrong(months(5, { code: 'R1', waivable: true }))).toEqual({ code: 'RULE_INVALID', field: 'rules[1].waivable' });
    expect(await wrong(months(5, { code: 'X', check: 'SOMETHING' }))).toEqual({ code: 'RULE_INVALID', field: 'rules[1].check' });
    expect(await wrong(months(5, { code: 'X', parameters: [{ code: 'a', type: 'MONTHS', direction: 'MAX', value: { flag: true } }] }))).toEqual({ code: 'RULE_INVALID', field: 'rules[1].parameters[0].value' });
    expect(await wrong(months(5, { code: 'X', parameters: [{ code: 'a', type: 'MONTHS', direction: 'MAX', value: { number: 5 }, byRegion: [{ region: '620100', value: { number: 4 } }] }] }))).toEqual({ code: 'RULE_INVALID', field: 'rules[1].parameters[0].byRegion[0].region' });
  });

  it('a trial for length passes, one for age is refused; it is decided by the state, whose rule it is', async () => {
    const trial = { rule: 'R9', parameter: 'maximumMonths', bound: { number: 9 }, reason: 'Batteries take nine months', region: '3201', startsOn: '2026-12-01', reviewOn: '2027-03-01', expiresOn: '2027-05-31', comparisonRegion: '3203', measures: [{ code: 'STAY', title: 'Stay', unit: '%' }] };
    expect(await admin.refusal(ASK, { input: { ...trial, rule: 'R1', parameter: 'minimumAge', bound: { number: 15 } } })).toEqual({ code: 'WAIVER_FORBIDDEN', field: 'rule' });
    const { pilotWaiverAsk: { pilotWaiver } } = await admin.data<{ pilotWaiverAsk: { pilotWaiver: { id: string; version: number } } }>(ASK, { input: trial });
    const decision = { input: { id: pilotWaiver.id, version: pilotWaiver.version, reason: 'Worth a try' } };
    expect(await liaison.refusal(APPROVE, decision)).toEqual({ code: 'WAIVER_LEVEL_TOO_LOW', field: 'id' });
    const waiting = 'query { pilotWaivers(first: 5, filter: { states: [ASKED] }) { nodes { id bound { number } } } }';
    expect(await liaison.data(waiting)).toEqual({ pilotWaivers: { nodes: [{ id: pilotWaiver.id, bound: { number: 9 } }] } });
    expect(await ministry.data(APPROVE, decision)).toMatchObject({ pilotWaiverApprove: { pilotWaiver: { state: 'APPROVED', lastDay: '2027-05-31' } } });
    const nine = { endsOn: '2027-08-31', payFenPerHour: 2500 };
    const during = await check(admin, '320100', nine, '2027-05-31');
    expect(during.verdicts.find(({ rule }) => rule === 'R9')).toMatchObject({ verdict: 'PASS', warning: false });
    expect(during.verdict).toBe('PASS');
    expect((await check(admin, '320300', nine, '2027-05-31')).verdict).toBe('BLOCK');
    expect((await check(admin, '320100', nine, '2027-06-01')).verdict).toBe('BLOCK');
    const { ruleResolution } = await admin.data<{ ruleResolution: { rules: { code: string }[] } }>(RESOLUTION, { work: '320100', on: '2027-05-31' });
    expect(ruleResolution.rules.find(({ code }) => code === 'R9')).toMatchObject({ parameters: [{ code: 'maximumMonths', value: { number: 9 }, insteadOf: { number: 5 }, waiverId: pilotWaiver.id }, {}] });
  });

  it('the alliance confirms what nobody verified, once, and everybody sees who has not', async () => {
    const found = await admin.data<{ ruleVersions: { nodes: { id: string }[] } }>('query { ruleVersions(first: 1, filter: { pack: "cn-internship" }) { nodes { id } } }');
    const id = found.ruleVersions.nodes[0]?.id;
    const confirm = 'mutation($input: RuleConfirmInput!) { ruleConfirm(input: $input) { ruleVersion { confirmations { rule remark } } } }';
    for (const remark of ['Read in the gazette', 'Again']) expect(await admin.data(confirm, { input: { id, rule: 'R6', remark } })).toEqual({ ruleConfirm: { ruleVersion: { confirmations: [{ rule: 'R6', remark: 'Read in the gazette' }] } } });
    expect(await (await world.as('school', 'alliance-a')).refusal(confirm, { input: { id, rule: 'R6', remark: 'x' } })).toMatchObject({ code: 'FORBIDDEN' });
    const other = await world.as('adminB', 'alliance-b');
    expect(await other.data('query($id: ID!) { node(id: $id) { ... on RuleVersion { confirmations { rule } } } }', { id })).toEqual({ node: { confirmations: [] } });
  });
});
