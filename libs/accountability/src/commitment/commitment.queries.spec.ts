import pg from 'pg';
import type { EntityClass, Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { globalId, inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { newestEvidence } from '../evidence/evidence.queries.js';
import { scorecardOf } from '../scorecard/scorecard.queries.js';
import type { CommitmentFilter } from './commitment.inputs.js';
import { countByState, listCommitments } from './commitment.queries.js';
import { CommitmentService } from './commitment.service.js';

const LIST = `query($first: Int!) { commitments(first: $first) { nodes {
  number overdue owner { legalName } verifier { legalName } latestEvidence { description alsoUsedBy organization { legalName } } evidence { lateDays } verifications { remark organization { legalName } } } } }`;

describe('lists of commitments', () => {
  let world: World;
  let all: TwoAlliances;
  let liaison: GraphqlClient;
  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);
  const numbers = async (filter: CommitmentFilter | null): Promise<string[]> => (await inA((scope) => listCommitments(scope, { first: 100 }, filter))).nodes.map(({ number }) => number);

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-02T01:00:00Z') });
    all = await twoAlliances(world);
    liaison = await world.as('liaison', 'alliance-a');
    const service = world.api.get(CommitmentService);
    const sha256 = 'a'.repeat(64);
    await inA(async (scope) => {
      const terms = { title: 'Train', metric: 'people', unit: '', baseline: 0, target: 1, direction: 'INCREASE' as const, weightBp: 1000, requiredEvidence: '' };
      for (let day = 1; day <= 60; day += 1) {
        const dueOn = day <= 28 ? `2026-02-${String(day).padStart(2, '0')}` : `2026-04-${String(Math.min(30, day - 28)).padStart(2, '0')}`;
        const owner = day % 2 === 0 ? all.factory : all.college;
        const { id } = await service.propose(scope, { ...terms, number: `N${String(day).padStart(2, '0')}`, dueOn, ownerOrganizationId: owner, verifierOrganizationId: day % 3 === 0 ? all.bureau : all.association });
        if (day % 5 === 0) continue;
        await service.accept(scope, id);
        if (day % 4 === 0) continue;
        for (let piece = 0; piece < 3; piece += 1) await service.submitEvidence(scope, id, { description: `piece ${String(piece)}`, value: piece, sha256: piece === 2 ? sha256 : null });
        if (day % 7 === 0) await service.verify(scope, id, { outcome: 'FULFILLED', remark: 'seen' });
      }
    });
  });
  afterAll(() => world.stop());
  beforeEach(() => { world.clock.set('2026-03-02T01:00:00Z'); });

  it('take the same number of statements for 5 as for 50, with owner, verifier, evidence and verdicts', async () => {
    const count = async (first: number): Promise<number> => {
      const before = world.api.database.statements;
      const data = await liaison.data<{ commitments: { nodes: unknown[] } }>(LIST, { first });
      expect(data.commitments.nodes).toHaveLength(first);
      return world.api.database.statements - before;
    };
    const five = await count(5);
    expect(await count(50)).toBe(five);
    expect(five).toBeLessThanOrEqual(9);
  });

  it.each([
    ['a state', { states: ['VERIFIED' as const] }, (n: number) => n % 5 !== 0 && n % 4 !== 0 && n % 7 === 0],
    ['two states', { states: ['PROPOSED' as const, 'ACCEPTED' as const] }, (n: number) => n % 5 === 0 || n % 4 === 0],
    ['no state', { states: [] }, () => false],
    ['what is overdue', { overdue: true }, (n: number) => n <= 28 && n % 4 === 0 && n % 5 !== 0],
    ['what is not overdue', { overdue: false }, (n: number) => !(n <= 28 && n % 4 === 0 && n % 5 !== 0)],
    ['a span of days, both ends included', { dueFrom: '2026-02-03', dueUntil: '2026-02-06' }, (n: number) => n >= 3 && n <= 6],
  ])('can be narrowed to %s', async (_name, filter, expected) => {
    const every = Array.from({ length: 60 }, (_, index) => index + 1);
    expect((await numbers(filter)).sort()).toEqual(every.filter(expected).map((n) => `N${String(n).padStart(2, '0')}`));
  });

  it('call a promise overdue from midnight after its day', async () => {
    world.clock.set('2026-02-28T15:59:59Z');
    expect(await numbers({ overdue: true, dueFrom: '2026-02-28' })).toEqual([]);
    world.clock.set('2026-02-28T16:00:00Z');
    expect(await numbers({ overdue: true, dueFrom: '2026-02-28' })).toEqual(['N28']);
  });

  it('can be narrowed to an owner and a verifier together', async () => {
    const found = await numbers({ ownerOrganizationId: all.factory, verifierOrganizationId: all.bureau });
    expect(found).toEqual(['N06', 'N12', 'N18', 'N24', 'N30', 'N36', 'N42', 'N48', 'N54', 'N60']);
  });

  it('count what stands in each state, states with nothing too, in one statement', async () => {
    const [counts, statements] = await inA(async (scope) => {
      const before = scope.statements;
      return [await countByState(scope, all.factory), scope.statements - before] as const;
    });
    expect(statements).toBe(1);
    expect(Object.fromEntries(counts.map(({ state, count }) => [state, count]))).toEqual({ PROPOSED: 6, ACCEPTED: 12, EVIDENCE_SUBMITTED: 10, VERIFIED: 2, WAIVED: 0 });
    const data = await liaison.data('query($id: ID) { commitmentsByState(ownerOrganizationId: $id) { state count } }', { id: globalId('Organization', all.factory) });
    expect(data).toEqual({ commitmentsByState: counts });
  });

  it('warn where other commitments show the same file', async () => {
    const { commitments } = await liaison.data<{ commitments: { nodes: { latestEvidence: { description: string; alsoUsedBy: number } | null }[] } }>(LIST, { first: 1 });
    expect(commitments.nodes[0]?.latestEvidence).toMatchObject({ description: 'piece 2', alsoUsedBy: 35 });
  });

  it('give the whole evidence of a commitment page by page, oldest first', async () => {
    const { commitments } = await liaison.data<{ commitments: { nodes: { id: string }[] } }>('{ commitments(first: 1) { nodes { id } } }');
    const page = 'query($id: ID!, $after: String) { evidence(commitmentId: $id, first: 2, after: $after) { nodes { description } pageInfo { endCursor hasNextPage } } }';
    type Page = { evidence: { nodes: { description: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    const first = await liaison.data<Page>(page, { id: commitments.nodes[0]?.id });
    const second = await liaison.data<Page>(page, { id: commitments.nodes[0]?.id, after: first.evidence.pageInfo.endCursor });
    expect([...first.evidence.nodes, ...second.evidence.nodes].map(({ description }) => description)).toEqual(['piece 0', 'piece 1', 'piece 2']);
    expect([first.evidence.pageInfo.hasNextPage, second.evidence.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('make the scorecard of an owner or of all in three statements: the alliance, its rules, the commitments', async () => {
    const score = (organizationId: string | null) => inA(async (scope) => {
      const before = scope.statements;
      const made = await scorecardOf(scope, '2026-02-28', organizationId);
      return { ...made, statements: scope.statements - before };
    });
    expect(await score(all.factory)).toMatchObject({ statements: 3, due: 12, late: 1, awaitingLate: 5, missed: 6, notAccepted: 2, score: 0.8 / 12 });
    expect(await score(null)).toMatchObject({ statements: 3, due: 23 });
    expect(await score(all.collegeB)).toMatchObject({ due: 0, score: null, scoreBp: null });
  });

  /** The plan of the one statement that `work` sends. */
  const planOf = (work: (scope: Scope) => Promise<unknown>): Promise<string> => inA(async (scope) => {
    const plans: Promise<Record<string, string>[]>[] = [];
    const explain = (text: string, values: readonly unknown[] = []) => { plans.push(scope.sql<Record<string, string>>(`explain ${text}`, values)); };
    const spy = Object.create(scope, {
      select: { value: <T extends object>(entity: EntityClass<T>, tail: string, values: readonly unknown[]) => {
        explain(`select * from ${entity.name === 'Commitment' ? 'commitments' : 'evidence'} ${tail}`, values);
        return scope.select(entity, tail, values);
      } },
      sql: { value: (text: string, values: readonly unknown[]) => { explain(text, values); return scope.sql(text, values); } },
    }) as Scope;
    await work(spy);
    return (await Promise.all(plans)).flat().map((line) => line['QUERY PLAN']).join('\n');
  });

  it('read each of their pages, and the scorecard, by an index', async () => {
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    for (const [tenant, owner, verifier] of [[all.a.id, all.college, all.association], [all.b.id, all.factory, all.collegeB]]) {
      await superuser.query(
        `insert into commitments (tenant_id, id, number, owner_organization_id, verifier_organization_id, title, metric, unit, baseline, target, direction, due_on, weight_bp, required_evidence, state, created_at)
         select $1, gen_random_uuid(), 'X' || n, $2, $3, 't', 'm', '', 0, 1, 'INCREASE', date '2030-01-01' + n % 700, 1, '', 'PROPOSED', now() from generate_series(1, 5000) n`, [tenant, owner, verifier]);
    }
    await superuser.query('analyze commitments; analyze evidence');
    await superuser.end();
    const plans: [CommitmentFilter | null, string][] = [
      [null, 'commitments_list'], [{ states: ['ACCEPTED'] }, 'commitments_state'], [{ overdue: true }, 'commitments_state'],
      [{ ownerOrganizationId: all.factory }, 'commitments_owner'], [{ verifierOrganizationId: all.bureau }, 'commitments_verifier'],
    ];
    for (const [filter, index] of plans) {
      const plan = await planOf((scope) => listCommitments(scope, { first: 20 }, filter));
      expect(plan).toContain(`using ${index}`);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
    expect(await planOf((scope) => newestEvidence(scope, 'ffffffff-ffff-7fff-8fff-ffffffffffff', 1))).toContain('using evidence_commitment');
    expect(await planOf((scope) => scorecardOf(scope, '2026-02-28', null))).toContain('commitments_list');
    expect(await planOf((scope) => scorecardOf(scope, '2026-02-28', all.factory))).toContain('commitments_owner');
  });
});
