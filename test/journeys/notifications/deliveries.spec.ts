import { FakeSmtp } from '@quadhelix/mail/testing-servers';
import { DeliverySender } from '@quadhelix/notifications';
import { inAlliance, makeAlliance, makeMember, makePerson, World, type GraphqlClient, type TestAlliance } from '@quadhelix/testing';
import { background, trialSlices } from './mailbox.js';
import { happen } from './trial.js';


interface Sent { state: string; attempts: number; code: string | null; id: string }

describe('a delivery by a mail server', () => {
  let server: FakeSmtp;
  let world: World;
  let alliance: TestAlliance;
  let readerId: string;
  let reader: GraphqlClient;

  beforeAll(async () => {
    server = await FakeSmtp.start();
    world = await World.start({ slices: trialSlices, env: { MAIL_DRIVER: 'smtp', SMTP_HOST: '127.0.0.1', SMTP_PORT: String(server.port), SMTP_SECURITY: 'none' } });
    alliance = await makeAlliance(world, 'mail');
    const factory = await makeMember(world, alliance, { sector: 'INDUSTRY', legalName: 'Factory' });
    readerId = await makePerson(world, alliance, factory, { name: 'Reader', login: 'reader', roles: ['INDUSTRY_MENTOR'] });
    reader = await world.as('reader', 'mail');
    const { contactPointAdd: { contactPoint: { id } } } = await reader.data<{ contactPointAdd: { contactPoint: { id: string } } }>('mutation { contactPointAdd(input: { channel: MAIL, address: "reader@example.org" }) { contactPoint { id } } }');
    await background(world);
    const code = /\d{6}/.exec(Buffer.from(server.taken[0]?.text.split('\r\n\r\n')[1] ?? '', 'base64').toString())?.[0];
    await reader.data('mutation($id: ID!, $code: String!) { contactPointVerify(input: { id: $id, code: $code }) { confirmed } }', { id, code });
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    await server.close();
  });

  const tell = async (title: string): Promise<void> => { await inAlliance(world, alliance, (scope) => Promise.resolve(happen(scope, 'trial.urgent', { to: [{ personId: readerId }], title }))); };
  const newest = async (): Promise<Sent> => {
    const { deliveries } = await reader.data<{ deliveries: { nodes: Sent[] } }>('{ deliveries(first: 1) { nodes { id state attempts code } } }');
    return deliveries.nodes[0] ?? { state: '', attempts: 0, code: null, id: '' };
  };
  const taken = (id: string) => server.taken.filter((each) => each.id === Buffer.from(id, 'base64url').toString().split(':')[1]);

  it('is tried again after a pause where the server says not now, with the same message id, and arrives once', async () => {
    world.clock.advance({ minutes: 1 });
    server.next.push(451, 451);
    await tell('Patience');
    await background(world);
    expect(await newest()).toMatchObject({ state: 'QUEUED', attempts: 1, code: 'SMTP_451' });
    world.clock.advance({ seconds: 59 });
    await background(world);
    expect((await newest()).attempts).toBe(1);
    world.clock.advance({ seconds: 1 });
    await background(world);
    world.clock.advance({ minutes: 5 });
    await background(world);
    expect(await newest()).toMatchObject({ state: 'SENT', attempts: 3 });
    expect(taken((await newest()).id)).toHaveLength(1);
  });

  it('ends where the server says no for good, and is given up after nine attempts', async () => {
    world.clock.advance({ minutes: 1 });
    server.next.push(550);
    await tell('Refused');
    await background(world);
    expect(await newest()).toMatchObject({ state: 'FAILED', attempts: 1, code: 'SMTP_550' });
    world.clock.advance({ minutes: 1 });
    await tell('Given up');
    for (let tries = 0; tries < 9; tries += 1) {
      server.next.push(451);
      await background(world);
      world.clock.advance({ days: 1 });
    }
    await background(world);
    expect(await newest()).toMatchObject({ state: 'GIVEN_UP', attempts: 9 });
    expect(server.next).toEqual([]);
  });

  it('is uncertain where the line broke after the message, is not sent again by itself, and is when its reader asks', async () => {
    world.clock.advance({ minutes: 1 });
    server.next.push('CUT_AFTER');
    await tell('Broken line');
    await background(world);
    const delivery = await newest();
    expect(delivery).toMatchObject({ state: 'UNCERTAIN', attempts: 1 });
    world.clock.advance({ days: 3 });
    await background(world);
    expect(taken(delivery.id)).toHaveLength(1);
    await reader.data('mutation($id: ID!) { deliverySendAgain(input: { id: $id }) { delivery { state } } }', { id: delivery.id });
    await background(world);
    expect(await newest()).toMatchObject({ state: 'SENT' });
    expect(taken(delivery.id)).toHaveLength(2);
    expect((await reader.refusal('mutation($id: ID!) { deliverySendAgain(input: { id: $id }) { delivery { state } } }', { id: delivery.id })).code).toBe('STATE_FORBIDS');
  });

  it('is uncertain where its worker died with it, and what that worker says later is still heard', async () => {
    world.clock.advance({ minutes: 1 });
    await tell('Lost');
    const held = Promise.withResolvers<undefined>();
    const channel = world.api.get(DeliverySender) as unknown as { channels: { all: Map<string, { send: (message: { id: string }, signal: AbortSignal) => Promise<unknown> }> } };
    const mail = channel.channels.all.get('MAIL');
    if (!mail) throw new Error('no mail');
    const began = Promise.withResolvers<undefined>();
    const send = mail.send.bind(mail);
    mail.send = async (message, signal) => { began.resolve(undefined); await held.promise; return send(message, signal); };
    const slow = background(world);
    await began.promise;
    expect(await newest()).toMatchObject({ state: 'SENDING' });
    const other = world.api.get(DeliverySender);
    await other.run(alliance.id);
    expect(await newest()).toMatchObject({ state: 'SENDING' });
    world.clock.advance({ minutes: 5 });
    await other.run(alliance.id);
    expect(await newest()).toMatchObject({ state: 'UNCERTAIN', code: 'WORKER_LOST' });
    mail.send = send;
    held.resolve(undefined);
    await slow;
    expect(await newest()).toMatchObject({ state: 'SENT' });
    expect(taken((await newest()).id)).toHaveLength(1);
  });

  it('that a dead worker had claimed but not begun is sent by the next one', async () => {
    world.clock.advance({ minutes: 1 });
    await tell('Claimed only');
    await background(world, { sending: false });
    // What a worker leaves that is killed after its claim is committed.
    await inAlliance(world, alliance, (scope) => scope.sql(`update deliveries set state = 'SENDING', claimed_at = $1, attempts = attempts + 1 where state = 'QUEUED'`, [scope.now]));
    world.clock.advance({ minutes: 4 });
    await background(world);
    expect((await newest()).state).toBe('SENDING');
    world.clock.advance({ minutes: 1 });
    await background(world);
    expect(await newest()).toMatchObject({ state: 'SENT', attempts: 2 });
    expect(taken((await newest()).id)).toHaveLength(1);
  });

  it('is sent by one of several workers', async () => {
    world.clock.advance({ minutes: 1 });
    for (let index = 0; index < 25; index += 1) await tell(`Rush ${String(index)}`);
    await background(world, { sending: false });
    const before = server.taken.length;
    const sender = world.api.get(DeliverySender);
    await Promise.all([1, 2, 3, 4].map(() => sender.run(alliance.id)));
    expect(server.taken.length - before).toBe(25);
    expect(new Set(server.taken.slice(before).map(({ id }) => id)).size).toBe(25);
  });

  it('waits where the worker stops', async () => {
    world.clock.advance({ minutes: 1 });
    await tell('Stopping');
    const sender = world.api.get(DeliverySender);
    expect(await sender.run(alliance.id, AbortSignal.abort())).toBe(0);
    await background(world);
    expect(await newest()).toMatchObject({ state: 'SENT', attempts: 1 });
  });

  it('takes as many statements for fifty recipients as for one', async () => {
    const people = await Promise.all(Array.from({ length: 50 }, async (_, index) => makePerson(world, alliance, await organization(), { name: `P${String(index)}`, roles: ['SCHOOL_TEACHER'] })));
    await background(world);
    const statements = async (to: string[]): Promise<number> => {
      await inAlliance(world, alliance, (scope) => Promise.resolve(happen(scope, 'trial.urgent', { to: to.map((personId) => ({ personId })), title: 'Many' })));
      const before = world.api.database.statements;
      await background(world);
      return world.api.database.statements - before;
    };
    const [one, fifty] = [await statements(people.slice(0, 1)), await statements(people)];
    expect(fifty).toBe(one);
  });
  let college: Promise<string> | undefined;
  const organization = (): Promise<string> => (college ??= makeMember(world, alliance, { sector: 'SCHOOL', legalName: 'College' }));
});
