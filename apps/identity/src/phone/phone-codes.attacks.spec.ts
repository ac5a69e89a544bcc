import { Pool } from 'pg';
import { TestClock } from '@quadhelix/service';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser } from '@quadhelix/testing/sign-in';
import { PASSWORD, startFixture } from '../identity.fixture.js';
import type { Fixture } from '../identity.fixture.js';
import { mailboxes, Person, same } from '../people.fixture.js';
import { tokenHash } from '../token-hash.js';

const { sms, channels } = mailboxes();
const PHONE = '+8613800000001';
let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture(await copyDatabase(), { clock: new TestClock('2026-03-02T01:00:00Z'), channels });
  await fixture.identity.createAccount({ login: 'phoned', phone: '138 0000 0001', password: PASSWORD });
});
afterAll(() => fixture.close());

const visitor = (): Person => new Person(fixture.identity.url, new CookieBrowser(fixture.identity.url));
const sql = async <T extends object>(text: string): Promise<T[]> => (await fixture.database.query<T>(text)).rows;

describe('a code by phone', () => {
  const ask = async (phone: string, somebody = visitor()): Promise<Person> => {
    await somebody.startSignIn();
    await somebody.send('/phone');
    await somebody.send('/phone', { phone });
    await fixture.identity.messagesSent();
    return somebody;
  };
  const quiet = (): Promise<unknown> => sql("update identity.phone_codes set created_at = created_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes'");
  const lastCode = (): string => sms.to(PHONE).at(-1)?.short.value ?? '';
  beforeEach(quiet);

  it('signs its owner in, once', async () => {
    const owner = await ask('138-0000-0001');
    const before = owner.page;
    expect((await owner.send('/phone-code', { code: lastCode() })).left).toBeDefined();
    owner.page = before;
    expect([400, 401]).toContain((await owner.send('/phone-code', { code: lastCode() })).status);
  });

  it('is asked for with the same answer whether or not anybody has the number, and nothing is sent to strangers', async () => {
    const [known, unknown] = [await ask(PHONE), await ask('+8613900000009')];
    expect(same(known)).toEqual(same(unknown));
    expect(sms.to('+8613900000009')).toEqual([]);
  });

  it('is good for five tries, and for its own page only', async () => {
    const owner = await ask(PHONE);
    const code = lastCode();
    const elsewhere = await ask('+8613900000009');
    expect((await elsewhere.send('/phone-code', { code })).status).toBe(401);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let each = 0; each < 5; each += 1) expect((await owner.send('/phone-code', { code: wrong })).status).toBe(401);
    expect((await owner.send('/phone-code', { code })).status).toBe(401);
  });

  it('is good for five minutes', async () => {
    const owner = await ask(PHONE);
    await sql("update identity.phone_codes set created_at = created_at - interval '5 minutes', expires_at = expires_at - interval '5 minutes'");
    expect((await owner.send('/phone-code', { code: lastCode() })).status).toBe(401);
  });

  it('is sent once a minute and five times an hour, also to many who ask at once; the owner on his own device is counted apart', async () => {
    const owner = await ask(PHONE);
    await owner.send('/phone-code', { code: lastCode() });
    await quiet();
    sms.messages.length = 0;
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask(PHONE)));
    expect(sms.to(PHONE)).toHaveLength(1);
    for (let each = 0; each < 6; each += 1) {
      await sql("update identity.phone_codes set created_at = created_at - interval '2 minutes', expires_at = expires_at - interval '2 minutes'");
      await ask(PHONE);
    }
    expect(sms.to(PHONE)).toHaveLength(5);
    await ask(PHONE, owner);
    expect(sms.to(PHONE)).toHaveLength(6);
    expect((await owner.send('/phone-code', { code: lastCode() })).left).toBeDefined();
  });

  it('waits for another that is being asked for at the same instant, and is then one too many', async () => {
    const ASK = `select identity.ask_phone_code(sha256($1::bytea), 'SIGN_IN', null, $2, sha256('number'), sha256('code'), null) as send`;
    const pool = new Pool({ connectionString: fixture.databaseUrl, max: 2 });
    const [first, second] = [await pool.connect(), await pool.connect()];
    try {
      await first.query('begin');
      expect((await first.query(ASK, ['one', PHONE])).rows).toEqual([{ send: true }]);
      const late = second.query(ASK, ['two', PHONE]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await first.query('commit');
      expect((await late).rows).toEqual([{ send: false }]);
    } finally {
      first.release();
      second.release();
      await pool.end();
    }
  });

  it('and its number are in the database under a key alone', async () => {
    await ask(PHONE);
    const [row] = await sql<{ all: string }>("select string_agg(c::text, ' ') as all from identity.phone_codes c");
    expect(row?.all).not.toContain(PHONE.slice(1));
    expect(row?.all).not.toContain(tokenHash(lastCode()).toString('hex'));
  });

  it('gives an account a number of its own, after the password, and never the number of another', async () => {
    const owner = visitor();
    await owner.openAccount('li.wei');
    expect((await owner.send('/account/phone', { phone: '+8613700000007', old: 'wrong' })).status).toBe(401);
    await owner.send('/account/phone', { phone: '13700000007', old: PASSWORD });
    await fixture.identity.messagesSent();
    const code = sms.to('+8613700000007').at(-1)?.short.value ?? '';
    expect((await owner.send('/phone-confirm', { code, phone: '+8613700000008' })).status).toBe(401);
    await owner.send('/phone-confirm', { code, phone: '+8613700000007' });
    expect(owner.page.text).toContain('+8613700000007');
    sms.messages.length = 0;
    await owner.send('/account/phone', { phone: PHONE, old: PASSWORD });
    expect(owner.page.text).toContain('/phone-confirm');
    await fixture.identity.messagesSent();
    expect(sms.messages).toEqual([]);
  });
});
