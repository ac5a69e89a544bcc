import { TestClock } from '@quadhelix/service';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser } from '@quadhelix/testing/sign-in';
import { PASSWORD, startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { mailboxes, Person, same } from './people.fixture.js';
import { tokenHash } from './token-hash.js';

const clock = new TestClock('2026-03-02T01:00:00Z');
const { mail, channels } = mailboxes();
const NEW = 'another horse entirely';
let fixture: Fixture;
let issuer: string;

beforeAll(async () => {
  fixture = await startFixture(await copyDatabase(), { clock, channels });
  issuer = fixture.identity.url;
});
afterAll(() => fixture.close());

const visitor = (): Person => new Person(issuer, new CookieBrowser(issuer));
const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> => (await fixture.database.query<T>(text, values)).rows;
const worth = async (access: string): Promise<number> => (await sql('select * from identity.introspect($1)', [tokenHash(access)])).length;
const account = async (login: string): Promise<void> => {
  await fixture.identity.createAccount({ login: `${login}@example.org`, password: PASSWORD });
};
const forget = async (email: string): Promise<Person> => {
  const somebody = visitor();
  await somebody.open('/forgotten');
  await somebody.send('/forgotten', { email });
  return somebody;
};
/** The path of the newest link that came to an address. */
const link = async (email: string): Promise<string> => {
  await fixture.identity.messagesSent();
  return /\/set-password\/[\w-]+/.exec(mail.to(email).map(({ text }) => text).join('\n').split('http').at(-1) ?? '')?.[0] ?? '';
};

describe('guessing from elsewhere', () => {
  it('does not lock the owner out: with the right password he gets in on his usual device while an attacker hammers', async () => {
    await account('owner');
    const owner = visitor();
    expect((await owner.signIn('owner@example.org')).left).toBeDefined();
    const attacker = visitor();
    await attacker.startSignIn();
    const guess = (): Promise<unknown> => attacker.send('/sign-in', { login: 'owner@example.org', password: 'guess' });
    for (let each = 0; each < 8; each += 1) await guess();
    expect(attacker.page.status).toBe(429);
    expect((await visitor().signIn('owner@example.org')).status).toBe(429);
    const hammering = Promise.all(Array.from({ length: 10 }, guess).map((each) => each.catch(() => undefined)));
    expect((await owner.signIn('owner@example.org')).left).toBeDefined();
    await hammering;
  });

  it('gets nothing out of a device of somebody else, nor out of a cookie made up', async () => {
    await account('target');
    const attacker = visitor();
    expect((await attacker.signIn('li.wei')).left).toBeDefined();
    await attacker.startSignIn();
    for (let each = 0; each < 7; each += 1) await attacker.send('/sign-in', { login: 'target@example.org', password: 'guess' });
    expect(attacker.page.status).toBe(429);
    const forged = visitor();
    await forged.startSignIn();
    const action = /action="([^"]+\/sign-in)"/.exec(forged.page.text)?.[1] ?? '';
    const cookies = ['quadhelix_interaction', 'quadhelix_interaction.sig'].map((name) => `${name}=${forged.browser.cookie(name) ?? ''}`).join('; ');
    const answer = await forged.browser.request(action, { login: 'target@example.org', password: PASSWORD }, { cookie: `${cookies}; quadhelix_device=aes-256-gcm:AAAA.AAAA.AAAA` });
    expect(answer.status).toBe(429);
  });

  it('on a stolen device is slowed down like anywhere else', async () => {
    await account('stolen');
    const thief = visitor();
    await thief.signIn('stolen@example.org');
    await thief.startSignIn();
    const statuses: number[] = [];
    for (let each = 0; each < 8; each += 1) statuses.push((await thief.send('/sign-in', { login: 'stolen@example.org', password: 'guess' })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  });
});

describe('asking for a new password', () => {
  it('answers the same for an account and for none, at once: the work is done after the answer', async () => {
    await account('asked');
    const [known, unknown] = [await forget('asked@example.org'), await forget('nobody@example.org')];
    expect(same(known)).toEqual(same(unknown));
    expect(await link('asked@example.org')).not.toBe('');
    expect(mail.to('nobody@example.org')).toEqual([]);
  });

  it('fills nobody’s mailbox', async () => {
    await account('filled');
    for (let each = 0; each < 5; each += 1) await forget('filled@example.org');
    await fixture.identity.messagesSent();
    expect(mail.to('filled@example.org')).toHaveLength(1);
  });

  it('ends with a link that works once, which ends every sign-in, token and sign-in under way', async () => {
    await account('reset');
    const email = 'reset@example.org';
    const tokens = await visitor().tokens(email);
    const underWay = visitor();
    await underWay.startSignIn();
    const action = /action="([^"]+\/sign-in)"/.exec(underWay.page.text)?.[1] ?? '';
    const resume = (await underWay.browser.request(action, { login: email, password: PASSWORD })).headers.get('location') ?? '';
    expect(resume).toContain('/authorize/');

    await forget(email);
    const [path, owner, second] = [await link(email), visitor(), visitor()];
    await owner.open(path);
    await second.open(path);
    expect(owner.page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await owner.send('/set-password', { password: 'short', again: 'short' })).status).toBe(400);
    expect((await owner.send('/set-password', { password: NEW, again: `${NEW}?` })).status).toBe(400);
    expect((await owner.send('/set-password', { password: NEW, again: NEW })).status).toBe(200);
    expect((await second.send('/set-password', { password: 'one more password', again: 'one more password' })).status).toBe(410);
    expect((await visitor().open(path)).status).toBe(410);

    expect(await worth(tokens.access)).toBe(0);
    expect(await visitor().refresh(tokens.refresh)).toBeUndefined();
    const resumed = await underWay.browser.follow(resume);
    expect([resumed.left, underWay.browser.cookie('quadhelix_session')]).toEqual([undefined, undefined]);
    expect((await visitor().signIn(email)).status).toBe(401);
    expect((await visitor().signIn(email, NEW)).left).toBeDefined();
    await fixture.identity.messagesSent();
    expect(mail.to(email).map(({ text }) => text).join()).toContain('密码已通过邮件重设');
  });

  it('by many at the same instant sets one password', async () => {
    await account('raced');
    await forget('raced@example.org');
    const path = await link('raced@example.org');
    const many = await Promise.all([0, 1, 2, 3].map(async () => { const each = visitor(); await each.open(path); return each; }));
    const pages = await Promise.all(many.map((each, index) => each.send('/set-password', { password: `password no ${String(index)}`, again: `password no ${String(index)}` })));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
  });

  it.each([
    ['too old', "update identity.one_time_tokens set created_at = now() - interval '2 hours', expires_at = now() - interval '1 second'"],
    ['of an account that was disabled', "update identity.accounts set disabled_at = now() where email = 'gone@example.org'"],
  ])('gives a link that is refused when it is %s', async (_, change) => {
    await fixture.database.query("update identity.accounts set disabled_at = null where email = 'gone@example.org'");
    await account('gone');
    await fixture.database.query('delete from identity.one_time_tokens');
    await forget('gone@example.org');
    const path = await link('gone@example.org');
    expect((await visitor().open(path)).status).toBe(200);
    await fixture.database.query(change);
    expect((await visitor().open(path)).status).toBe(410);
  });

  it('keeps no token in the database, and none works that was made up', async () => {
    await account('kept');
    await forget('kept@example.org');
    const token = (await link('kept@example.org')).split('/').at(-1) ?? '';
    const [row] = await sql<{ all: string }>("select string_agg(t::text, ' ') as all from identity.one_time_tokens t");
    expect([token.length > 40, row?.all.includes(token)]).toEqual([true, false]);
    const [hash] = await sql<{ hash: string }>(`select encode(token_hash, 'hex') as hash from identity.one_time_tokens limit 1`);
    for (const guess of [hash?.hash ?? '', 'x'.repeat(43)]) expect((await visitor().open(`/set-password/${guess}`)).status).toBe(410);
  });
});

