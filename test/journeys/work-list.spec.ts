import { inAlliance, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { changed, handedOut, LIST, listed, seatInput, TrialWork, type Listed, type Waits } from './trial-work.js';

const COUNTS = 'query ($filter: WorkFilter) { workCounts(filter: $filter) { kind count dueFirst } }';
const INVITE = 'mutation ($input: MembershipInviteInput!) { membershipInvite(input: $input) { membership { id } } }';
const ACCEPT = 'mutation ($input: MembershipStepInput!) { membershipAccept(input: $input) { membership { state } } }';
const STEP = (verb: string): string => `mutation ($input: Membership${verb === 'Reinstate' ? 'Step' : 'Reason'}Input!) { membership${verb}(input: $input) { membership { id } } }`;
const ASSIGN = 'mutation ($input: SeatAssignInput!) { seatAssign(input: $input) { seat { id } } }';
const END = 'mutation ($input: SeatEndInput!) { seatEnd(input: $input) { seat { id } } }';

describe('the work list', () => {
  let world: World;
  let all: TwoAlliances;
  const people = new Map<string, string>();
  const trial = new TrialWork();
  beforeAll(async () => {
    world = await World.start({ worker: true, moreSlices: [{ name: 'trial', work: [trial] }] });
    all = await twoAlliances(world);
    await makePerson(world, all.a, all.factory, { name: 'both', login: 'both', roles: ['INDUSTRY_MENTOR', 'INDUSTRY_FINANCE'], memberNumber: 'both' });
    await makePerson(world, all.b, all.factory, { name: 'both', roles: ['INDUSTRY_MENTOR'], memberNumber: 'both' });
    for (const alliance of [all.a, all.b]) for (const { id, name } of await inAlliance(world, alliance, (scope) => scope.sql<{ id: string; name: string }>('select id, name from people'))) people.set(name, id);
    await world.settled();
  });
  afterAll(() => world.stop());

  const personId = (name: string): string => people.get(name) ?? '';
  const titles = async (login: string, alliance: string | null = null, filter: Record<string, unknown> = {}): Promise<string[]> => (await listed(await world.as(login, alliance), filter)).map(({ title }) => title);
  const held = async (name: string): Promise<string[]> => (await handedOut(world)).filter(({ person }) => person === name).map(({ title }) => title);
  const waits = async (which: 'a' | 'b', ...items: Waits[]): Promise<void> => {
    await changed(world, all[which], items.map((item) => trial.wait(all[which].id, item)));
    await world.settled();
  };
  const done = async (which: 'a' | 'b', ...titled: string[]): Promise<void> => {
    await changed(world, all[which], titled.map((title) => trial.done(title)));
    await world.settled();
  };

  it('brings an invitation before those who speak for the organization in another alliance, until one of them has answered it', async () => {
    await (await world.as('adminB', 'alliance-b')).data(INVITE, { input: { sector: 'SOCIETY', legalName: 'Association', regionCode: '320000' } });
    await world.settled();
    const assessor = await world.as('assessor', null);
    const [item] = await listed(assessor);
    expect(item).toMatchObject({ kind: 'membership.accept', title: 'Answer the invitation of alliance-b', dueOn: null, alliance: { slug: 'alliance-b', name: 'alliance-b' }, about: { type: 'Membership' }, subject: null });
    expect((await assessor.inLanguage('zh-CN').data<Listed>(LIST, { first: 1 })).workList.nodes[0]?.title).toBe('答复“alliance-b”的邀请');
    expect(await titles('liaison')).toEqual([]);
    const there = await world.as('assessor', 'alliance-b');
    expect((await listed(there))[0]?.subject).toEqual({ __typename: 'Membership', id: item?.about.id });
    await there.data(ACCEPT, { input: { id: item?.about.id } });
    await world.settled();
    expect(await handedOut(world)).toEqual([]);
  });

  it('shows a person what waits for him in all his alliances, the earliest due first, then the oldest; in one alliance only what belongs to it', async () => {
    const both = { personId: personId('both') };
    await waits('a', { title: 'a late', ...both, dueOn: '2026-03-20', since: '2026-03-01' }, { title: 'a never', ...both, since: '2026-02-01' }, { title: 'a soon', ...both, dueOn: '2026-03-05' });
    await waits('b', { title: 'b older', ...both, dueOn: '2026-03-20', since: '2026-02-01' }, { title: 'b never, older', ...both, since: '2026-01-01' });
    const inOrder = ['a soon', 'b older', 'a late', 'b never, older', 'a never'];
    expect(await titles('both')).toEqual(inOrder);
    expect(await titles('both', 'alliance-a')).toEqual(['a soon', 'a late', 'a never']);
    expect(await titles('both', null, { alliance: 'alliance-b' })).toEqual(['b older', 'b never, older']);
    expect(await titles('both', null, { dueUntil: '2026-03-05' })).toEqual(['a soon']);
    expect(await titles('both', 'alliance-b', { alliance: 'alliance-a' })).toEqual([]);
    expect(await titles('both', null, { alliance: 'nowhere' })).toEqual([]);
    expect(await titles('both', null, { kind: 'membership.accept' })).toEqual([]);
    const client = await world.as('both', null);
    const forth: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { workList }: Listed = await client.data<Listed>(LIST, { first: 2, after });
      forth.push(...workList.nodes.map(({ title }) => title));
      ({ hasNextPage: more, endCursor: after } = workList.pageInfo);
    }
    expect(forth).toEqual(inOrder);
    const { workList: back } = await client.data<Listed>('{ workList(last: 2) { nodes { title } } }');
    expect(back.nodes.map(({ title }) => title)).toEqual(inOrder.slice(-2));
    expect(await client.data(COUNTS, {})).toEqual({ workCounts: [{ kind: 'trial.do', count: 5, dueFirst: '2026-03-05' }] });
    expect(await client.data(COUNTS, { filter: { alliance: 'alliance-b', dueUntil: '2026-03-05' } })).toEqual({ workCounts: [] });
    await done('a', 'a late', 'a never', 'a soon');
    await done('b', 'b older', 'b never, older');
    expect(await titles('both')).toEqual([]);
  });

  it('shows nobody the work of another, and takes no cursor from one list into another', async () => {
    await waits('a', { title: 'mine', personId: personId('mentor') }, { title: 'yours', personId: personId('teacher') }, { title: 'yours too', personId: personId('teacher'), since: '2026-03-02' });
    expect([await titles('mentor'), await titles('teacher', 'alliance-a'), await titles('admin'), await titles('admin', 'alliance-a')]).toEqual([['mine'], ['yours', 'yours too'], [], []]);
    const { workList } = await (await world.as('teacher', null)).data<Listed>(LIST, { first: 1 });
    expect(await (await world.as('mentor', null)).refusal(LIST, { first: 1, after: workList.pageInfo.endCursor })).toEqual({ code: 'CURSOR_INVALID', field: 'after' });
    await done('a', 'mine', 'yours', 'yours too');
  });

  it('tries a projection again that failed, and says of one thing only what is so at last', async () => {
    trial.failures = 1;
    await waits('a', { title: 'second try', personId: personId('mentor') });
    expect(await titles('mentor')).toEqual(['second try']);
    const id = trial.done('second try');
    trial.waiting.set(id, { tenantId: all.a.id, title: 'renamed', personId: personId('teacher'), dueOn: '2026-03-09' });
    await Promise.all([1, 2, 3, 4].map(() => changed(world, all.a, [id])));
    await world.settled();
    expect(await handedOut(world)).toEqual([{ person: 'teacher', title: 'renamed', alliance: 'alliance-a' }]);
    await done('a', 'renamed');
    expect(await handedOut(world)).toEqual([]);
  });

  it('hands the work of an organization to those who hold its seats in this alliance', async () => {
    await waits('a', { title: 'for mentors', organizationId: all.factory, roles: ['INDUSTRY_MENTOR', 'INDUSTRY_FINANCE'] }, { title: 'for any admin', organizationId: null, roles: ['ALLIANCE_ADMIN'] });
    expect((await handedOut(world)).map(({ person, title }) => [person, title])).toEqual([['admin', 'for any admin'], ['both', 'for mentors'], ['mentor', 'for mentors']]);
    const { viewer } = await (await world.as('both', 'alliance-a')).data<{ viewer: object }>('{ viewer { organization { id } } }');
    expect(viewer).toEqual({ organization: { id: (await listed(await world.as('both', null)))[0]?.organizationId } });
  });

  it('follows seats by act and by date', async () => {
    const newcomer = await makePerson(world, all.a, all.factory, { name: 'newcomer', login: 'newcomer' });
    const coordinator = await world.as('coordinator', 'alliance-a');
    await coordinator.data(ASSIGN, seatInput(all.factory, newcomer, '2026-03-04', '2026-03-10'));
    await world.settled();
    const byDay: [string, string[]][] = [['2026-03-02T01:00:00Z', []], ['2026-03-03T15:59:59Z', []], ['2026-03-03T16:00:00Z', ['for mentors']], ['2026-03-10T15:59:59Z', ['for mentors']], ['2026-03-10T16:00:00Z', []]];
    for (const [instant, expected] of byDay) {
      world.clock.set(instant);
      await world.worker?.tick();
      expect([instant, await held('newcomer')]).toEqual([instant, expected]);
    }
    const { seatAssign } = await coordinator.data<{ seatAssign: { seat: { id: string } } }>(ASSIGN, seatInput(all.factory, newcomer, '2026-03-11', null));
    await world.settled();
    expect(await titles('newcomer')).toEqual(['for mentors']);
    await coordinator.data(END, { input: { id: seatAssign.seat.id, lastDay: '2026-03-11' } });
    await world.settled();
    world.clock.set('2026-03-11T16:00:00Z');
    await world.worker?.tick();
    expect(await held('newcomer')).toEqual([]);
  });

  it('follows affiliations that end, also where another alliance ends them', async () => {
    await waits('b', { title: 'for mentors of B', organizationId: all.factory, roles: ['INDUSTRY_MENTOR'] });
    expect(await held('both')).toEqual(['for mentors', 'for mentors of B']);
    const { participants } = await (await world.as('coordinator', 'alliance-a')).data<{ participants: { nodes: { person: { id: string; name: string; affiliations: { version: number }[] } }[] } }>('{ participants(first: 50) { nodes { person { id name affiliations { version } } } } }');
    const person = participants.nodes.find((node) => node.person.name === 'both')?.person;
    await (await world.as('coordinator', 'alliance-a')).data('mutation ($input: AffiliationEndInput!) { affiliationEnd(input: $input) { affiliation { version } } }', { input: { personId: person?.id, lastDay: '2026-03-12', version: person?.affiliations[0]?.version } });
    await world.settled();
    expect(await held('both')).toEqual(['for mentors', 'for mentors of B']);
    world.clock.set('2026-03-12T16:00:00Z');
    await world.worker?.tick();
    expect(await held('both')).toEqual([]);
  });

  it('follows memberships: whose organization is out has nothing to do, whose is suspended is still told', async () => {
    const admin = await world.as('admin', 'alliance-a');
    const [row] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.factory]));
    const input = { id: Buffer.from(`Membership:${row?.id ?? ''}`).toString('base64url'), reason: 'Trial' };
    await admin.data(STEP('Suspend'), { input });
    await world.settled();
    expect(await held('mentor')).toEqual(['for mentors']);
    await admin.data(STEP('Expel'), { input });
    await world.settled();
    expect(await held('mentor')).toEqual([]);
    expect(await held('mentorB')).toEqual(['for mentors of B']);
  });

  it('costs the same number of statements however much waits', async () => {
    const statements = async (): Promise<number> => {
      const before = world.api.database.statements;
      await (await world.as('teacher', null)).data<Listed>(LIST, { first: 100 });
      return world.api.database.statements - before;
    };
    await waits('a', { title: 'one', personId: personId('teacher') });
    const one = await statements();
    await waits('a', ...Array.from({ length: 99 }, (_, index) => ({ title: `more ${String(index)}`, personId: personId('teacher') })));
    expect([await statements(), (await titles('teacher')).length]).toEqual([one, 100]);
    expect(await (await world.as('teacher', null)).data(COUNTS, {})).toEqual({ workCounts: [{ kind: 'trial.do', count: 100, dueFirst: null }] });
    expect(one).toBeLessThanOrEqual(5);
  });
});
