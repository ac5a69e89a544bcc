import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser } from '@quadhelix/testing/sign-in';
import type { Pool } from 'pg';
import { PASSWORD, REDIRECT, startFixture } from '../identity.fixture.js';
import type { Fixture } from '../identity.fixture.js';
import { openPool } from '../pool.js';
import { CLIENT, startLyingProvider, startSecondProvider } from './second-provider.fixture.js';
import type { LyingProvider, SecondProvider } from './second-provider.fixture.js';
import { bindByOperator, configureUpstream, disableUpstream } from './upstreams.js';

const SECRET = 's'.repeat(32);
const PORT = 20_000 + (process.pid % 20_000);
const US = `http://localhost:${String(PORT)}`;
const ORGANIZATION = '00000000-0000-4000-8000-0000000000aa';

let fixture: Fixture;
let pool: Pool;
let school: SecondProvider;
let liar: LyingProvider;
const inside: string[] = [];
beforeAll(async () => {
  school = await startSecondProvider(`${US}/upstream/school/callback`);
  liar = await startLyingProvider();
  inside.push(school.issuer, liar.issuer);
  fixture = await startFixture(await copyDatabase(), { port: PORT, issuer: US, upstream: { inside, guard: { lookup: () => Promise.resolve(['93.184.216.34', '127.0.0.1']) } } });
  pool = openPool(fixture.databaseUrl, 2);
  const common = { organizationId: ORGANIZATION, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret };
  await configureUpstream(pool, SECRET, { ...common, id: 'school', name: '云河职院', issuer: school.issuer });
  await configureUpstream(pool, SECRET, { ...common, id: 'liar', name: 'Liar', issuer: liar.issuer, button: false, emailDomains: ['Liar.example'] });
  await fixture.identity.createAccount({ login: 'wang.fang', password: PASSWORD });
});
afterAll(async () => {
  await pool.end();
  await fixture.close();
  await school.close();
  await liar.close();
});
beforeEach(() => fixture.database.query('delete from identity.upstream_bindings'));

const bindings = async () => (await fixture.database.query<Record<string, unknown>>(
  'select b.upstream_id as upstream, b.subject, a.login, b.bound_by as by from identity.upstream_bindings b join identity.accounts a on a.id = b.account_id order by 1, 2')).rows;
const query = new URLSearchParams({ client_id: 'console', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', state: 'x', code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' });
const actionOf = (page: string, step: string): string => new RegExp(`action="(/interaction/[\\w-]+/${step})"`).exec(page)?.[1] ?? '';

