import { TOTP, Secret } from 'otpauth';
import { TestClock } from '@quadhelix/service';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser } from '@quadhelix/testing/sign-in';
import { PASSWORD, startFixture } from '../identity.fixture.js';
import type { Fixture } from '../identity.fixture.js';
import { mailboxes, Person } from '../people.fixture.js';
import { newHumanCode, plainCode } from './human-code.js';

const clock = new TestClock('2026-03-02T01:00:00Z');
const { mail, channels } = mailboxes();
let fixture: Fixture;
let person: Person;
let secret = '';
let recoveryCodes: string[] = [];

beforeAll(async () => {
  fixture = await startFixture(await copyDatabase(), { clock, channels });
});
afterAll(() => fixture.close());

const visitor = (): Person => new Person(fixture.identity.url, new CookieBrowser(fixture.identity.url));
const codeAt = (seconds: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() + seconds * 1000 });
/** Nobody has used a code of this step yet, and nobody waits. */
const later = (): void => { clock.advance({ hours: 25 }); };
const atSecondStep = async (): Promise<Person> => {
  const somebody = visitor();
  expect((await somebody.signIn('li.wei')).text).toContain('/second-factor"');
  return somebody;
};

describe('a second factor', () => {
  it('is added only with the password again, and only once the app has shown that it works', async () => {
    person = visitor();
    await person.openAccount('li.wei');
    expect((await person.send('/second-factor-add', { old: 'not the password' })).status).toBe(401);
    await person.send('/second-factor-add', { old: PASSWORD });
    expect(person.page.text).toContain('<svg');
    expect(person.page.text).not.toMatch(/<script|style=/i);
    secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(person.page.text)?.[1] ?? '').replaceAll(' ', '');
    const wrong = String((Number(codeAt(0)) + 1) % 1_000_000).padStart(6, '0');
    expect((await person.send('/second-factor-confirm', { code: wrong })).status).toBe(401);
    expect((await person.send('/second-factor-confirm', { code: codeAt(0) })).status).toBe(200);
    recoveryCodes = [...person.page.text.matchAll(/<li>([0-9A-Z-]{19})<\/li>/g)].map(([, code = '']) => code);
    expect(new Set(recoveryCodes).size).toBe(10);
    await fixture.identity.messagesSent();
    expect(mail.to('li.wei@example.org').map(({ text }) => text).join()).toContain('已启用两步验证');
  });

  it('lies sealed in the database, its recovery codes as hashes alone', async () => {
    const { rows } = await fixture.database.query<{ all: string }>("select string_agg(f::text, ' ') || (select string_agg(c::text, ' ') from identity.recovery_codes c) as all from identity.second_factors f");
    const stored = rows[0]?.all ?? '';
    expect(stored).toContain('aes-256-gcm:');
    for (const value of [secret, ...recoveryCodes, ...recoveryCodes.map(plainCode)]) expect(stored).not.toContain(value);
  });

  it('is asked for after the right password, and nobody comes in without it', async () => {
    const somebody = await atSecondStep();
    expect(somebody.page.left).toBeUndefined();
    expect(somebody.browser.cookie('quadhelix_session')).toBeUndefined();
    await somebody.startSignIn();
    expect(somebody.page.text).toContain('/sign-in"');
  });

  it.each<[string, number, boolean]>([
    ['two steps old', -60, false], ['one step old', -30, true], ['of now', 0, true], ['one step ahead', 30, true], ['two steps ahead', 60, false],
  ])('takes a code %s: %d s → %s', async (_, seconds, right) => {
    later();
    const somebody = await atSecondStep();
    const page = await somebody.send('/second-factor', { code: codeAt(seconds) });
    expect([page.status, page.left !== undefined]).toEqual(right ? [302, true] : [401, false]);
  });

  it('takes no code twice: replay of a code that somebody looked at', async () => {
    later();
    const [owner, thief] = [await atSecondStep(), await atSecondStep()];
    const code = codeAt(0);
    expect((await owner.send('/second-factor', { code })).left).toBeDefined();
    expect((await thief.send('/second-factor', { code })).status).toBe(401);
    // Nor the one before, although its time is not over.
    expect((await thief.send('/second-factor', { code: codeAt(-30) })).status).toBe(401);
  });

  it('takes a code once from many at the same instant', async () => {
    later();
    const many = await Promise.all([1, 2, 3, 4].map(atSecondStep));
    const pages = await Promise.all(many.map((each) => each.send('/second-factor', { code: codeAt(0) })));
    expect(pages.filter(({ left }) => left !== undefined)).toHaveLength(1);
  });

  it('takes each recovery code once, however it is typed, and tells the owner', async () => {
    later();
    const [code = ''] = recoveryCodes;
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect((await (await atSecondStep()).send('/second-factor', { code: typed })).left).toBeDefined();
    expect((await (await atSecondStep()).send('/second-factor', { code })).status).toBe(401);
    await fixture.identity.messagesSent();
    expect(mail.messages.at(-1)?.text).toContain('已使用备用码登录');
    await person.openAccount('li.wei');
    expect(person.page.text).toContain('剩余 9 个备用码');
  });

  it('cannot be guessed by who has the password: after five wrong codes he waits, ever longer', async () => {
    later();
    const guesser = await atSecondStep();
    const statuses: number[] = [];
    for (let guess = 0; guess < 8; guess += 1) statuses.push((await guesser.send('/second-factor', { code: String(guess).padStart(6, '0') })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    expect((await guesser.send('/second-factor', { code: codeAt(0) })).status).toBe(429);
  });

  it('does not keep its owner out while somebody guesses: his own device is counted apart', async () => {
    await person.signIn('li.wei');
    expect((await person.send('/second-factor', { code: codeAt(0) })).left).toBeDefined();
  });

  it('is not skipped by the ticket of another sign-in, of another stage, or by an old one', async () => {
    later();
    const [mine, other] = [await atSecondStep(), await atSecondStep()];
    const ticket = /name="ticket" value="([^"]+)"/.exec(other.page.text)?.[1] ?? '';
    expect((await mine.send('/second-factor', { code: codeAt(0), ticket })).status).toBe(400);
    const own = await atSecondStep();
    const action = /action="([^"]+)\/second-factor"/.exec(own.page.text)?.[1] ?? '';
    const ownTicket = /name="ticket" value="([^"]+)"/.exec(own.page.text)?.[1] ?? '';
    expect((await own.browser.follow(`${action}/continue`, { ticket: ownTicket })).page?.status).toBe(400);
    const slow = await atSecondStep();
    clock.advance({ minutes: 11 });
    expect((await slow.send('/second-factor', { code: codeAt(0) })).status).toBe(400);
  });

  it('is removed only with the password, and its recovery codes made anew end the old ones', async () => {
    later();
    await person.openAccount('li.wei');
    expect((await person.send('/second-factor-remove', { old: 'not the password' })).status).toBe(401);
    await person.send('/recovery-codes', { old: PASSWORD });
    const renewed = [...person.page.text.matchAll(/<li>([0-9A-Z-]{19})<\/li>/g)].map(([, code = '']) => code);
    expect(renewed.filter((code) => recoveryCodes.includes(code))).toEqual([]);
    expect((await (await atSecondStep()).send('/second-factor', { code: recoveryCodes[5] ?? '' })).status).toBe(401);
    await person.open('/account');
    await person.send('/second-factor-remove', { old: PASSWORD });
    expect(person.page.text).toContain('未启用');
    expect((await visitor().signIn('li.wei')).left).toBeDefined();
  });
});

describe('codes for people', () => {
  it('have 80 bits in letters and digits that nobody mixes up', () => {
    for (let each = 0; each < 50; each += 1) expect(newHumanCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });

  it.each([['abcd-0123-efgh-jkmn', 'ABCD0123EFGHJKMN'], [' ａｂ１２ o-I.l ', 'AB12011']])('are read from %j as %s', (typed, plain) => {
    expect(plainCode(typed)).toBe(plain);
  });
});