describe('sign-ins', () => {
  it('are listed, and one that is ended is over at once with its access and refresh tokens; the others stay', async () => {
    const email = 'listed@example.org';
    await account('listed');
    const [here, there] = [visitor(), visitor()];
    const [mine, lost] = [await here.tokens(email), await there.tokens(email)];
    await here.open('/account');
    expect(here.page.text.match(/action="\/account\/end"/g)).toHaveLength(2);
    const other = here.page.text.split('<li>').findIndex((entry) => entry.includes('/account/end') && !entry.includes('当前设备')) - 1;
    await here.send('/account/end', {}, other);
    expect(here.page.text.match(/action="\/account\/end"/g)).toHaveLength(1);
    expect([await worth(lost.access), await worth(mine.access)]).toEqual([0, 1]);
    expect(await there.refresh(lost.refresh)).toBeUndefined();
    expect((await here.refresh(mine.refresh))?.access).toBeDefined();
    expect((await there.open('/account')).text).toContain('/sign-in"');
  });

  it('of others cannot be ended, nor ended by a page of another site or without the token of the form', async () => {
    await account('mallory');
    const [owner, mallory] = [visitor(), visitor()];
    const tokens = await owner.tokens('li.wei');
    const [row] = await sql<{ uid: string }>("select session_uid as uid from identity.sign_ins s join identity.accounts a on a.id = s.account_id where a.login = 'li.wei' order by last_used_at desc limit 1");
    await mallory.openAccount('mallory@example.org');
    expect((await mallory.send('/account/end', { uid: row?.uid ?? '' })).status).toBe(404);
    expect(await worth(tokens.access)).toBe(1);
    await owner.open('/account');
    expect((await owner.browser.request('/account/end-all', { form: 'made up' })).status).toBe(403);
    expect((await owner.browser.request('/account/end-all', {}, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await new CookieBrowser(issuer).request('/account/end-all', {})).status).toBe(303);
    expect(await worth(tokens.access)).toBe(1);
  });

  it('all end with one button, and a request that was under way brings none back', async () => {
    const email = 'everywhere@example.org';
    await account('everywhere');
    const [here, there] = [visitor(), visitor()];
    const tokens = [await here.tokens(email), await there.tokens(email)];
    await here.open('/account');
    const [session] = await sql<{ payload: object; uid: string; account_id: string }>("select r.payload, r.uid, r.account_id from identity.records r join identity.accounts a on a.id = r.account_id where r.kind = 'Session' and a.email = $1 limit 1", [email]);
    await here.send('/account/end-all');
    expect(await Promise.all(tokens.map(({ access }) => worth(access)))).toEqual([0, 0]);
    for (const { refresh } of tokens) expect(await here.refresh(refresh)).toBeUndefined();
    for (const each of [here, there]) expect((await each.open('/account')).text).toContain('/sign-in"');
    const { PostgresAdapter } = await import('./adapter.js');
    const { openPool } = await import('./pool.js');
    const pool = openPool(fixture.databaseUrl, 1);
    await new PostgresAdapter(pool, 'Session').upsert('late', { ...session?.payload, jti: 'late', uid: session?.uid ?? '', accountId: session?.account_id ?? '' }, 600);
    expect(await new PostgresAdapter(pool, 'Session').find('late')).toBeUndefined();
    await pool.end();
  });

  it('end with a new password, but for the one that set it, which takes the old one', async () => {
    const email = 'changed@example.org';
    await account('changed');
    const [here, there] = [visitor(), visitor()];
    const [mine, lost] = [await here.tokens(email), await there.tokens(email)];
    await here.open('/account');
    expect((await here.send('/account/password', { old: 'wrong', password: NEW, again: NEW })).status).toBe(401);
    expect(await worth(lost.access)).toBe(1);
    await here.send('/account/password', { old: PASSWORD, password: NEW, again: NEW });
    expect(here.page.text).toContain('密码已修改');
    expect([await worth(mine.access), await worth(lost.access)]).toEqual([1, 0]);
    expect(await there.refresh(lost.refresh)).toBeUndefined();
    expect((await visitor().signIn(email)).status).toBe(401);
  });

  it('on a new device are told to the owner, on one that he has used before not', async () => {
    const email = 'told@example.org';
    await account('told');
    const usual = visitor();
    await usual.signIn(email);
    await usual.signIn(email);
    await fixture.identity.messagesSent();
    expect(mail.to(email)).toEqual([]);
    await visitor().signIn(email);
    await fixture.identity.messagesSent();
    expect(mail.to(email).map(({ text }) => text.includes('在新设备上登录'))).toEqual([true]);
  });
});
