import fc from 'fast-check';
import pg from 'pg';
import { SeatService } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { makeNotesTable, Notes, notesSlice } from './notes.slice.js';
import { allChanges, CHANGES, changesAfter, Copy, type ToldChange } from './sync-client.js';

describe('the change feed', () => {
  let world: World;
  let all: TwoAlliances;
  let notes: Notes;
  let liaison: GraphqlClient;
  let coordinator: GraphqlClient;
  let school: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true, moreSlices: [notesSlice] });
    await makeNotesTable(world);
    all = await twoAlliances(world);
    notes = new Notes(world, all.a);
    [liaison, coordinator, school] = await Promise.all([world.as('liaison', 'alliance-a'), world.as('coordinator', 'alliance-a'), world.as('school', 'alliance-a')]);
    await world.settled();
  });
  afterAll(() => world.stop());

  const short = ({ operation, node }: ToldChange): string => `${operation} ${typeof node?.['title'] === 'string' ? node['title'] : '-'}`;
  const here = async (client: GraphqlClient, types: string[] | null = ['Note']): Promise<string> => (await allChanges(client, null, types)).endCursor;
  const superuser = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> => {
    const client = new pg.Client({ connectionString: world.copy.url('postgres') });
    await client.connect();
    const { rows } = await client.query<T>(text, values);
    await client.end();
    return rows;
  };

  /** Notes take up to 50 ms to commit, after the last statement of their transaction. */
  const slowCommits = (): Promise<unknown> => superuser(`
    create or replace function nap() returns trigger language plpgsql as $$ begin perform pg_sleep(random() / 20); return null; end $$;
    create constraint trigger nap after insert on trial_notes deferrable initially deferred for each row execute function nap()`);

  it('tells what was created, changed and removed, in order, with the object as it is now', async () => {
    const from = await here(liaison);
    const [id = ''] = await notes.add(all.factory, 'first');
    await notes.change(id, { title: 'second' });
    const [gone = ''] = await notes.add(all.factory, 'short-lived');
    await notes.remove(gone);
    const { changes, endCursor } = await allChanges(liaison, from);
    expect(changes.map(short)).toEqual(['CREATED second', 'UPDATED second', 'DELETED -']);
    expect(changes[0]).toMatchObject({ type: 'Note', id: globalId('Note', id), node: { __typename: 'Note', id: globalId('Note', id) } });
    expect(await changesAfter(liaison, changes[1]?.cursor ?? '')).toMatchObject({ changes: [{ operation: 'DELETED', id: globalId('Note', gone) }], hasMore: false });
    expect(await changesAfter(liaison, endCursor)).toEqual({ changes: [], endCursor, hasMore: false });
  });

  it('tells nothing of what was rolled back, and each object once of an operation', async () => {
    const from = await here(liaison);
    await inAlliance(world, all.a, async (scope) => {
      const [id = ''] = await notes.insert(scope, all.factory, ['twice']);
      scope.touch('Note', id);
    });
    await expect(inAlliance(world, all.a, async (scope) => {
      await notes.insert(scope, all.factory, ['never']);
      await scope.sql('select 1 / 0');
    })).rejects.toThrow();
    expect((await allChanges(liaison, from)).changes.map(short)).toEqual(['CREATED twice']);
  });

  it('tells everybody only what is open to him, and whoever loses an object that it is gone for him', async () => {
    const [fromLiaison, fromFactory, fromSchool] = [await here(liaison), await here(coordinator), await here(school)];
    const [id = ''] = await notes.add(all.factory, 'handed over');
    await notes.change(id, { title: 'still ours' });
    await notes.change(id, { ownerOrganizationId: all.college });
    await notes.change(id, { title: 'school only' });
    expect((await allChanges(liaison, fromLiaison)).changes.map(short)).toEqual(['CREATED school only', 'UPDATED school only', 'UPDATED school only', 'UPDATED school only']);
    expect((await allChanges(coordinator, fromFactory)).changes).toMatchObject([{ operation: 'DELETED', id: globalId('Note', id), node: null }]);
    const [seen] = (await allChanges(school, fromSchool)).changes;
    expect(seen).toMatchObject({ id: globalId('Note', id), node: { title: 'school only' } });
    await notes.remove(id);
    expect((await allChanges(coordinator, fromFactory)).changes).toHaveLength(1);
    expect((await allChanges(school, fromSchool)).changes.map(short)).toEqual(['DELETED -']);
  });

  it('goes on over many hidden changes', async () => {
    const from = await here(coordinator);
    await notes.add(all.college, 'hidden', 2_100);
    await notes.add(all.factory, 'behind');
    const first = await changesAfter(coordinator, from);
    expect(first).toMatchObject({ changes: [], hasMore: true });
    expect((await allChanges(coordinator, from)).changes.map(short)).toEqual(['CREATED behind']);
  });

  it('has cursors that tell nothing, fit one alliance, and cannot be made', async () => {
    const from = await here(liaison);
    expect(Buffer.from(from, 'base64url').toString('latin1')).not.toMatch(/\d{4}/);
    const strange = await world.as('adminB', 'alliance-b');
    for (const cursor of [from.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')), `${from}A`, '', 'x']) {
      expect(await liaison.refusal(CHANGES, { after: cursor, types: ['Note'], first: 1 })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
    }
    expect(await strange.refusal(CHANGES, { after: from, types: ['Note'], first: 1 })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
    expect(await liaison.refusal(CHANGES, { types: ['Nothing'], first: 1 })).toEqual({ code: 'CHANGES_TYPE_UNKNOWN', field: 'types' });
    expect(await liaison.refusal(CHANGES, { types: ['Delivery'], first: 1 })).toEqual({ code: 'CHANGES_TYPE_UNKNOWN', field: 'types' });
    expect(await liaison.refusal(CHANGES, { types: ['Note'], first: 101 })).toEqual({ code: 'PAGE_SIZE_INVALID', field: 'first' });
  });

  it('says to start anew where rights or types have become others', async () => {
    const person = await makePerson(world, all.a, all.factory, { name: 'mover', login: 'mover', roles: ['INDUSTRY_MENTOR'] });
    const mover = await world.as('mover', 'alliance-a');
    const from = await here(mover);
    expect((await allChanges(mover, from)).changes).toEqual([]);
    await inAlliance(world, all.a, (scope) => world.api.get(SeatService).assign(scope, { organizationId: all.factory, personId: person, role: 'INDUSTRY_COORDINATOR', validFrom: '2020-01-01' }));
    const { changes, endCursor } = await allChanges(mover, from);
    expect(changes).toMatchObject([{ operation: 'RESYNC', type: null, id: null, node: null }]);
    expect((await allChanges(mover, endCursor)).changes).toEqual([]);
    expect((await allChanges(mover, endCursor, ['Note', 'Seat'])).changes).toMatchObject([{ operation: 'RESYNC' }]);
  });

  it('refuses a cursor that is older than what is kept, and begins there without one', async () => {
    const before = world.clock.now();
    const from = await here(liaison);
    await notes.add(all.factory, 'late');
    world.clock.set(new Date(before.getTime() + 91 * 86_400_000));
    expect(await liaison.refusal(CHANGES, { after: from, types: ['Note'], first: 1 })).toEqual({ code: 'CHANGES_EXPIRED', field: 'after' });
    expect((await allChanges(liaison, null)).changes).toEqual([]);
    await notes.add(all.factory, 'new time');
    expect((await allChanges(liaison, null)).changes.map(short)).toEqual(['CREATED new time']);
    world.clock.set(before);
  });

  it('tells in each alliance of an organization that another one changed', async () => {
    const admin = await world.as('adminB', 'alliance-b');
    const from = (await allChanges(admin, null, ['Organization'])).endCursor;
    await coordinator.data(`mutation { organizationUpdate(input: { version: 1, legalName: "Factory, renamed" }) { organization { version } } }`);
    await world.settled();
    expect((await allChanges(admin, from, ['Organization'])).changes).toMatchObject([{ operation: 'UPDATED', id: globalId('Organization', all.factory) }]);
    await notes.add(all.factory, 'of a alone');
    expect((await allChanges(admin, from, null)).changes).toHaveLength(1);
  });

  it('costs a constant number of statements, and finds its place by the index', async () => {
    const count = async (first: number): Promise<number> => {
      const before = world.api.database.statements;
      await changesAfter(liaison, null, ['Note', 'Seat', 'Membership'], first);
      return world.api.database.statements - before;
    };
    expect(await count(100)).toBe(await count(2));
    const plan = await superuser<{ 'QUERY PLAN': string }>(
      `explain select position from change_entries where tenant_id = $1 and position > 5 and position <= 900 and at >= '2026-03-01' and at <= '2026-03-03' and type = any('{Note}') order by position limit 100`, [all.a.id]);
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/^Limit.*\n *-> *Index (Only )?Scan using change_entries_\w+_pkey/);
  });

  it('keeps the order of commits: a reader beside many writers misses nothing', async () => {
    await slowCommits();
    const copy = new Copy();
    copy.cursor = await here(liaison);
    let writing = true;
    const follow = (async () => {
      for (let more = true; more || writing;) {
        const page = await changesAfter(liaison, copy.cursor, ['Note'], 50);
        for (const change of page.changes) copy.apply(change);
        copy.cursor = page.endCursor;
        more = page.hasMore || page.changes.length > 0;
      }
    })();
    // Each writer lets others overtake it between its change and its commit.
    await Promise.all(Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 10; round += 1) {
        await inAlliance(world, all.a, async (scope) => {
          await notes.insert(scope, all.factory, [`w${String(writer)}-${String(round)}`]);
          await scope.sql('select pg_sleep($1)', [((writer * 7 + round * 3) % 10) / 1000]);
        });
      }
    }));
    writing = false;
    await follow;
    await superuser('drop trigger nap on trial_notes');
    const titles = [...copy.objects.values()].map((node) => (node as { title: string }).title).filter((title) => /^w\d/.test(title));
    expect(titles).toHaveLength(60);
  });

  type Step = { writer: number; act: 'add' | 'change' | 'move' | 'remove' | 'fail'; which: number; factory: boolean };
  const stepOf = fc.record<Step>({ writer: fc.nat(2), act: fc.constantFrom('add', 'change', 'move', 'remove', 'fail'), which: fc.nat(9), factory: fc.boolean() });

  it('leads a client that is killed again and again to exactly what the server has', async () => {
    const readers = [coordinator, school, liaison];
    await fc.assert(fc.asyncProperty(fc.array(stepOf, { minLength: 6, maxLength: 18 }), fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 8 }), async (steps, kills) => {
      const copies = await Promise.all(readers.map(async (reader) => Object.assign(new Copy(), { cursor: await here(reader) })));
      const made: { id: string; owner: string }[] = [];
      const act = async ({ act: what, which, factory }: Step): Promise<void> => {
        const owner = factory ? all.factory : all.college;
        const note = made[which % Math.max(1, made.length)];
        if (what === 'add' || !note) made.push({ id: (await notes.add(owner, `note ${String(which)}`))[0] ?? '', owner });
        else if (what === 'change') await notes.change(note.id, { title: `changed ${String(which)}` });
        else if (what === 'move') await notes.change(note.id, { ownerOrganizationId: owner });
        else if (what === 'remove') await notes.remove(note.id);
        else await inAlliance(world, all.a, async (scope) => { await notes.insert(scope, owner, ['never']); throw new Error('undone'); }).catch(() => undefined);
      };
      // Killed after some changes of a page: those are kept, and those that it had only read are read again.
      const follow = async (reader: GraphqlClient, copy: Copy, most: number): Promise<boolean> => {
        const page = await changesAfter(reader, copy.cursor, ['Note'], 3);
        for (const change of page.changes.slice(0, most)) copy.apply(change);
        if (page.changes.length <= most) copy.cursor = page.endCursor;
        return page.hasMore || page.changes.length > most;
      };
      const writers = [0, 1, 2].map(async (writer) => { for (const step of steps.filter((each) => each.writer === writer)) await act(step); });
      const followers = readers.map(async (reader, index) => { for (const most of kills) await follow(reader, copies[index] ?? new Copy(), most); });
      await Promise.all([...writers, ...followers]);
      for (const [index, reader] of readers.entries()) while (await follow(reader, copies[index] ?? new Copy(), 3)) { /* to the end */ }
      const ids = made.map(({ id }) => globalId('Note', id));
      for (const [index, reader] of readers.entries()) {
        const { nodes } = (await reader.request<{ nodes: ({ id: string } | null)[] }>('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Note { title } } }', { ids })).data ?? { nodes: [] };
        const open = new Map(nodes.filter((node) => node !== null).map((node) => [node.id, node]));
        expect(new Map([...(copies[index]?.objects ?? [])].sort())).toEqual(new Map([...open].sort()));
      }
    }), { numRuns: 4 });
  }, 60_000);

  it('has no gaps, and instants that never go back', async () => {
    const rows = await superuser<{ position: string; at: Date }>('select position, at from change_entries where tenant_id = $1 order by position', [all.a.id]);
    expect(rows.map(({ position }) => Number(position))).toEqual(rows.map((_, index) => index + 1));
    expect(rows.every(({ at }, index) => index === 0 || at >= (rows[index - 1]?.at ?? at))).toBe(true);
  });
});
