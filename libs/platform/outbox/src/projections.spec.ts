import { defineAccess } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { makeAlliance, makeMember, World, type TestAlliance } from '@quadhelix/testing';
import { type Changed, type Projection, rebuildProjection, refreshProjections, watchedBy } from './projections.js';

const access = defineAccess('stakeholders', 'trial', { write: { ALLIANCE_ADMIN: 'alliance' } });

/** Writes down what it was asked, and keeps a due time for each subject so that its effect can be counted. */
class Diary implements Projection {
  readonly name = 'diary';
  readonly of = ['Trial', 'Organization'];
  readonly asked: { tenantId: string; changed: Changed }[] = [];
  failures = 0;
  running = 0;
  most = 0;

  async refresh(scope: Scope, changed: Changed): Promise<void> {
    this.most = Math.max(this.most, (this.running += 1));
    try {
      await scope.sql('select pg_sleep(0.05)');
      for (const id of changed.Trial ?? []) {
        await scope.sql(`insert into due_times (id, tenant_id, kind, subject_id, due_at) values ($1, $2, 'diary', $3, '2030-01-01') on conflict do nothing`, [scope.newId(), scope.tenantId, id]);
      }
      if ((this.failures -= 1) >= 0) throw new Error('not yet');
      this.asked.push({ tenantId: scope.tenantId, changed });
    } finally {
      this.running -= 1;
    }
  }
}

describe('projections', () => {
  let world: World;
  let alliance: TestAlliance;
  let other: TestAlliance;
  const diary = new Diary();
  beforeAll(async () => {
    world = await World.start({ worker: true, moreSlices: [{ name: 'trial', projections: [() => diary] }] });
    alliance = await makeAlliance(world, 'projections');
    other = await makeAlliance(world, 'projections-other');
    await world.settled();
  });
  beforeEach(() => { diary.asked.length = 0; diary.most = 0; });
  afterAll(() => world.stop());

  const system = <T>(of: TestAlliance, work: (scope: Scope) => Promise<T>): Promise<T> => world.api.database.system(of.id, 'test', work);
  const happen = (of: TestAlliance, subjectId: string, fail = false): Promise<unknown> => system(of, (scope) => {
    scope.authorize(access.write);
    scope.record({ type: 'trial.happened', subjectType: 'Trial', subjectId, payload: {} });
    return scope.sql(fail ? 'select 1 / 0' : 'select 1');
  });
  const effects = async (subjectId: string): Promise<number> => (await system(alliance, (scope) => scope.sql(`select id from due_times where kind = 'diary' and subject_id = $1`, [subjectId]))).length;
  const id = (): string => world.api.database.newId();

  it('run after the commit, in the alliance where something changed', async () => {
    const subject = id();
    await happen(alliance, subject);
    await world.settled();
    expect(diary.asked).toEqual([{ tenantId: alliance.id, changed: { Trial: [subject] } }]);
    expect(await effects(subject)).toBe(1);
  });

  it('never hear of a transaction that was rolled back', async () => {
    await expect(happen(alliance, id(), true)).rejects.toThrow();
    await world.settled();
    expect(diary.asked).toEqual([]);
  });

  it('leave nothing of a failure, and run once more after it', async () => {
    const subject = id();
    diary.failures = 1;
    await expect(refreshProjections(world.api.database, [diary], alliance.id, { Trial: [subject] })).rejects.toThrow('not yet');
    expect(await effects(subject)).toBe(0);
    diary.failures = 1;
    await happen(alliance, subject);
    await world.settled();
    expect([diary.asked.length, await effects(subject)]).toEqual([1, 1]);
  });

  it('keep no other from running where one fails, and say what failed', async () => {
    const broken: Projection = { name: 'broken', of: ['Trial'], refresh: () => Promise.reject(new Error('broken')) };
    await expect(refreshProjections(world.api.database, [broken, diary], alliance.id, { Trial: [id()] })).rejects.toThrow('broken');
    expect(diary.asked).toHaveLength(1);
  });

  it('run one at a time in an alliance, and beside each other in two', async () => {
    const refresh = (of: TestAlliance) => refreshProjections(world.api.database, [diary], of.id, { Trial: [id()] });
    await Promise.all([1, 2, 3, 4].map(() => refresh(alliance)));
    expect([diary.most, diary.asked.length]).toEqual([1, 4]);
    await Promise.all([refresh(alliance), refresh(other)]);
    expect(diary.most).toBe(2);
  });

  it('look only at what they watch', () => {
    expect(watchedBy([diary], { Seat: ['1'], Trial: ['2'] })).toEqual({ Trial: ['2'] });
    expect(watchedBy([diary], { Seat: ['1'] })).toBeNull();
  });

  it('hear of an organization in every alliance that it belongs to, once, and in no other', async () => {
    const third = await makeAlliance(world, 'projections-third');
    const organization = await makeMember(world, alliance, { sector: 'INDUSTRY', legalName: 'Shared' });
    await makeMember(world, other, { sector: 'INDUSTRY', legalName: 'Shared' });
    await makeMember(world, third, { sector: 'INDUSTRY', legalName: 'Another' });
    await world.settled();
    diary.asked.length = 0;
    await system(alliance, (scope) => {
      scope.authorize(access.write);
      scope.record({ type: 'organization.updated', subjectType: 'Organization', subjectId: organization, payload: {} });
      return Promise.resolve();
    });
    await world.settled();
    const heard = diary.asked.map(({ tenantId, changed }) => [tenantId, changed]);
    expect(new Map(heard as [string, Changed][])).toEqual(new Map([[alliance.id, { Organization: [organization] }], [other.id, { Organization: [organization] }]]));
    expect(heard).toHaveLength(2);
  });

  it('are made anew page by page', async () => {
    const pages: (string | null)[] = [];
    const book: Projection = {
      name: 'book', of: [], refresh: () => Promise.resolve(),
      rebuild: (_scope, after) => Promise.resolve([null, 'a', 'b'][pages.push(after)] ?? null),
    };
    await rebuildProjection(world.api.database, book, alliance.id);
    expect(pages).toEqual([null, 'a', 'b']);
  });
});
