import pg from 'pg';
import type { Scope } from '@quadhelix/database';
import type { Recipients } from '@quadhelix/mail';
import { MembershipService, PersonService, SeatService } from '@quadhelix/stakeholders';
import { inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { background, confirm, lettersIn, trialSlices } from './mailbox.js';
import { happen } from './trial.js';

interface Told { title: string; kind: string; state: string; about: { type: string } }
const LIST = 'query($filter: NotificationFilterInput) { notifications(first: 50, filter: $filter) { nodes { id title text kind state mandatory about { type id } } } notificationsUnread }';
const PREFER = 'mutation($kind: String!, $channel: MessageChannelKind!, $frequency: NotificationFrequency!) { notificationPreferenceSet(input: { kind: $kind, channel: $channel, frequency: $frequency }) { preference { frequency } } }';
const SETTINGS = 'mutation($input: NotificationSettingsSetInput!) { notificationSettingsSet(input: $input) { settings { language } } }';

describe('telling people', () => {
  let world: World;
  let all: TwoAlliances;
  let mentorId: string;
  let mentor: GraphqlClient;
  let n = 0;

  beforeAll(async () => {
    world = await World.start({ slices: trialSlices, env: { SMS_DRIVER: 'folder', WECOM_DRIVER: 'folder' } });
    all = await twoAlliances(world);
    await background(world);
    [mentorId, mentor] = await somebody('INDUSTRY_MENTOR', 'first@example.org');
  }, 120_000);
  afterAll(() => world.stop());

  const tell = (kind: 'trial.urgent' | 'trial.calm' | 'trial.legal', title: string, to: readonly Recipients[], subjectId?: string): Promise<string> =>
    inAlliance(world, all.a, (scope) => Promise.resolve(happen(scope, kind, { to, title }, subjectId)));
  const letters = (address: string, channel: 'mail' | 'sms' | 'wecom' = 'mail') => lettersIn(world.stateFolder, channel).filter(({ to, subject }) => to.includes(address) && !/\d{6}/.test(subject));
  const titles = async (client: GraphqlClient, filter: object = {}): Promise<string[]> => (await client.data<{ notifications: { nodes: Told[] } }>(LIST, { filter })).notifications.nodes.map(({ title }) => title);
  const states = (personId: string) => inAlliance(world, all.a, (scope) => scope.sql<{ state: string; code: string | null }>(
    `select state, code from deliveries where tenant_id = $1 and person_id = $2 and purpose <> 'CODE' order by created_at, id`, [all.a.id, personId]));

  /** Somebody of the factory with a confirmed address. */
  async function somebody(role: 'INDUSTRY_MENTOR' | 'INDUSTRY_FINANCE', address: string, organizationId = all.factory): Promise<[string, GraphqlClient]> {
    const login = `reader${String((n += 1))}`;
    const id = await makePerson(world, all.a, organizationId, { name: login, login, roles: [role] });
    const client = await world.as(login, 'alliance-a');
    await confirm(world, client, 'MAIL', address);
    return [id, client];
  }

  it('puts it in the inbox, newest first, in the language of who reads, and sends mail in the language of who gets it', async () => {
    await tell('trial.urgent', 'Kiln', [{ personId: mentorId }]);
    await background(world);
    expect((await titles(mentor)).slice(0, 1)).toEqual(['Kiln']);
    expect((await titles(mentor.inLanguage('zh-CN'))).slice(0, 1)).toEqual(['《Kiln》']);
    const [letter] = letters('first@example.org').filter(({ subject }) => subject.includes('Kiln'));
    expect(letter).toMatchObject({ subject: '《Kiln》', text: expect.stringContaining('关于Kiln。') as string });
  });

  it('tells once, however often the event is handled', async () => {
    await tell('trial.urgent', 'Once', [{ personId: mentorId }, { organizationId: all.factory, roles: ['INDUSTRY_MENTOR'], personId: mentorId }]);
    await background(world);
    await background(world, { again: true });
    expect((await titles(mentor)).filter((title) => title === 'Once')).toHaveLength(1);
    expect(letters('first@example.org').filter(({ subject }) => subject.includes('Once'))).toHaveLength(1);
  });

  it('marks, counts and puts away; what is not his is not there', async () => {
    const { notifications, notificationsUnread } = await mentor.data<{ notifications: { nodes: (Told & { id: string })[] }; notificationsUnread: number }>(LIST, { filter: { unread: true } });
    expect(notificationsUnread).toBe(notifications.nodes.length);
    const [id = '', second = ''] = notifications.nodes.map((each) => each.id);
    const mark = (client: GraphqlClient, verb: string, ids: string[]) => client.request(`mutation($ids: [ID!]!) { ${verb}(input: { ids: $ids }) { notifications { id state readAt } } }`, { ids });
    expect((await mark(mentor, 'notificationMarkRead', [id])).data).toMatchObject({ notificationMarkRead: { notifications: [{ id, state: 'READ' }] } });
    expect((await mark(mentor, 'notificationMarkRead', [id])).errors).toEqual([]);
    expect((await mark(mentor, 'notificationArchive', [second])).data).toMatchObject({ notificationArchive: { notifications: [{ state: 'ARCHIVED' }] } });
    expect((await mark(mentor, 'notificationMarkRead', [second])).errors[0]?.extensions.code).toBe('STATE_FORBIDS');
    expect((await mark(await world.as('coordinator', 'alliance-a'), 'notificationMarkRead', [id])).errors[0]?.extensions.code).toBe('NOT_FOUND');
    await mentor.data('mutation { notificationMarkAllRead(input: {}) { marked } }');
    expect(await mentor.data('{ notificationsUnread }')).toEqual({ notificationsUnread: 0 });
    expect(await titles(mentor, { state: 'ARCHIVED' })).toHaveLength(1);
  });

  it('tells whoever holds the role that day, or else who speaks for the organization', async () => {
    await tell('trial.urgent', 'For finance', [{ organizationId: all.factory, roles: ['INDUSTRY_FINANCE'] }]);
    await background(world);
    expect(await titles(await world.as('coordinator', 'alliance-a'))).toContain('For finance');
    expect(await titles(mentor)).not.toContain('For finance');
    const [, finance] = await somebody('INDUSTRY_FINANCE', 'finance@example.org');
    await tell('trial.urgent', 'For finance again', [{ organizationId: all.factory, roles: ['INDUSTRY_FINANCE'] }]);
    await background(world);
    expect(await titles(finance)).toContain('For finance again');
    expect(await titles(await world.as('coordinator', 'alliance-a'))).not.toContain('For finance again');
  });

  describe('somebody who has left his organization', () => {
    const leave = async (personId: string): Promise<void> => {
      const people = world.api.get(PersonService);
      await inAlliance(world, all.a, async (scope) => {
        const [row] = await scope.sql<{ id: string; version: number }>('select id, version from affiliations where person_id = $1', [personId]);
        await scope.sql(`select set_config('app.organization_id', $1, true)`, [all.factory]);
        await people.endAffiliation(scope, row?.id ?? '', '2026-02-01', row?.version ?? 0);
      });
    };

    it('is told nothing more; whoever came after him is', async () => {
      const [goneId, gone] = await somebody('INDUSTRY_FINANCE', 'gone@example.org');
      await leave(goneId);
      await tell('trial.urgent', 'After he left', [{ organizationId: all.factory, roles: ['INDUSTRY_FINANCE'], personId: goneId }]);
      await background(world);
      expect(letters('gone@example.org')).toEqual([]);
      expect((await gone.request(LIST)).errors[0]?.extensions.code).toBe('AFFILIATION_EXPIRED');
      expect(letters('finance@example.org').map(({ subject }) => subject)).toContain('《After he left》');
    });

    it('gets no digest that was waiting when he left: it is handed over', async () => {
      const [goneId] = await somebody('INDUSTRY_FINANCE', 'gone2@example.org');
      await tell('trial.calm', 'Waiting', [{ organizationId: all.factory, roles: ['INDUSTRY_FINANCE'], personId: goneId }]);
      await background(world);
      await leave(goneId);
      world.clock.advance({ days: 1 });
      await background(world);
      world.clock.advance({ days: 1 });
      await background(world);
      expect(letters('gone2@example.org')).toEqual([]);
      expect(await states(goneId)).toEqual([{ state: 'DROPPED', code: 'RECIPIENT_LEFT' }]);
      expect(letters('finance@example.org').filter(({ text }) => text.includes('Waiting'))).toHaveLength(1);
    });
  });

  describe('a digest', () => {
    it('comes at his local hour, in his language, grouped by subject, and is not sent empty', async () => {
      const [id, reader] = await somebody('INDUSTRY_MENTOR', 'digest@example.org');
      await reader.data(SETTINGS, { input: { language: 'EN', timeZone: 'Europe/Berlin', digestHour: 7 } });
      world.clock.set('2026-05-04T04:00:00Z');
      const subject = await tell('trial.calm', 'One', [{ personId: id }]);
      await tell('trial.calm', 'Other', [{ personId: id }]);
      await background(world);
      world.clock.set('2026-05-04T04:30:00Z');
      await tell('trial.calm', 'Two', [{ personId: id }], subject);
      await background(world);
      world.clock.set('2026-05-04T04:59:59Z');
      await background(world);
      expect(letters('digest@example.org')).toEqual([]);
      world.clock.set('2026-05-04T05:00:00Z');
      await background(world);
      const [letter, ...more] = letters('digest@example.org');
      expect(more).toEqual([]);
      expect(letter?.subject).toBe('3 new notices · alliance-a');
      expect([...(letter?.text ?? '').matchAll(/■ (\w+) \(/g)].map((match) => match[1])).toEqual(['One', 'Two', 'Other']);
      await tell('trial.calm', 'Read before', [{ personId: id }]);
      await background(world);
      await reader.data('mutation { notificationMarkAllRead(input: {}) { marked } }');
      world.clock.advance({ days: 2 });
      await background(world);
      expect(letters('digest@example.org')).toHaveLength(1);
      expect((await states(id)).at(-1)).toEqual({ state: 'DROPPED', code: 'NOTHING_LEFT' });
    });

    it('of the week comes on his weekday', async () => {
      const [id, reader] = await somebody('INDUSTRY_MENTOR', 'weekly@example.org');
      await reader.data(PREFER, { kind: 'trial.urgent', channel: 'MAIL', frequency: 'WEEKLY' });
      await reader.data(SETTINGS, { input: { language: 'ZH_CN', digestWeekday: 5 } });
      world.clock.set('2026-05-11T00:00:00Z');
      await tell('trial.urgent', 'Weekly', [{ personId: id }]);
      await background(world);
      world.clock.set('2026-05-14T23:59:00Z');
      await background(world);
      expect(letters('weekly@example.org')).toEqual([]);
      world.clock.set('2026-05-15T00:00:00Z');
      await background(world);
      expect(letters('weekly@example.org').map(({ subject }) => subject)).toEqual(['1 条新通知 · alliance-a']);
    });
  });

  it('keeps quiet hours, but not for what must be told, which nobody switches off', async () => {
    const [id, reader] = await somebody('INDUSTRY_MENTOR', 'quiet@example.org');
    await reader.data(SETTINGS, { input: { language: 'EN', quietFrom: 22, quietUntil: 7 } });
    for (const frequency of ['OFF', 'WEEKLY']) expect(await reader.refusal(PREFER, { kind: 'trial.legal', channel: 'MAIL', frequency })).toEqual({ code: 'NOTICE_MANDATORY', field: 'frequency' });
    world.clock.set('2026-06-01T15:00:00Z');
    await tell('trial.urgent', 'Later', [{ personId: id }]);
    await tell('trial.legal', 'Now', [{ personId: id }]);
    await background(world);
    expect(letters('quiet@example.org').map(({ subject }) => subject)).toEqual(['Now']);
    world.clock.set('2026-06-01T23:00:00Z');
    await background(world);
    expect(letters('quiet@example.org').map(({ subject }) => subject).sort()).toEqual(['Later', 'Now']);
  });

  it('sends by the channels he chose, and nothing that he switched off', async () => {
    const [id, reader] = await somebody('INDUSTRY_MENTOR', 'choice@example.org');
    await confirmed(reader, 'SMS', '13800000001');
    await reader.data(PREFER, { kind: 'trial.urgent', channel: 'SMS', frequency: 'AT_ONCE' });
    await reader.data(PREFER, { kind: 'trial.urgent', channel: 'MAIL', frequency: 'OFF' });
    expect(await reader.refusal(PREFER, { kind: 'trial.urgent', channel: 'SMS', frequency: 'DAILY' })).toEqual({ code: 'FREQUENCY_NOT_OFFERED', field: 'frequency' });
    expect(await reader.refusal(PREFER, { kind: 'none', channel: 'SMS', frequency: 'OFF' })).toEqual({ code: 'NOTICE_KIND_UNKNOWN', field: 'kind' });
    await tell('trial.urgent', 'By phone', [{ personId: id }]);
    await background(world);
    expect(letters('choice@example.org')).toEqual([]);
    expect(letters('+8613800000001', 'sms').map(({ subject }) => subject)).toEqual(['《By phone》']);
    expect(await titles(reader)).toContain('By phone');
    await tell('trial.calm', 'Switched off later', [{ personId: id }]);
    await background(world);
    await reader.data(PREFER, { kind: 'trial.calm', channel: 'MAIL', frequency: 'OFF' });
    world.clock.advance({ days: 2 });
    await background(world);
    expect(letters('choice@example.org')).toEqual([]);
  });
  const confirmed = (client: GraphqlClient, channel: 'SMS', address: string) => confirm(world, client, channel, address);

  it('tells of memberships and seats', async () => {
    const seats = world.api.get(SeatService);
    const memberships = world.api.get(MembershipService);
    const membershipId = await inAlliance(world, all.a, async (scope: Scope) => (await scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.association]))[0]?.id ?? '');
    await inAlliance(world, all.a, (scope) => memberships.step(scope, membershipId, 'suspend', 'unanswered'));
    await background(world);
    const assessor = await world.as('assessor', 'alliance-a');
    expect(await titles(assessor)).toEqual(expect.arrayContaining(['alliance-a suspended Association', 'You are Society assessor for Association']));
    // A suspended membership changes nothing, but its people see to their own inbox.
    await assessor.data('mutation { notificationMarkAllRead(input: {}) { marked } }');
    const seatId = await inAlliance(world, all.a, async (scope) => (await seats.assign(scope, { organizationId: all.factory, personId: mentorId, role: 'INDUSTRY_FINANCE', validFrom: '2026-01-01' })).id);
    await inAlliance(world, all.a, (scope) => seats.end(scope, seatId, '2026-06-30'));
    await background(world);
    expect(await titles(mentor)).toEqual(expect.arrayContaining(['You are Industry finance for Factory', 'You are Industry finance for Factory until 2026-06-30']));
  });

  it('reaches those who can accept an invitation where they already are', async () => {
    await inAlliance(world, all.a, (scope) => world.api.get(MembershipService).invite(scope, { sector: 'SCHOOL', legalName: 'College B', regionCode: '320000' }));
    await background(world);
    const school = await world.as('schoolB', 'alliance-a');
    expect(await titles(school)).toEqual(['alliance-a invites College B']);
    expect(await (await world.as('schoolB', null)).data('{ inbox(first: 5, filter: { kind: "membership.invited" }) { nodes { title alliance { slug } } } }')).toEqual(
      { inbox: { nodes: [{ title: 'alliance-a invites College B', alliance: { slug: 'alliance-a' } }] } });
    expect(await titles(await world.as('adminB', 'alliance-b'))).not.toContain('alliance-a invites College B');
  });

  it('tells nothing of what no longer holds when it is told', async () => {
    const memberships = world.api.get(MembershipService);
    // The association has people with seats here, who would be told.
    const id = await inAlliance(world, all.a, async (scope) => (await scope.sql<{ id: string }>('select id from memberships where organization_id = $1', [all.association]))[0]?.id ?? '');
    await inAlliance(world, all.a, (scope) => memberships.step(scope, id, 'expel', 'a mistake'));
    await inAlliance(world, all.a, (scope) => memberships.invite(scope, { organizationId: all.association }));
    await inAlliance(world, all.a, (scope) => memberships.step(scope, id, 'expel', 'another mistake'));
    await background(world);
    const told = await inAlliance(world, all.a, (scope) => scope.sql<{ kind: string }>('select kind from notifications where subject_id = $1 order by created_at, kind', [id]));
    expect(told.map(({ kind }) => kind).filter((kind) => kind === 'membership.invited')).toEqual([]);
    expect(told.map(({ kind }) => kind).filter((kind) => kind === 'membership.expelled')).toHaveLength(2);
  });

  it('keeps what was told for 400 days, and then nothing of it', async () => {
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    const left = async (): Promise<number[]> => (await superuser.query<{ n: number[] }>(
      `select array[(select count(*) from notifications), (select count(*) from inbox_entries), (select count(*) from deliveries), (select count(*) from delivery_items)]::int[] as n`)).rows[0]?.n ?? [];
    const purge = (day: string) => superuser.query(`begin; set local role quadhelix_owner; select purge_months('${day}'); commit`);
    const before = await left();
    await purge('2027-04-05');
    expect((await left())[0]).toBe(before[0]);
    await purge('2028-01-01');
    expect(await left()).toEqual([0, 0, 0, 0]);
    await superuser.end();
  });
});
