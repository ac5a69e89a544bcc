import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { makeMember, twoAlliances, World, inAlliance, type TwoAlliances } from '@quadhelix/testing';
import { CommitmentService, type CommitmentFacts } from './commitment.service.js';

describe('the verbs of a commitment', () => {
  let world: World;
  let all: TwoAlliances;
  let service: CommitmentService;
  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);
  let numbers = 0;
  const facts = (more: Partial<CommitmentFacts> = {}): CommitmentFacts => ({
    number: `C-${String((numbers += 1))}`, title: 'Train apprentices', metric: 'apprentices trained', unit: 'people', baseline: 0, target: 20, direction: 'INCREASE',
    dueOn: '2026-03-31', weightBp: 1000, requiredEvidence: 'list of names', ownerOrganizationId: all.factory, verifierOrganizationId: all.association, ...more,
  });
  const accepted = async (more: Partial<CommitmentFacts> = {}): Promise<string> => inA(async (scope) => {
    const { id } = await service.propose(scope, facts(more));
    await service.accept(scope, id);
    return id;
  });

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-02T01:00:00Z'), worker: true });
    all = await twoAlliances(world);
    service = world.api.get(CommitmentService);
  });
  afterAll(() => world.stop());

  it('bring a promise from proposal to verdict', async () => {
    const id = await accepted();
    const { commitment, evidence } = await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 21.5 }));
    expect([commitment.state, commitment.late, commitment.selfReportedValue, evidence.lateDays, evidence.organizationId]).toEqual(['EVIDENCE_SUBMITTED', false, 21.5, 0, all.factory]);
    const verified = await inA((scope) => service.verify(scope, id, { outcome: 'FULFILLED', value: 20, remark: 'seen' }));
    expect([verified.commitment.outcome, verified.commitment.verifiedValue, verified.verification.organizationId]).toEqual(['FULFILLED', 20, all.association]);
  });

  it('refuse a number that the alliance already uses, and keep what was written before', async () => {
    const taken = facts();
    await inA((scope) => service.propose(scope, taken));
    await inA(async (scope) => {
      await expect(service.propose(scope, { ...facts(), number: ` ${taken.number} ` })).rejects.toMatchObject({ code: 'COMMITMENT_NUMBER_TAKEN', field: 'number' });
      await service.propose(scope, facts());
    });
    await inAlliance(world, all.b, async (scope) => {
      const elsewhere = await service.propose(scope, { ...taken, verifierOrganizationId: all.collegeB });
      expect(elsewhere.number).toBe(taken.number);
    });
  });

  it.each([
    ['the owner is in another alliance', () => ({ ownerOrganizationId: all.collegeB }), 'ownerOrganizationId'],
    ['the owner does not exist', () => ({ ownerOrganizationId: '00000000-0000-7000-8000-000000000000' }), 'ownerOrganizationId'],
    ['the verifier is in another alliance', () => ({ verifierOrganizationId: all.collegeB }), 'verifierOrganizationId'],
  ])('refuse a proposal where %s', async (_name, more, field) => {
    await expect(inA((scope) => service.propose(scope, facts(more())))).rejects.toMatchObject({ code: 'NOT_A_MEMBER', field });
  });

  it('refuse a parent or child company as verifier', async () => {
    const works = await makeMember(world, all.a, { sector: 'INDUSTRY', legalName: 'Works of the factory', parentId: all.factory });
    await expect(accepted({ verifierOrganizationId: works })).rejects.toMatchObject({ code: 'VERIFIER_NOT_INDEPENDENT' });
    await expect(accepted({ ownerOrganizationId: works, verifierOrganizationId: all.factory })).rejects.toMatchObject({ code: 'VERIFIER_NOT_INDEPENDENT' });
  });

  it('refuse the verdict of a verifier who bought the owner in the meantime', async () => {
    const bought = await makeMember(world, all.a, { sector: 'INDUSTRY', legalName: 'Bought works' });
    const id = await accepted({ ownerOrganizationId: bought });
    await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }));
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await superuser.query('update organizations set parent_id = $2 where id = $1', [bought, all.association]);
    await superuser.end();
    await expect(inA((scope) => service.verify(scope, id, { outcome: 'FULFILLED', remark: 'ours' }))).rejects.toMatchObject({ code: 'VERIFIER_NOT_INDEPENDENT' });
  });

  it('let nobody judge evidence of his own organization', async () => {
    const id = await accepted();
    await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }, { organizationId: all.association }));
    await expect(inA((scope) => service.verify(scope, id, { outcome: 'FULFILLED', remark: 'mine' }))).rejects.toMatchObject({ code: 'VERIFIER_UPLOADED_EVIDENCE' });
  });

  it('take the past from the product alone, and never the future', async () => {
    const id = await accepted({ dueOn: '2026-02-10' });
    const { evidence } = await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }, { at: new Date('2026-02-10T15:59:59Z') }));
    expect([evidence.lateDays, evidence.submittedAt.toISOString()]).toEqual([0, '2026-02-10T15:59:59.000Z']);
    await expect(inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }, { at: new Date('2026-03-02T01:00:01Z') }))).rejects.toMatchObject({ code: 'BACKDATING_FORBIDDEN' });
    const tokenHash = createHash('sha256').update(await world.token('coordinator')).digest();
    const request = { tokenHash, alliance: all.a.slug, organizationId: null, readOnly: false, requestId: null };
    for (const origin of [{ at: new Date('2026-02-10T00:00:00Z') }, { organizationId: all.college }]) {
      await expect(world.api.database.enter(request, (scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }, origin))).rejects.toMatchObject({ code: 'BACKDATING_FORBIDDEN' });
    }
  });

  it('let one of two verdicts win that come at once, also where both read the same version', async () => {
    for (const version of [undefined, 3]) {
      const id = await accepted();
      await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 1 }));
      const verdicts = (['FULFILLED', 'NOT_MET'] as const).map((outcome) => inA((scope) => service.verify(scope, id, { outcome, remark: outcome }, { version })));
      const results = await Promise.allSettled(verdicts);
      const won = results.find((each) => each.status === 'fulfilled');
      const lost = results.find((each) => each.status === 'rejected');
      expect(lost?.reason).toMatchObject({ code: version === undefined ? 'STATE_FORBIDS' : 'STALE_VERSION' });
      const kept = await inA((scope) => scope.sql('select outcome from verifications where tenant_id = $1 and commitment_id = $2', [all.a.id, id]));
      expect(kept).toEqual([{ outcome: won?.value.commitment.outcome }]);
    }
  });

  it('refuse a verdict on evidence that was not all there when the verifier read it', async () => {
    const id = await accepted();
    const { commitment: read } = await inA((scope) => service.submitEvidence(scope, id, { description: 'first', value: 1 }));
    await inA((scope) => service.submitEvidence(scope, id, { description: 'second', link: 'https://example.org/2' }));
    await expect(inA((scope) => service.verify(scope, id, { outcome: 'NOT_MET', remark: 'too little' }, { version: read.version }))).rejects.toMatchObject({ code: 'STALE_VERSION' });
  });

  it('say once that a promise is overdue, one second after its day, and never where something was handed in', async () => {
    const missed = await accepted({ dueOn: '2026-03-10' });
    const handedIn = await accepted({ dueOn: '2026-03-10' });
    const waived = await accepted({ dueOn: '2026-03-10' });
    await inA((scope) => service.submitEvidence(scope, handedIn, { description: 'list', value: 1 }));
    await inA((scope) => service.waive(scope, waived, 'moved away'));
    const told = () => inA((scope) => scope.sql<{ subject_id: string }>("select subject_id from events where tenant_id = $1 and type = 'commitment.overdue'", [all.a.id]));
    world.clock.set('2026-03-10T15:59:59Z');
    await world.worker?.tick();
    expect(await told()).toEqual([]);
    world.clock.set('2026-03-10T16:00:00Z');
    const [first, second] = await Promise.all([world.worker?.tick(), world.worker?.tick()]);
    // Of each of the three: its day is over, and the reminder of the day after.
    expect([first, second]).toEqual([6, 0]);
    world.clock.advance({ days: 2 });
    await world.worker?.tick();
    expect(await told()).toEqual([{ subject_id: missed }]);
  });
});
