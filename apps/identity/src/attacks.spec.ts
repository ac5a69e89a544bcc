import { createHash, randomBytes } from 'node:crypto';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser, signIn } from '@quadhelix/testing/sign-in';
import { PASSWORD, REDIRECT, startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { tokenHash } from './token-hash.js';

let fixture: Fixture;
let issuer: string;
let secret: string;
beforeAll(async () => {
  fixture = await startFixture(await copyDatabase());
  issuer = fixture.identity.url;
  const machine = { id: 'machine', name: 'Machine', type: 'confidential', grantTypes: ['client_credentials'], scopes: ['accountability:read'] } as const;
  secret = (await fixture.identity.registerClient(machine)).secret ?? '';
});
afterAll(() => fixture.close());

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const GOOD = { client_id: 'console', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', state: 'x', code_challenge: challenge, code_challenge_method: 'S256' };

const authorizeUrl = (parameters: Record<string, string>) => `${issuer}/authorize?${new URLSearchParams(parameters).toString()}`;

async function token(form: Record<string, string>, basic?: [string, string]) {
  const headers: Record<string, string> = basic ? { authorization: `Basic ${Buffer.from(basic.join(':')).toString('base64')}` } : {};
  const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function introspect(value: string) {
  return (await fixture.database.query('select * from identity.introspect($1)', [tokenHash(value)])).rows as Record<string, unknown>[];
}

/** Opens the sign-in page; answers the browser and where its form goes. */
async function openForm(browser = new CookieBrowser(issuer), parameters: Record<string, string> = GOOD) {
  const { page } = await browser.follow(authorizeUrl(parameters));
  const text = (await page?.text()) ?? '';
  return { browser, page, text, action: /action="(\/interaction\/[\w-]+\/sign-in)"/.exec(text)?.[1] ?? '' };
}

async function newCode(parameters: Record<string, string> = GOOD): Promise<string> {
  const { browser, action } = await openForm(undefined, parameters);
  const { left } = await browser.follow(action, { login: 'li.wei', password: PASSWORD });
  return new URL(left ?? '').searchParams.get('code') ?? '';
}

describe('authorization requests', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with PKCE whose method is unsaid (plain)', { code_challenge_method: undefined }, 'invalid_request'],
    ['for a token in the address (implicit)', { response_type: 'token' }, 'unsupported_response_type'],
    ['for an ID token in the address', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['for code and ID token', { response_type: 'code id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['with a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['for a scope that is not the client’s', { scope: 'openid accountability:write' }, 'invalid_scope'],
  ])('%s are refused at the app', async (_, change, error) => {
    const parameters = Object.fromEntries(Object.entries({ ...GOOD, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const { left } = await new CookieBrowser(issuer).follow(authorizeUrl(parameters));
    const answer = new URL(left ?? 'about:blank');
    const fields = new URLSearchParams(answer.search || answer.hash.slice(1));
    expect(answer.origin + answer.pathname).toBe(REDIRECT);
    expect([fields.get('error'), fields.get('code')]).toEqual([error, null]);
  });

  it.each([
    ['another path', `${REDIRECT}2`],
    ['a path below', `${REDIRECT}/x`],
    ['another port', 'http://localhost:10/callback'],
    ['another host', 'http://evil.example/callback'],
    ['user information before the host', 'http://localhost:9@evil.example/callback'],
    ['a query added', `${REDIRECT}?next=http://evil.example`],
    ['a fragment added', `${REDIRECT}#x`],
    ['another scheme', 'javascript:alert(1)'],
    ['traversal', 'http://localhost:9/x/../callback'],
    ['letters in another case', 'http://localhost:9/Callback'],
    ['none at all', ''],
  ])('are never redirected to an address that is not registered: %s', async (_, redirectUri) => {
    const { redirect_uri: _registered, ...rest } = GOOD;
    const { page, left } = await new CookieBrowser(issuer).follow(authorizeUrl(redirectUri ? { ...rest, redirect_uri: redirectUri } : rest));
    expect([left, page?.status]).toEqual([undefined, 400]);
    expect(page?.headers.get('location')).toBeNull();
  });

  it('of an unknown or disabled client are refused on a page', async () => {
    await fixture.identity.registerClient({ id: 'leaving', name: 'L', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid'], redirectUris: [REDIRECT] });
    expect((await openForm(undefined, { ...GOOD, client_id: 'leaving' })).page?.status).toBe(200);
    await fixture.identity.disableClient('leaving');
    for (const client_id of ['leaving', 'never-was']) expect((await openForm(undefined, { ...GOOD, client_id })).page?.status).toBe(400);
  });
});

describe('codes', () => {
  const exchange = (code: string, change: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', client_id: 'console', redirect_uri: REDIRECT, code, code_verifier: verifier, ...change });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect address', { redirect_uri: 'http://localhost:9/other' }],
    ['another client', { client_id: 'partner' }],
  ])('are refused with %s (injection)', async (_, change) => {
    expect(await exchange(await newCode(), change)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('work once; the second use ends what the first one got', async () => {
    const code = await newCode();
    const first = await exchange(code);
    expect(first.status).toBe(200);
    expect(await introspect(String(first.body.access_token))).toHaveLength(1);
    expect(await exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await introspect(String(first.body.access_token))).toEqual([]);
  });

  it('used by many at one instant work at most once', async () => {
    const code = await newCode();
    const results = await Promise.all(Array.from({ length: 6 }, () => exchange(code)));
    const tokens = results.filter(({ status }) => status === 200).map(({ body }) => String(body.access_token));
    expect(tokens.length).toBeLessThanOrEqual(1);
    for (const value of tokens) expect(await introspect(value)).toEqual([]);
  });
});

describe('the token endpoint', () => {
  it('gives an app its own token, limited to its scopes', async () => {
    const { status, body } = await token({ grant_type: 'client_credentials', scope: 'accountability:read' }, ['machine', secret]);
    expect(status).toBe(200);
    expect(await introspect(String(body.access_token))).toEqual([
      { account_id: null, person_id: null, client_id: 'machine', first_party: false, owner_organization_id: null, scopes: ['accountability:read'], kind: 'ClientCredentials' },
    ]);
    await fixture.database.query("update identity.clients set scopes = '{stakeholders:read}' where id = 'machine'");
    expect(await introspect(String(body.access_token))).toMatchObject([{ scopes: [] }]);
    await fixture.database.query("update identity.clients set scopes = '{accountability:read}' where id = 'machine'");
  });

  it('refuses an app a scope that is not its own, and leaves out one that does not exist', async () => {
    const ask = (scope: string) => token({ grant_type: 'client_credentials', scope }, ['machine', secret]);
    expect(await ask('accountability:write')).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await ask('accountability:read everything')).toMatchObject({ status: 200, body: { scope: 'accountability:read' } });
  });

  it.each<[string, [string, string] | undefined, Record<string, string>]>([
    ['a wrong secret', ['machine', 'x'.repeat(43)], {}],
    ['the stored hash as the secret', ['machine', ''], {}],
    ['no secret', undefined, { client_id: 'machine' }],
    ['an unknown client', ['nobody', 'x'.repeat(43)], {}],
    ['a public client', undefined, { client_id: 'console' }],
  ])('refuses %s', async (name, basic, form) => {
    const credentials: [string, string] | undefined = name.startsWith('the stored') ? ['machine', await storedHash()] : basic;
    const { status, body } = await token({ grant_type: 'client_credentials', ...form }, credentials);
    expect(body.access_token).toBeUndefined();
    expect([400, 401]).toContain(status);
    expect(['invalid_client', 'unauthorized_client', 'invalid_request']).toContain(body.error);
  });

  it.each(['password', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'])('knows no grant type %s', async (grant_type) => {
    const answer = await token({ grant_type, client_id: 'console', username: 'li.wei', password: PASSWORD });
    expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('offers nothing else: no registration, no token introspection, no device flow', async () => {
    const discovery = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    expect(discovery).toMatchObject({
      response_types_supported: ['code'], code_challenge_methods_supported: ['S256'], id_token_signing_alg_values_supported: ['RS256'],
      grant_types_supported: expect.not.arrayContaining(['implicit', 'password']) as unknown, token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
    });
    expect(Object.keys(discovery)).not.toEqual(expect.arrayContaining(['registration_endpoint']));
    const statuses = await Promise.all(['/reg', '/token/introspection', '/device/auth', '/request'].map(async (path) => (await fetch(issuer + path, { method: 'POST' })).status));
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  it('refuses tokens in addresses, unsigned ID tokens as hints, and foreign key ids', async () => {
    const value = await signIn(issuer, 'console', REDIRECT, 'li.wei', PASSWORD, 'openid');
    expect((await fetch(`${issuer}/userinfo?access_token=${value}`)).status).toBe(400);
    const forged = (header: object) => [header, { iss: issuer, aud: 'console', sub: 'x', exp: 9e9 }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { alg: 'RS256', kid: "' or 1=1 --" }, { alg: 'RS256', jku: 'http://evil.example/keys' }]) {
      const { page, left } = await new CookieBrowser(issuer).follow(`${issuer}/sign-out?id_token_hint=${forged(header)}.${header.alg === 'none' ? '' : 'AAAA'}`);
      expect([left, page?.status]).toEqual([undefined, 400]);
    }
  });

  async function storedHash(): Promise<string> {
    const { rows } = await fixture.database.query<{ secret_hash: string }>("select secret_hash from identity.clients where id = 'machine'");
    return rows[0]?.secret_hash ?? '';
  }
});

describe('the sign-in form', () => {
  it('answers an unknown login and a wrong password the same, in status, text and headers', async () => {
    const answers = await Promise.all(
      ['li.wei', `nobody-${randomBytes(4).toString('hex')}`].map(async (login) => {
        const { browser, action } = await openForm();
        const response = await browser.request(action, { login, password: 'wrong password' });
        const headers = [...response.headers].filter(([name]) => !['date', 'set-cookie'].includes(name));
        return { status: response.status, headers, text: (await response.text()).replaceAll(/interaction\/[\w-]+/g, 'interaction/…') };
      }),
    );
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]).toEqual(answers[1]);
  });

  it('works only with the cookie that came with it, for its own request', async () => {
    const mine = await openForm();
    const others = await openForm();
    const person = { login: 'li.wei', password: PASSWORD };
    expect((await new CookieBrowser(issuer).request(mine.action, person)).status).toBe(400);
    expect((await others.browser.request(mine.action, person)).status).toBe(400);
    const stolenPath = await fetch(issuer + mine.action, { method: 'POST', redirect: 'manual', headers: { cookie: `quadhelix_interaction=${mine.action.split('/')[2] ?? ''}` }, body: new URLSearchParams(person) });
    expect(stolenPath.status).toBe(400);
    const cookies = ['quadhelix_interaction', 'quadhelix_interaction.sig'].map((name) => `${name}=${others.browser.cookie(name) ?? ''}`).join('; ');
    expect((await others.browser.request(mine.action, person, { cookie: cookies })).status).toBe(404);
    expect((await others.browser.request(others.action, person, { cookie: cookies })).status).toBe(303);
    expect((await mine.browser.request(mine.action, person)).status).toBe(303);
  });

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses what comes from %s', async (_, headers) => {
    const { browser, action } = await openForm();
    expect((await browser.request(action, { login: 'li.wei', password: PASSWORD }, headers)).status).toBe(403);
  });

  it('refuses large forms, other media types and other methods', async () => {
    const { browser, action } = await openForm();
    expect((await browser.request(action, { login: 'x', password: 'x'.repeat(9_000) })).status).toBe(413);
    expect((await browser.request(action, { login: 'x' }, { 'content-type': 'application/json' })).status).toBe(415);
    expect((await browser.request(action)).status).toBe(405);
  });

  it('gives the session a new id at sign-in (no fixation)', async () => {
    const { browser, action } = await openForm();
    const before = browser.cookie('quadhelix_session');
    await browser.follow(action, { login: 'li.wei', password: PASSWORD });
    expect(browser.cookie('quadhelix_session')).toBeDefined();
    expect(browser.cookie('quadhelix_session')).not.toBe(before);
  });

  it('carries no script and a policy that allows none, and speaks the reader’s language', async () => {
    const { page, text } = await openForm();
    expect(text).not.toMatch(/<script|\son\w+=|style=/i);
    expect(page?.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:9; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(text).toContain('<html lang="zh-CN">');
    const browser = new CookieBrowser(issuer);
    const redirect = await browser.request(authorizeUrl(GOOD));
    const english = await browser.request(redirect.headers.get('location') ?? '', undefined, { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' });
    expect(await english.text()).toContain('E-mail or account name');
  });

  it('slows guessing down for known and unknown logins alike, and says when to come back', async () => {
    for (const login of ['guessed.account', 'nobody.at.all']) {
      if (login === 'guessed.account') await fixture.identity.createAccount({ login, password: PASSWORD });
      const { browser, action } = await openForm();
      const statuses: number[] = [];
      for (let guess = 0; guess < 7; guess += 1) {
        statuses.push((await browser.request(action, { login: guess % 2 ? login : login.toUpperCase(), password: `guess ${guess}` })).status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429]);
      const response = await browser.request(action, { login, password: PASSWORD });
      expect([response.status, Number(response.headers.get('retry-after')) >= 1]).toEqual([429, true]);
    }
  });
});