/** Opens the sign-in page. */
async function signInPage(browser = new CookieBrowser(US), more: Record<string, string> = {}) {
  const { page } = await browser.follow(`${US}/authorize?${query.toString()}&${new URLSearchParams(more).toString()}`);
  const text = (await page?.text()) ?? '';
  return { browser, text, uid: /\/interaction\/([\w-]+)\//.exec(text)?.[1] ?? '' };
}

/** To the school and back to our callback, which is not yet called. */
async function toSchool(browser = new CookieBrowser(US), more: Record<string, string> = {}) {
  const { uid } = await signInPage(browser, more);
  const { left: there } = await browser.follow(`/interaction/${uid}/to/school`);
  const { left: back } = await new CookieBrowser(school.issuer).follow(there ?? '');
  return { browser, uid, there: new URL(there ?? ''), back: new URL(back ?? '') };
}
async function outcome({ page, left }: { page?: Response; left?: string }): Promise<string> {
  if (left !== undefined) return left.startsWith(REDIRECT) && new URL(left).searchParams.has('code') ? 'signed in' : left;
  const text = (await page?.text()) ?? '';
  return `page ${String(page?.status)}: ${text.includes('upstream_failed') ? 'upstream_failed' : (/<title>([^<·]*) ·/.exec(text)?.[1] ?? '')}`;
}

/** To the lying provider; answers what it was sent, and a way to come back. */
async function toLiar() {
  const { browser, uid } = await signInPage();
  const { left } = await browser.follow(`/interaction/${uid}/to/liar`);
  const sent = new URL(left ?? '').searchParams;
  const [state, nonce] = [sent.get('state') ?? '', sent.get('nonce') ?? ''];
  const back = (fields: Record<string, string> = {}) => browser.follow(`/upstream/liar/callback?${new URLSearchParams({ code: 'x', state, iss: liar.issuer, ...fields }).toString()}`);
  return { browser, state, nonce, back };
}

describe('sign-in by the provider of an organization', () => {
  it('is connected once, by who proves both, and is enough from then on', async () => {
    const { browser, there, back } = await toSchool();
    expect(Object.fromEntries(there.searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: `${US}/upstream/school/callback`, scope: 'openid profile' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(there.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    const first = (await (await browser.follow(back.href)).page?.text()) ?? '';
    expect(first).toContain('您已通过“云河职院”登录(school-1@school.example),但尚未关联账户');
    expect(await bindings()).toEqual([]);
    const asked = (await (await browser.follow(actionOf(first, 'sign-in'), { login: 'wang.fang', password: PASSWORD })).page?.text()) ?? '';
    expect(asked).toContain('要将“云河职院”的 school-1@school.example 与您刚登录的账户关联吗?');
    expect(await bindings()).toEqual([]);
    expect(await outcome(await browser.follow(actionOf(asked, 'connect'), {}))).toBe('signed in');
    expect(await bindings()).toEqual([{ upstream: 'school', subject: 'school-1', login: 'wang.fang', by: 'PERSON' }]);
    const again = await toSchool();
    expect(await outcome(await again.browser.follow(again.back.href))).toBe('signed in');
    const { rows } = await fixture.database.query(`select a.login, r.payload -> 'amr' as amr from identity.records r join identity.accounts a on a.id = r.account_id where r.kind = 'Session' order by (r.payload ->> 'loginTs')::int desc, r.expires_at desc limit 1`);
    expect(rows).toEqual([{ login: 'wang.fang', amr: ['fed'] }]);
  });

  it('never goes by the e-mail address or name: a provider that says it is li.wei, and has verified his address, signs nobody in', async () => {
    const { nonce, back } = await toLiar();
    liar.token = () => ({ access_token: 'a', token_type: 'Bearer', id_token: liar.sign({ alg: 'RS256', kid: 'k1' }, liar.claims(nonce)) });
    expect(liar.claims('')).toMatchObject({ email: 'li.wei@example.org', email_verified: true, preferred_username: 'li.wei' });
    expect(await outcome(await back())).toBe('page 200: 登录');
    expect(await bindings()).toEqual([]);
  });

  it('is not connected where the person says no, nor offered again', async () => {
    const { browser, back } = await toSchool();
    const first = (await (await browser.follow(back.href)).page?.text()) ?? '';
    const asked = (await (await browser.follow(actionOf(first, 'sign-in'), { login: 'li.wei', password: PASSWORD })).page?.text()) ?? '';
    expect(await outcome(await browser.follow(actionOf(asked, 'skip'), {}))).toBe('signed in');
    expect(await bindings()).toEqual([]);
  });

  it('an operator binds people beforehand; a disabled account, a provider that is disabled or points elsewhere, sign nobody in', async () => {
    expect(await bindByOperator(pool, 'school', 'school-1', 'Wang.Fang')).toBe(true);
    expect(await bindByOperator(pool, 'school', 'school-1', 'li.wei')).toBe(false);
    expect(await bindByOperator(pool, 'school', 'school-9', 'nobody.here')).toBe(false);
    const signsIn = async () => {
      const { browser, back } = await toSchool();
      return outcome(await browser.follow(back.href));
    };
    expect(await signsIn()).toBe('signed in');
    await fixture.database.query(`update identity.accounts set disabled_at = now() where login = 'wang.fang'`);
    expect(await signsIn()).toBe('page 200: 登录');
    await fixture.database.query(`update identity.accounts set disabled_at = null where login = 'wang.fang'`);
    await fixture.database.query(`update identity.upstream_bindings set issuer = 'https://elsewhere.example'`);
    expect(await signsIn()).toBe('page 200: 登录');
    const { browser, back } = await toSchool();
    expect(await disableUpstream(pool, 'school')).toBe(true);
    expect(await outcome(await browser.follow(back.href))).toBe('page 400: upstream_failed');
    expect((await signInPage()).text).not.toContain('云河职院');
    await configureUpstream(pool, SECRET, { organizationId: ORGANIZATION, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, id: 'school', name: '云河职院', issuer: school.issuer });
  });

  it('asks an account with a second factor for it all the same', async () => {
    await bindByOperator(pool, 'school', 'school-1', 'wang.fang');
    const key = `aes-256-gcm:${'A'.repeat(16)}.${'A'.repeat(22)}.${'A'.repeat(22)}`;
    await fixture.database.query(`insert into identity.second_factors (account_id, sealed_secret, last_step, added_at) select id, $1, 0, now() from identity.accounts where login = 'wang.fang'`, [key]);
    const { browser, back } = await toSchool();
    const { page, left } = await browser.follow(back.href);
    expect(left).toBeUndefined();
    expect(await page?.text()).toMatch(/action="\/interaction\/[\w-]+\/second-factor"/);
    await fixture.database.query('delete from identity.second_factors');
  });

  it('is found by the domain of an address, in any case; an unknown one is told so', async () => {
    const { browser, text, uid } = await signInPage();
    expect(text).toContain(`href="/interaction/${uid}/to/school"`);
    expect(text).not.toContain('Liar');
    const found = await browser.request(`/interaction/${uid}/organization`, { email: 'zhang.san@LIAR.example' });
    expect([found.status, await found.text()]).toEqual([200, expect.stringContaining(`href="/interaction/${uid}/to/liar"`)]);
    expect((await browser.request(`/interaction/${uid}/organization`, { email: 'zhang.san@notliar.example' })).status).toBe(404);
  });

  it('signs in anew at the provider where the app asks for that', async () => {
    expect((await toSchool(undefined, { prompt: 'login' })).there.searchParams.get('prompt')).toBe('login');
    expect((await toSchool()).there.searchParams.get('prompt')).toBeNull();
  });

  it('keeps secret, state, verifier and nonce from whoever reads the tables', async () => {
    const { there, browser } = await toSchool();
    const { rows } = await fixture.database.query<{ all: string }>(`select (select string_agg(a::text, ' ') from identity.upstream_attempts a) || (select string_agg(u::text, ' ') from identity.upstreams u) as all`);
    for (const value of [CLIENT.client_secret, there.searchParams.get('state'), there.searchParams.get('nonce'), browser.cookie('quadhelix_upstream')]) {
      expect(value).toHaveLength(value === CLIENT.client_secret ? CLIENT.client_secret.length : 43);
      expect(rows[0]?.all).not.toContain(value);
    }
  });
});

describe('attacks on the way back', () => {
  beforeEach(async () => { await bindByOperator(pool, 'school', 'school-1', 'wang.fang'); });

  it('forged request: another browser can’t bring back what was begun in this one (login CSRF, code injection)', async () => {
    const [mine, others] = [await toSchool(), await toSchool()];
    expect(await outcome(await new CookieBrowser(US).follow(mine.back.href))).toBe('page 400: upstream_failed');
    expect(await outcome(await others.browser.follow(mine.back.href))).toBe('page 400: upstream_failed');
    const injected = new URL(others.back);
    injected.searchParams.set('code', mine.back.searchParams.get('code') ?? '');
    expect(await outcome(await others.browser.follow(injected.href))).toBe('page 400: upstream_failed');
  });

  it('replay: an answer counts once, and not for another sign-in of the same browser', async () => {
    const { browser, back } = await toSchool();
    expect(await outcome(await browser.follow(back.href))).toBe('signed in');
    expect(await outcome(await browser.follow(back.href))).toBe('page 400: upstream_failed');
    const second = await toSchool();
    await second.browser.request(second.back.href);
    const fresh = await signInPage(second.browser);
    expect(fresh.uid).not.toBe(second.uid);
    expect(fresh.text).toContain('name="password"');
  });

  it('late: after ten minutes it is forgotten', async () => {
    const { browser, back } = await toSchool();
    await fixture.database.query(`update identity.upstream_attempts set expires_at = now() - interval '1 second'`);
    expect(await outcome(await browser.follow(back.href))).toBe('page 400: upstream_failed');
  });

  it('mix-up: the answer of one provider is not taken for that of another', async () => {
    const { browser, back } = await toSchool();
    const swapped = new URL(back.href.replace('/upstream/school/', '/upstream/liar/'));
    expect(await outcome(await browser.follow(swapped.href))).toBe('page 400: upstream_failed');
    const other = new URL(back);
    other.searchParams.set('iss', liar.issuer);
    expect(await outcome(await browser.follow(other.href))).toBe('page 400: upstream_failed');
    const { back: unnamed } = await toLiar();
    liar.token = () => { throw new Error('must not be asked'); };
    expect(await outcome(await unnamed({ iss: 'http://127.0.0.1:1' }))).toBe('page 400: upstream_failed');
  });

  const strange = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const RS = { alg: 'RS256', kid: 'k1' };
  it.each<['refused' | 'taken', string, (nonce: string) => string | undefined]>([
    ['taken', 'signed as it should be (else nothing here proves anything)', (nonce) => liar.sign(RS, liar.claims(nonce))],
    ['refused', 'without a signature (alg none)', (nonce) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(liar.claims(nonce))).toString('base64url')}.`],
    ['refused', 'signed with the client secret (HS256)', (nonce) => liar.hmac(liar.claims(nonce), CLIENT.client_secret)],
    ['refused', 'signed with the public key as a secret (alg confusion)', (nonce) => liar.hmac(liar.claims(nonce), liar.publicPem)],
    ['refused', 'signed by another key of the same kid', (nonce) => liar.sign(RS, liar.claims(nonce), strange)],
    ['refused', 'with an injected kid', (nonce) => liar.sign({ alg: 'RS256', kid: "../../k1' or 1=1--" }, liar.claims(nonce), strange)],
    ['refused', 'with a key of its own in the header', (nonce) => liar.sign({ alg: 'RS256', jwk: {}, jku: 'http://evil.example/keys' }, liar.claims(nonce), strange)],
    ['refused', 'for another audience', (nonce) => liar.sign(RS, liar.claims(nonce, { aud: 'another-app' }))],
    ['refused', 'for several audiences, made for another', (nonce) => liar.sign(RS, liar.claims(nonce, { aud: [CLIENT.client_id, 'other'], azp: 'other' }))],
    ['refused', 'of another issuer', (nonce) => liar.sign(RS, liar.claims(nonce, { iss: school.issuer }))],
    ['refused', 'with another nonce (a stolen token)', () => liar.sign(RS, liar.claims('n'.repeat(43)))],
    ['refused', 'without a nonce', (nonce) => liar.sign(RS, liar.claims(nonce, { nonce: undefined }))],
    ['refused', 'that has expired', (nonce) => liar.sign(RS, liar.claims(nonce, { exp: 1 }))],
    ['refused', 'without a subject', (nonce) => liar.sign(RS, liar.claims(nonce, { sub: undefined }))],
    ['refused', 'with an empty subject', (nonce) => liar.sign(RS, liar.claims(nonce, { sub: '' }))],
    ['refused', 'that is no token', () => 'x'],
    ['refused', 'that is missing', () => undefined],
  ])('%s: an ID token %s', async (expected, _, made) => {
    const { nonce, back } = await toLiar();
    liar.token = () => ({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: made(nonce) });
    const answer = await outcome(await back());
    expect(answer).toBe(expected === 'taken' ? 'page 200: 登录' : 'page 400: upstream_failed');
    const { rows } = await fixture.database.query(`select subject from identity.upstream_attempts where subject like 'liar%' and expires_at > now()`);
    expect(rows.length > 0).toBe(expected === 'taken');
    await fixture.database.query('delete from identity.upstream_attempts');
  });
});

describe('where a provider may send us', () => {
  const configured = (issuer: string) => configureUpstream(pool, SECRET, { id: 'far', organizationId: ORGANIZATION, name: 'Far', issuer, clientId: 'c', clientSecret: 'secret' });
  const tried = async () => {
    const { browser, uid } = await signInPage();
    return outcome(await browser.follow(`/interaction/${uid}/to/far`));
  };

  /** Something inside our network: whoever connects has gone too far. */
  let port = '';
  let connections = 0;
  const within = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => within.listen(0, '127.0.0.1', resolve));
    port = String((within.address() as AddressInfo).port);
  });
  afterAll(() => new Promise((resolve) => { within.close(resolve); }));

  it.each([
    ['loopback', () => `https://127.0.0.1:${port}`],
    ['loopback by name', () => `https://localhost:${port}`],
    ['loopback mapped into IPv6', () => `https://[::ffff:7f00:1]:${port}`],
    ['loopback in an odd notation', () => `https://0x7f000001:${port}`],
    ['loopback with a user before it', () => `https://id.school.org@127.0.0.1:${port}`],
    ['link-local (metadata of a cloud)', () => 'https://169.254.169.254'],
    ['private', () => 'https://10.0.0.1'],
    ['private IPv6', () => 'https://[fd00::1]'],
    ['plain http to the outside', () => 'http://id.school.example'],
    ['a public name of which one address is loopback', () => 'https://id.school-of-the-city.org'],
  ])('%s is not called', async (_, issuer) => {
    await configured(issuer());
    expect(await tried()).toBe('page 400: upstream_failed');
    expect(connections).toBe(0);
  });

  it('a redirect of its description is not followed, a foreign issuer in it is refused, nor does it send browsers or us elsewhere', async () => {
    await configured(liar.issuer);
    liar.redirect = `${school.issuer}/.well-known/openid-configuration`;
    expect(await tried()).toBe('page 400: upstream_failed');
    liar.redirect = null;
    const honest = liar.description;
    for (const change of [{ issuer: school.issuer }, { authorization_endpoint: 'javascript:alert(1)' }, { authorization_endpoint: 'http://evil.example/' }]) {
      liar.description = { ...honest, ...change };
      await configured(liar.issuer);
      expect([change, await tried()]).toEqual([change, 'page 400: upstream_failed']);
    }
    liar.description = { ...honest, token_endpoint: 'http://10.0.0.1/token' };
    await configureUpstream(pool, SECRET, { id: 'liar', organizationId: ORGANIZATION, name: 'Liar', issuer: liar.issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, button: false, emailDomains: ['liar.example'] });
    const { back } = await toLiar();
    expect(await outcome(await back())).toBe('page 400: upstream_failed');
    liar.description = honest;
  });
});
