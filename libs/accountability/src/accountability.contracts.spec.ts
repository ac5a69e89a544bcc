import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { Person } from '@quadhelix/stakeholders';
import { inAlliance, makeMember, twoAlliances, World, type TestAlliance, type TwoAlliances } from '@quadhelix/testing';
import { accountabilitySlice } from './accountability.slice.js';
import { CommitmentService, type CommitmentFacts } from './commitment/commitment.service.js';

const gathered = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

describe('what accountability tells the libraries below it', () => {
  let world: World;
  let all: TwoAlliances;
  let service: CommitmentService;
  const ids: Record<string, string> = {};
  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-02T01:00:00Z') });
    all = await twoAlliances(world);
    service = world.api.get(CommitmentService);
    const propose = (alliance: TestAlliance, number: string, more: Partial<CommitmentFacts> = {}): Promise<string> => inAlliance(world, alliance, async (scope) => (await service.propose(scope, {
      number, title: `Train apprentices ${number}`, metric: 'apprentices trained', unit: 'people', baseline: 0, target: 20, direction: 'INCREASE', dueOn: '2026-03-10',
      weightBp: 1000, requiredEvidence: '', ownerOrganizationId: all.factory, verifierOrganizationId: all.association, ...more,
    })).id);
    for (const number of ['K1', 'K2', 'K3', 'K4', 'K5']) ids[number] = await propose(all.a, number);
    ids.B1 = await propose(all.b, 'B1', { verifierOrganizationId: all.collegeB });
    await inA(async (scope) => {
      for (const number of ['K2', 'K3', 'K4', 'K5']) await service.accept(scope, ids[number] ?? '');
      for (const number of ['K3', 'K4']) await service.submitEvidence(scope, ids[number] ?? '', { description: 'list', value: 20 });
      await service.verify(scope, ids.K4 ?? '', { outcome: 'FULFILLED', remark: 'seen' });
      await service.waive(scope, ids.K5 ?? '', 'moved away');
    });
  });
  afterAll(() => world.stop());

  it('work: each promise waits for the next step of one side, and no other alliance is in it', async () => {
    const found = await inA(async (scope) => Promise.all(accountabilitySlice.work.map(async (kind) => {
      const items = await kind.items(scope, Object.values(ids));
      return [kind.name, items.map(({ title, waitsFor, dueOn }) => [title.en, (waitsFor as { organizationId: string }).organizationId, dueOn])];
    })));
    expect(found).toEqual([
      ['commitment.accept', [['Answer the proposal K1: Train apprentices K1', all.factory, '2026-03-10']]],
      ['commitment.submitEvidence', [['Hand in evidence for K2: Train apprentices K2', all.factory, '2026-03-10']]],
      ['commitment.verify', [['Judge K3: Train apprentices K3', all.association, '2026-03-10']]],
    ]);
  });

  it('work and search: pages of all subjects come in the order of their ids', async () => {
    const kind = accountabilitySlice.search[0] ?? accountabilitySlice.work[0];
    const first = await inA((scope) => kind?.after(scope, null, 3) ?? Promise.resolve([]));
    const second = await inA((scope) => kind?.after(scope, first.at(-1) ?? null, 3) ?? Promise.resolve([]));
    expect([first.length, [...first, ...second]]).toEqual([3, ['K1', 'K2', 'K3', 'K4', 'K5'].map((number) => ids[number]).sort()]);
  });

  it('figures: what is due counts from the day after; the score of nothing is none', async () => {
    const compute = (at: string): Promise<Record<string, unknown>> => {
      world.clock.set(at);
      return inA(async (scope) => {
        const before = scope.statements;
        const values = await Promise.all(accountabilitySlice.figures.map(async (kind) => [kind.name, (await kind.compute(scope, [all.factory, all.college])).map(({ value }) => value)] as const));
        return { ...Object.fromEntries(values), statements: scope.statements - before };
      });
    };
    expect(await compute('2026-03-10T15:59:59Z')).toMatchObject({ 'commitments.due': [0, 0], 'commitments.kept': [0, 0], 'commitments.overdue': [0, 0], 'commitments.score': [null, null] });
    const after = await compute('2026-03-10T16:00:00Z');
    expect(after).toMatchObject({ 'commitments.due': [4, 0], 'commitments.kept': [1, 0], 'commitments.overdue': [1, 0], 'commitments.score': [5000, null] });
    const [kind] = accountabilitySlice.figures;
    // What a mandate over single cases tells: which promises those are.
    const overdue = accountabilitySlice.figures.find(({ name }) => name === 'commitments.overdue');
    expect((await inA((scope) => overdue?.compute(scope, [all.factory, all.college]) ?? Promise.resolve([]))).map(({ subjectIds }) => subjectIds)).toEqual([[ids.K2], []]);
    expect(await inA((scope) => kind?.touched(scope, { Commitment: [ids.K1 ?? '', ids.B1 ?? ''] }) ?? Promise.resolve([]))).toEqual([all.factory]);
  });

  it('search: a promise is found by number, metric and names, and again when a name changes', async () => {
    const [kind] = accountabilitySlice.search;
    const entries = await inA((scope) => kind?.entries(scope, Object.values(ids)) ?? Promise.resolve([]));
    expect(entries.map(({ title }) => title).sort()).toEqual(['K1', 'K2', 'K3', 'K4', 'K5'].map((number) => `${number} Train apprentices ${number}`));
    expect(entries[0]).toMatchObject({ text: 'apprentices trained Factory Association', parties: { owner: all.factory, verifier: all.association }, personId: null });
    const touched = await inA((scope) => kind?.touched(scope, { Organization: [all.association] }) ?? Promise.resolve([]));
    expect([...touched].sort()).toEqual(['K1', 'K2', 'K3', 'K4', 'K5'].map((number) => ids[number]).sort());
  });

  it('notices: each event tells who has to act or to know; from the due day on the liaisons too', async () => {
    const bureau2 = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Bureau without a liaison' });
    const tell = (name: string, id: string | undefined, payload: Record<string, unknown> = {}) => inA(async (scope) => {
      const kind = accountabilitySlice.notices.find((each) => each.name === name);
      const [notice] = (await kind?.notices(scope, { id: scope.newId(), subjectId: id ?? '', payload, at: scope.now })) ?? [];
      return notice && { to: notice.to.map((each) => ('organizationId' in each ? each.organizationId : each.personId)), title: notice.title.en, text: notice.text.en };
    });
    expect(await tell('commitment.proposed', ids.K1)).toEqual({ to: [all.factory], title: 'A promise is proposed to you: K1', text: 'K1 Train apprentices K1. It would be due on 2026-03-10. It binds nobody until you accept it.' });
    expect((await tell('commitment.accepted', ids.K2))?.to).toEqual([all.association, all.bureau]);
    expect((await tell('commitment.evidenceSubmitted', ids.K3))?.to).toEqual([all.association]);
    expect(await tell('commitment.verified', ids.K4)).toMatchObject({ to: [all.factory], text: expect.stringContaining('found it kept.') as string });
    expect((await tell('commitment.overdue', ids.K2))?.to).toEqual([all.factory, all.bureau]);
    expect(await tell('commitment.reminder', ids.K2, { offsetDays: -3 })).toMatchObject({ to: [all.factory], text: expect.stringContaining('in 3 days') as string });
    expect(await tell('commitment.reminder', ids.K2, { offsetDays: 14 })).toMatchObject({ to: [all.factory, all.bureau], text: expect.stringContaining('14 days ago') as string });
    expect(await tell('commitment.overdue', ids.B1)).toBeUndefined();
    expect(bureau2).not.toBe(all.bureau);
  });

  it('personal data: a person is given what he handed in and judged; there is nothing to erase but his name elsewhere', async () => {
    const [person] = await inA((scope) => scope.find(Person, { name: 'coordinator' }));
    const personId = person?.id ?? '';
    await inAlliance(world, all.a, async (scope) => {
      await scope.sql('insert into evidence select tenant_id, $3, commitment_id, organization_id, $2, description, link, sha256, value, late_days, submitted_at, created_at, version from evidence where tenant_id = $1 limit 1', [scope.tenantId, personId, scope.newId()]);
      const [evidence, verdicts] = await Promise.all(accountabilitySlice.personalData.map((kind) => gathered(kind.export(scope, personId))));
      expect([evidence, verdicts]).toEqual([[expect.objectContaining({ description: 'list', value: 20, organizationId: all.factory })], []]);
      expect(await Promise.all(accountabilitySlice.personalData.map((kind) => kind.erase(scope, personId, 'P-1')))).toEqual([0, 0]);
    });
  });
});
