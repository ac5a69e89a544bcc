import type { Scope } from '@quadhelix/database';
import { defineAccess } from '@quadhelix/access';
import { makeAlliance, World, type TestAlliance } from '@quadhelix/testing';
import { dispatch, type EventHandler } from './handlers.js';
import { reschedule, schedule, tick, wakeAt, type DueKind } from './due-times.js';
import { eventQueue, Jobs } from './jobs.js';

const access = defineAccess('stakeholders', 'trial', { write: { ALLIANCE_ADMIN: 'alliance' } });

/** Counts how often it was called, and how often its effect was kept: one due time per call. */
function counter(options: { failTimes?: number } = {}): EventHandler & { calls: number } {
  return {
    name: 'counter', event: 'trial.happened', calls: 0,
    async handle(scope, event) {
      this.calls += 1;
      await schedule(scope, 'effect', event.subjectId, new Date(scope.now.getTime() + this.calls));
      if (this.calls <= (options.failTimes ?? 0)) throw new Error('not yet');
    },
  };
}

describe('the outbox', () => {
  let world: World;
  let alliance: TestAlliance;
  beforeAll(async () => {
    world = await World.start();
    alliance = await makeAlliance(world, 'outbox');
  });
  afterAll(() => world.stop());

  const system = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => world.api.database.system(alliance.id, 'test', work);
  const happen = async (): Promise<{ subjectId: string; eventId: string }> => {
    const subjectId = world.api.database.newId();
    await system(async (scope) => {
      scope.authorize(access.write);
      scope.record({ type: 'trial.happened', subjectType: 'Trial', subjectId, payload: {} });
    });
    const [event] = await system((scope) => scope.sql<{ id: string }>('select id from events where subject_id = $1', [subjectId]));
    return { subjectId, eventId: event?.id ?? '' };
  };
  const effects = async (subjectId: string, kind = 'effect'): Promise<number> =>
    (await system((scope) => scope.sql('select id from due_times where subject_id = $1 and kind = $2', [subjectId, kind]))).length;

  it('sends the job of an event with the transaction, and none where it is rolled back', async () => {
    const jobsFor = (id: string) => system((scope) => scope.sql('select id from pgboss.job where data::text like $1', [`%${id}%`]));
    const { eventId } = await happen();
    expect(await jobsFor(eventId)).toHaveLength(1);
    const before = await system((scope) => scope.sql(`select id from pgboss.job where name = 'events'`));
    await expect(system((scope) => {
      scope.authorize(access.write);
      scope.record({ type: 'trial.happened', subjectType: 'Trial', subjectId: eventId, payload: {} });
      return scope.sql('select 1 / 0');
    })).rejects.toThrow();
    expect(await system((scope) => scope.sql(`select id from pgboss.job where name = 'events'`))).toHaveLength(before.length);
  });

  it('runs a handler once per event, however often and however parallel its job runs', async () => {
    const { subjectId, eventId } = await happen();
    const handler = counter();
    await Promise.all([1, 2, 3, 4].map(() => dispatch(world.api.database, [handler], alliance.id, [eventId])));
    await dispatch(world.api.database, [handler], alliance.id, [eventId]);
    expect([handler.calls, await effects(subjectId)]).toEqual([1, 1]);
  });

  it('undoes what a failing handler did, says so, and tries it again', async () => {
    const { subjectId, eventId } = await happen();
    const handler = counter({ failTimes: 1 });
    await expect(dispatch(world.api.database, [handler], alliance.id, [eventId])).rejects.toThrow('not yet');
    expect(await effects(subjectId)).toBe(0);
    await dispatch(world.api.database, [handler], alliance.id, [eventId]);
    expect([handler.calls, await effects(subjectId)]).toEqual([2, 1]);
  });

  it('shows an event to no other alliance', async () => {
    const other = await makeAlliance(world, 'outbox-other');
    const { eventId } = await happen();
    const handler = counter();
    await dispatch(world.api.database, [handler], other.id, [eventId]);
    expect(handler.calls).toBe(0);
  });

  it('hands the events of an open worker over', async () => {
    const jobs = await Jobs.open(world.copy.url('quadhelix_app'), { working: true, onError: () => undefined });
    const handler = counter();
    const { subjectId } = await happen();
    await jobs.work(eventQueue, ({ tenantId, eventIds }) => dispatch(world.api.database, [handler], tenantId, eventIds));
    for (let tries = 0; tries < 100 && (await effects(subjectId)) === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    await jobs.close();
    expect(await effects(subjectId)).toBe(1);
  });

  describe('due times', () => {
    const handled: string[] = [];
    const kind: DueKind = { kind: 'trial', handle: async (_scope, subjectId) => { handled.push(subjectId); } };
    const at = (seconds: number): Date => new Date(Date.UTC(2030, 0, 1, 0, 0, seconds));

    it('come once at their instant, in order, however many ticks run', async () => {
      const ids = [3, 1, 2].map((seconds) => ({ seconds, id: world.api.database.newId() }));
      for (const { seconds, id } of ids) {
        await system((scope) => schedule(scope, 'trial', id, at(seconds)));
        await system((scope) => schedule(scope, 'trial', id, at(seconds)));
      }
      expect(await tick(world.api.database, [kind], at(0))).toBe(0);
      expect(await tick(world.api.database, [kind], at(1))).toBe(1);
      await Promise.all([1, 2, 3].map(() => tick(world.api.database, [kind], at(9))));
      expect(await tick(world.api.database, [kind], at(9))).toBe(0);
      const order = [1, 2, 3].map((seconds) => ids.find((each) => each.seconds === seconds)?.id);
      expect(new Set(handled).size).toBe(3);
      expect(handled[0]).toBe(order[0]);
    });

    it('wake a look again that came too early to see what woke it: after it has looked, and while it looks', async () => {
      const id = world.api.database.newId();
      const look: DueKind['handle'] = (_scope, subjectId) => { handled.push(subjectId); return Promise.resolve(); };
      const looks = (): number => handled.filter((each) => each === id).length;
      await system((scope) => wakeAt(scope, 'trial', id, [at(1), at(1)]));
      await tick(world.api.database, [kind], at(1));
      await system((scope) => wakeAt(scope, 'trial', id, [at(1)]));
      await tick(world.api.database, [kind], at(1));
      expect(looks()).toBe(2);
      await system((scope) => wakeAt(scope, 'trial', id, [at(1)]));
      let waking: Promise<void> | undefined;
      await tick(world.api.database, [{ kind: 'trial', handle: async (scope, subjectId, dueAt) => {
        await look(scope, subjectId, dueAt);
        waking = system((later) => wakeAt(later, 'trial', id, [at(1)]));
        await new Promise((resolve) => { setTimeout(resolve, 200); });
      } }], at(1));
      await waking;
      await tick(world.api.database, [kind], at(1));
      await tick(world.api.database, [kind], at(1));
      expect(looks()).toBe(4);
    });

    it('come at the day to which they were moved, and not at the old one', async () => {
      const id = world.api.database.newId();
      await system((scope) => schedule(scope, 'trial', id, at(2)));
      await system((scope) => reschedule(scope, 'trial', id, [at(4)]));
      await system((scope) => reschedule(scope, 'trial', id, [at(4)]));
      const before = handled.length;
      await tick(world.api.database, [kind], at(3));
      expect(handled.slice(before)).toEqual([]);
      await tick(world.api.database, [kind], at(4));
      // Moved after it has come: it comes again at the new day.
      await system((scope) => reschedule(scope, 'trial', id, [at(5)]));
      await tick(world.api.database, [kind], at(5));
      await tick(world.api.database, [kind], at(5));
      expect(handled.slice(before)).toEqual([id, id]);
    });

    it('keep none waiting behind more failures than one look takes', async () => {
      const broken: DueKind = { kind: 'poison', handle: () => Promise.reject(new Error('always')) };
      for (let index = 0; index < 5; index += 1) await system((scope) => schedule(scope, 'poison', world.api.database.newId(), at(5)));
      const behind = world.api.database.newId();
      await system((scope) => schedule(scope, 'trial', behind, at(6)));
      await expect(tick(world.api.database, [broken, kind], at(6), { page: 2 })).rejects.toThrow('always');
      expect(handled).toContain(behind);
    });

    it('wait where the worker stops', async () => {
      await system((scope) => schedule(scope, 'trial', world.api.database.newId(), at(7)));
      expect(await tick(world.api.database, [kind], at(7), { signal: AbortSignal.abort() })).toBe(0);
      expect(await tick(world.api.database, [kind], at(7))).toBe(1);
    });

    it('stay due where their effect fails, and keep no other waiting', async () => {
      const behind = world.api.database.newId();
      await system((scope) => schedule(scope, 'trial', behind, at(11)));
      const id = world.api.database.newId();
      let fails = true;
      const broken: DueKind = { kind: 'broken', handle: async (scope) => { await schedule(scope, 'kept', id, at(20)); if (fails) throw new Error('not yet'); } };
      await system((scope) => schedule(scope, 'broken', id, at(10)));
      await expect(tick(world.api.database, [broken, kind], at(11))).rejects.toThrow('not yet');
      expect(handled).toContain(behind);
      expect(await effects(id, 'kept')).toBe(0);
      fails = false;
      expect(await tick(world.api.database, [broken], at(11))).toBe(1);
      expect(await effects(id, 'kept')).toBe(1);
    });
  });
});
