import type { Message, MessageChannel } from '@quadhelix/mail';
import { TestClock } from '@quadhelix/service';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { signIn } from '@quadhelix/testing/sign-in';
import { REDIRECT, startFixture, type Fixture } from '../identity.fixture.js';

const letters: Message[] = [];
const mail: MessageChannel = { kind: 'MAIL', repeatable: true, send: (message) => { letters.push(message); return Promise.resolve({ outcome: 'SENT', reference: null }); } };

describe('signing up', () => {
  let fixture: Fixture;
  const clock = new TestClock();
  beforeAll(async () => { fixture = await startFixture(await copyDatabase(), { channels: new Map([['MAIL', mail]]), clock }); });
  afterAll(() => fixture.close());
  beforeEach(() => {
    letters.length = 0;
    clock.advance({ hours: 2 });
  });
  const send = async (path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${fixture.identity.url}${path}`, { headers: { 'accept-language': 'en', ...headers }, ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}) });
    return { status: answer.status, text: await answer.text() };
  };
  const ask = async (email: string) => {
    const answer = await send('/sign-up', { email });
    await fixture.identity.messagesSent();
    return answer;
  };
  const linkOf = (letter: Message | undefined): string => new URL(/http\S+/.exec(letter?.text ?? '')?.[0] ?? 'http://none/').pathname;

  it('makes an account of one\'s own by a link that is sent to the address, and it can sign in', async () => {
    expect((await send('/sign-up')).text).toContain('type="email"');
    await ask('Dev@Example.org');
    expect(letters.map(({ to, subject }) => [to, subject])).toEqual([['Dev@Example.org', 'Complete your sign-up']]);
    const link = linkOf(letters[0]);
    expect((await send(link)).text).toContain('new-password');
    expect((await send(link, { password: 'short' })).status).toBe(400);
    expect(await send(link, { password: 'a long enough password' })).toMatchObject({ status: 200, text: expect.stringContaining('Your account is there') as string });
    expect(await signIn(fixture.identity.url, 'console', REDIRECT, 'dev@example.org', 'a long enough password', 'openid')).toEqual(expect.any(String));
    expect((await fixture.database.query(`select person_id, email from identity.accounts where lower(login) = 'dev@example.org'`)).rows).toEqual([{ person_id: null, email: 'Dev@Example.org' }]);
    for (const again of [await send(link), await send(link, { password: 'another long password' })]) expect(again.status).toBe(410);
  });

  it('answers the same whether or not the address has an account, and makes none of it', async () => {
    const [known, unknown, none] = [await ask('li.wei@example.org'), await ask('new@example.org'), await ask('no address')];
    expect(known).toEqual(unknown);
    expect(none).toEqual(unknown);
    expect(letters.map(({ to, subject }) => [to, subject]).sort()).toEqual([['li.wei@example.org', 'You have an account'], ['new@example.org', 'Complete your sign-up']]);
    expect(letters.find(({ to }) => to === 'li.wei@example.org')?.text).not.toContain('/sign-up/');
  });

  it('fills nobody\'s mailbox: one mail to an address in ten minutes, and the link of before is worth nothing after the next', async () => {
    await ask('quiet@example.org');
    await ask('QUIET@example.org');
    expect(letters).toHaveLength(1);
    await fixture.database.query(`update identity.sign_ups set asked_at = asked_at - interval '10 minutes' where email = 'quiet@example.org'`);
    await ask('quiet@example.org');
    expect(letters).toHaveLength(2);
    expect((await send(linkOf(letters[0]))).status).toBe(410);
    expect((await send(linkOf(letters[1]))).status).toBe(200);
  });

  it('ends a link after 24 hours, and keeps only its hash', async () => {
    await ask('late@example.org');
    const link = linkOf(letters[0]);
    const { rows } = await fixture.database.query<{ row: string }>('select s::text as row from identity.sign_ups s');
    expect(rows.some(({ row }) => row.includes(link.slice(9)))).toBe(false);
    await fixture.database.query(`update identity.sign_ups set expires_at = now() where email = 'late@example.org'`);
    expect((await send(link)).status).toBe(410);
    expect((await send(link, { password: 'a long enough password' })).status).toBe(410);
  });

  it('makes one account of two that follow the link at the same instant', async () => {
    await ask('twice@example.org');
    const link = linkOf(letters[0]);
    const both = await Promise.all([1, 2].map((each) => send(link, { password: `a long enough password ${String(each)}` })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it('slows one network address down, and takes no form of another site', async () => {
    expect((await send('/sign-up', { email: 'x@example.org' }, { origin: 'https://evil.example' })).status).toBe(403);
    const statuses: number[] = [];
    for (let tries = 0; tries < 25; tries += 1) statuses.push((await send('/sign-up', { email: `flood${String(tries)}@example.org` })).status);
    await fixture.identity.messagesSent();
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200));
    expect(statuses).toContain(429);
    expect(letters.length).toBeLessThanOrEqual(21);
  });
});
