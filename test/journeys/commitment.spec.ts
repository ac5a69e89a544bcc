import { TestClock } from '@quadhelix/service';
import { PersonService, SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

const PROPOSE = 'mutation($input: CommitmentProposeInput!) { commitmentPropose(input: $input) { commitment { id state version owner { legalName } verifier { legalName } } } }';
const ACCEPT = 'mutation($input: CommitmentAcceptInput!) { commitmentAccept(input: $input) { commitment { id state version acceptedAt } } }';
const SUBMIT = `mutation($input: CommitmentSubmitEvidenceInput!) { commitmentSubmitEvidence(input: $input) {
  evidence { id lateDays alsoUsedBy organization { legalName } } commitment { state late overdue version selfReportedValue selfReportedProgress verifiedProgress } } }`;
const VERIFY = 'mutation($input: CommitmentVerifyInput!) { commitmentVerify(input: $input) { verification { id outcome organization { legalName } } commitment { state outcome late verifiedProgress } } }';
const WAIVE = 'mutation($input: CommitmentWaiveInput!) { commitmentWaive(input: $input) { commitment { state waiverReason } } }';
const SCORE = `query($asOf: LocalDate!, $organizationId: ID) { scorecard(asOf: $asOf, organizationId: $organizationId) {
  due kept late partial partialLate notMet missed awaiting awaitingLate waived notAccepted score scoreBp ruleVersion organization { legalName } } }`;
const READ = 'query($id: ID!) { node(id: $id) { ... on Commitment { number overdue evidence { description } verifications { outcome } } } }';
const NOTHING = { due: 0, kept: 0, late: 0, partial: 0, partialLate: 0, notMet: 0, missed: 0, awaiting: 0, awaitingLate: 0, waived: 0, notAccepted: 0, score: null, scoreBp: null };

describe('a promise from proposal to scorecard', () => {
  let world: World;
  let all: TwoAlliances;
  const client = new Map<string, GraphqlClient>();
  const as = (login: string): GraphqlClient => client.get(login) as GraphqlClient;
  const org = (id: string): string => globalId('Organization', id);
  let numbers = 0;
  const promise = (more: Record<string, unknown> = {}) => ({
    input: {
      number: `2026-${String((numbers += 1))}`, ownerOrganizationId: org(all.factory), verifierOrganizationId: org(all.association), title: '接收学徒 20 名', metric: 'apprentices', unit: '人',
      baseline: 0, target: 20, direction: 'INCREASE', dueOn: '2026-03-31', weightBp: 1000, requiredEvidence: 'signed list', ...more,
    },
  });
  const proposed = async (more: Record<string, unknown> = {}): Promise<string> =>
    (await as('liaison').data<{ commitmentPropose: { commitment: { id: string } } }>(PROPOSE, promise(more))).commitmentPropose.commitment.id;
  const accepted = async (more: Record<string, unknown> = {}): Promise<string> => {
    const id = await proposed(more);
    await as('coordinator').data(ACCEPT, { input: { id } });
    return id;
  };

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-02T01:00:00Z'), worker: true });
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.college, { name: 'apprentice', login: 'apprentice', roles: ['APPRENTICE'], kind: 'STUDENT' });
    await makePerson(world, all.a, all.bureau, { name: 'auditor', login: 'auditor', roles: ['GOVERNMENT_AUDITOR'] });
    for (const login of ['liaison', 'coordinator', 'mentor', 'admin', 'school', 'assessor', 'apprentice', 'auditor']) client.set(login, await world.as(login, 'alliance-a'));
    for (const login of ['adminB', 'schoolB']) client.set(login, await world.as(login, 'alliance-b'));
  });
  afterAll(() => world.stop());
  beforeEach(() => { world.clock.set('2026-03-02T01:00:00Z'); });

  it('is proposed by the liaison, accepted, shown two days late, judged by the association alone, and scored 0.8', async () => {
    const { commitmentPropose } = await as('liaison').data<{ commitmentPropose: { commitment: { id: string } } }>(PROPOSE, promise({ number: 'K-1' }));
    expect(commitmentPropose.commitment).toMatchObject({ state: 'PROPOSED', version: 1, owner: { legalName: 'Factory' }, verifier: { legalName: 'Association' } });
    const { id } = commitmentPropose.commitment;
    expect(await as('coordinator').data(ACCEPT, { input: { id, version: 1 } })).toMatchObject({ commitmentAccept: { commitment: { state: 'ACCEPTED', version: 2, acceptedAt: '2026-03-02T01:00:00.000Z' } } });

    world.clock.set('2026-04-01T16:00:00Z');
    await world.worker?.tick();
    expect(await as('apprentice').data(READ, { id })).toEqual({ node: { number: 'K-1', overdue: true, evidence: [], verifications: [] } });
    expect(await as('liaison').data(SCORE, { asOf: '2026-03-31' })).toMatchObject({ scorecard: { due: 1, missed: 1, score: 0, scoreBp: 0 } });
    expect(await as('mentor').data(SUBMIT, { input: { id, description: 'signed list', link: 'https://example.org/list.pdf', value: 25 } })).toMatchObject({
      commitmentSubmitEvidence: {
        evidence: { lateDays: 2, alsoUsedBy: 0, organization: { legalName: 'Factory' } },
        commitment: { state: 'EVIDENCE_SUBMITTED', late: true, overdue: false, version: 3, selfReportedValue: 25, selfReportedProgress: 12_500, verifiedProgress: null },
      },
    });
    expect(await as('liaison').data(SCORE, { asOf: '2026-03-31' })).toMatchObject({ scorecard: { due: 1, missed: 0, awaitingLate: 1, score: 0 } });

    const verdict = { input: { id, outcome: 'FULFILLED', value: 20, remark: 'counted on the spot', version: 3 } };
    for (const login of ['coordinator', 'mentor', 'liaison', 'admin']) expect(await as(login).refusal(VERIFY, verdict)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await as('assessor').data(VERIFY, verdict)).toMatchObject({
      commitmentVerify: { verification: { outcome: 'FULFILLED', organization: { legalName: 'Association' } }, commitment: { state: 'VERIFIED', outcome: 'FULFILLED', late: true, verifiedProgress: 10_000 } },
    });
    expect(await as('liaison').data(SCORE, { asOf: '2026-03-31', organizationId: org(all.factory) })).toEqual({
      scorecard: { ...NOTHING, due: 1, late: 1, score: 0.8, scoreBp: 8000, ruleVersion: 'product@1', organization: { legalName: 'Factory' } },
    });
    expect(await as('liaison').data(SCORE, { asOf: '2026-03-30' })).toEqual({ scorecard: { ...NOTHING, ruleVersion: 'product@1', organization: null } });
    expect(await as('coordinator').refusal(SUBMIT, { input: { id, description: 'more', value: 26 } })).toEqual({ code: 'STATE_FORBIDS', field: 'id' });
  });

  it('does not count today what is due today', async () => {
    await accepted({ dueOn: '2026-03-02' });
    const due = async () => (await as('auditor').data<{ scorecard: { due: number } }>(SCORE, { asOf: '2026-03-02' })).scorecard.due;
    expect(await due()).toBe(0);
    world.clock.set('2026-03-02T15:59:59Z');
    expect(await due()).toBe(0);
    world.clock.set('2026-03-02T16:00:00Z');
    expect(await due()).toBe(1);
  });

  it.each([
    ['PROPOSE for another owner', 'coordinator', PROPOSE, () => promise({ ownerOrganizationId: org(all.college) })],
    ['PROPOSE as a mentor', 'mentor', PROPOSE, () => promise()],
    ['PROPOSE as an auditor', 'auditor', PROPOSE, () => promise()],
    ['ACCEPT for somebody else', 'school', ACCEPT, async () => ({ input: { id: await proposed() } })],
    ['ACCEPT as the liaison who proposed it', 'liaison', ACCEPT, async () => ({ input: { id: await proposed() } })],
    ['ACCEPT as a mentor of the owner', 'mentor', ACCEPT, async () => ({ input: { id: await proposed() } })],
    ['SUBMIT as another party', 'school', SUBMIT, async () => ({ input: { id: await accepted(), description: 'x', value: 1 } })],
    ['SUBMIT as the verifier', 'assessor', SUBMIT, async () => ({ input: { id: await accepted(), description: 'x', value: 1 } })],
    ['WAIVE as the owner', 'coordinator', WAIVE, async () => ({ input: { id: await accepted(), reason: 'no money' } })],
    ['WAIVE as the verifier', 'assessor', WAIVE, async () => ({ input: { id: await accepted(), reason: 'friends' } })],
  ])('forbids to %s', async (_name, login, mutation, variables) => {
    expect(await as(login).refusal(mutation, await variables())).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is waived by the liaison with a reason, but neither by a liaison nor by an administrator of the owner itself', async () => {
    expect(await as('liaison').data(WAIVE, { input: { id: await accepted(), reason: '停产' } })).toEqual({ commitmentWaive: { commitment: { state: 'WAIVED', waiverReason: '停产' } } });
    const ofTheBureau = await proposed({ ownerOrganizationId: org(all.bureau) });
    expect(await as('liaison').refusal(WAIVE, { input: { id: ofTheBureau, reason: 'no money' } })).toEqual({ code: 'WAIVER_BY_OWNER', field: 'id' });
    const ofTheCollege = await proposed({ ownerOrganizationId: org(all.college) });
    expect(await as('admin').refusal(WAIVE, { input: { id: ofTheCollege, reason: 'no time' } })).toEqual({ code: 'WAIVER_BY_OWNER', field: 'id' });
    expect(await as('admin').data(WAIVE, { input: { id: ofTheBureau, reason: 'new budget law' } })).toMatchObject({ commitmentWaive: { commitment: { state: 'WAIVED' } } });
  });

  it('is not judged by a person who handed its evidence in for the owner and also has a seat with the verifier', async () => {
    const facts = { name: 'clerk', kind: 'STAFF' as const, validFrom: '2020-01-01', shareBp: 5000, idNumberHmac: Buffer.alloc(32, 7) };
    const clerk = await inAlliance(world, all.a, async (scope) => {
      const ids = [];
      for (const [organizationId, role] of [[all.factory, 'INDUSTRY_COORDINATOR'], [all.association, 'SOCIETY_ASSESSOR']] as const) {
        const personId = await world.api.get(PersonService).register(scope, { ...facts, organizationId, memberNumber: 'clerk' });
        await world.api.get(SeatService).assign(scope, { organizationId, personId, role, validFrom: '2020-01-01' });
        ids.push(personId);
      }
      expect(ids[0]).toBe(ids[1]);
      return ids[0] ?? '';
    });
    await world.account('clerk', clerk);
    const forFactory = await world.as('clerk', 'alliance-a', { organization: org(all.factory) });
    const forAssociation = await world.as('clerk', 'alliance-a', { organization: org(all.association) });
    const id = await accepted();
    await forFactory.data(SUBMIT, { input: { id, description: 'list', value: 20 } });
    const verdict = { input: { id, outcome: 'FULFILLED', remark: 'I know it' } };
    expect(await forFactory.refusal(VERIFY, verdict)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await forAssociation.refusal(VERIFY, verdict)).toEqual({ code: 'VERIFIER_UPLOADED_EVIDENCE', field: 'id' });
    await as('assessor').data(VERIFY, verdict);
  });

  it('says with a code and a field what is wrong with a proposal', async () => {
    const refused = (more: Record<string, unknown>) => as('liaison').refusal(PROPOSE, promise(more));
    expect(await refused({ target: 0 })).toEqual({ code: 'TARGET_EQUALS_BASELINE', field: 'target' });
    expect(await refused({ direction: 'REDUCE' })).toEqual({ code: 'TARGET_AGAINST_DIRECTION', field: 'target' });
    expect(await refused({ verifierOrganizationId: org(all.factory) })).toEqual({ code: 'VERIFIER_NOT_INDEPENDENT', field: 'verifierOrganizationId' });
    expect(await refused({ weightBp: 0 })).toEqual({ code: 'INPUT_INVALID', field: 'weightBp' });
    expect(await refused({ title: '' })).toEqual({ code: 'INPUT_INVALID', field: 'title' });
    expect(await refused({ target: 1e13 })).toEqual({ code: 'VALUE_OUT_OF_RANGE', field: 'target' });
    expect(await refused({ number: 'K-1' })).toEqual({ code: 'COMMITMENT_NUMBER_TAKEN', field: 'number' });
    expect(await refused({ ownerOrganizationId: org(all.collegeB) })).toEqual({ code: 'NOT_A_MEMBER', field: 'ownerOrganizationId' });
  });

  it('shows the neighbour nothing, whichever way he asks', async () => {
    const id = await accepted();
    const absent = globalId('Commitment', 'ffffffff-ffff-7fff-8fff-ffffffffffff');
    for (const login of ['adminB', 'schoolB']) {
      for (const [document, input] of [[ACCEPT, {}], [SUBMIT, { description: 'x', value: 1 }], [VERIFY, { outcome: 'FULFILLED', remark: 'x' }], [WAIVE, { reason: 'x' }]] as const) {
        expect(await as('adminB').refusal(document, { input: { id, ...input } })).toEqual(await as('adminB').refusal(document, { input: { id: absent, ...input } }));
      }
      expect(await as(login).refusal(READ, { id })).toEqual({ code: 'NOT_FOUND', field: 'id' });
      expect(await as(login).data('query($id: ID!) { evidence(commitmentId: $id, first: 5) { nodes { id } } commitments(first: 5) { nodes { id } } }', { id })).toEqual({ evidence: { nodes: [] }, commitments: { nodes: [] } });
      expect(await as(login).data(SCORE, { asOf: '2027-01-01', organizationId: org(all.factory) })).toMatchObject({ scorecard: { due: 0, score: null } });
    }
  });
});
