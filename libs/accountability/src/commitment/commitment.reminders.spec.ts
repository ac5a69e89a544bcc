import type { Scope } from '@quadhelix/database';
import { TestClock } from '@quadhelix/service';
import { inAlliance, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { scheduleReminders } from './commitment.reminders.js';
import { CommitmentService } from './commitment.service.js';

describe('reminders of a promise', () => {
  let world: World;
  let all: TwoAlliances;
  let service: CommitmentService;
  let numbers = 0;
  const inA = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => inAlliance(world, all.a, work);
  const accepted = (dueOn: string): Promise<string> => inA(async (scope) => {
    const { id } = await service.propose(scope, {
      number: `R-${String((numbers += 1))}`, title: 'Train apprentices', metric: 'apprentices trained', unit: 'people', baseline: 0, target: 20, direction: 'INCREASE', dueOn,
      weightBp: 1000, requiredEvidence: '', ownerOrganizationId: all.factory, verifierOrganizationId: all.association,
    });
    await service.accept(scope, id);
    return id;
  });
  const told = (id: string): Promise<number[]> => inA(async (scope) => (await scope.sql<{ offset: number }>(
    "select (payload->>'offsetDays')::int as offset from events where tenant_id = $1 and type = 'commitment.reminder' and subject_id = $2 order by at, id", [scope.tenantId, id])).map(({ offset }) => offset));
  const tickAt = async (instant: string): Promise<void> => {
    world.clock.set(instant);
    await world.worker?.tick();
  };

  beforeAll(async () => {
    world = await World.start({ clock: new TestClock('2026-03-02T01:00:00Z'), worker: true });
    all = await twoAlliances(world);
    service = world.api.get(CommitmentService);
  });
  beforeEach(() => { world.clock.set('2026-03-02T01:00:00Z'); });
  afterAll(() => world.stop());

  it('come 14 and 3 days before and 1 and 14 days after its day, at local midnight and each once', async () => {
    const id = await accepted('2026-03-31');
    const steps: [string, number[]][] = [
      ['2026-03-16T15:59:59Z', []], ['2026-03-16T16:00:00Z', [-14]], ['2026-03-27T15:59:59Z', [-14]], ['2026-03-27T16:00:00Z', [-14, -3]],
      ['2026-03-31T15:59:59Z', [-14, -3]], ['2026-03-31T16:00:00Z', [-14, -3, 1]], ['2026-04-13T16:00:00Z', [-14, -3, 1, 14]], ['2026-06-01T00:00:00Z', [-14, -3, 1, 14]],
    ];
    for (const [instant, offsets] of steps) {
      await tickAt(instant);
      await world.worker?.tick();
      expect([instant, await told(id)]).toEqual([instant, offsets]);
    }
  });

  it('stop when evidence is in', async () => {
    const id = await accepted('2026-03-31');
    await tickAt('2026-03-17T00:00:00Z');
    await inA((scope) => service.submitEvidence(scope, id, { description: 'list', value: 20 }));
    await tickAt('2026-06-01T00:00:00Z');
    expect(await told(id)).toEqual([-14]);
  });

  it('stop when the promise is waived', async () => {
    const id = await accepted('2026-03-31');
    await inA((scope) => service.waive(scope, id, 'moved away'));
    await tickAt('2026-06-01T00:00:00Z');
    expect(await told(id)).toEqual([]);
  });

  it('of days that were over at acceptance are not sent late', async () => {
    const id = await accepted('2026-03-06');
    await tickAt('2026-03-02T02:00:00Z');
    expect(await told(id)).toEqual([]);
    await tickAt('2026-03-02T16:00:00Z');
    expect(await told(id)).toEqual([-3]);
  });

  it('of a due day that was moved are forgotten; those of the new one come instead', async () => {
    const id = await accepted('2026-03-31');
    await tickAt('2026-03-17T00:00:00Z');
    await inA(async (scope) => {
      const before = scope.statements;
      await scope.sql("update commitments set due_on = '2026-04-30' where tenant_id = $1 and id = $2", [scope.tenantId, id]);
      await scheduleReminders(scope, { id, dueOn: '2026-04-30' }, [-14, -3, 1, 14]);
      expect(scope.statements - before).toBe(3);
    });
    await tickAt('2026-04-14T15:59:59Z');
    expect(await told(id)).toEqual([-14]);
    await tickAt('2026-08-01T00:00:00Z');
    expect(await told(id)).toEqual([-14, -14, -3, 1, 14]);
  });
});
