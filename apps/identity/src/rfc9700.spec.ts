import { createHash } from 'node:crypto';
import * as openid from 'openid-client';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser } from '@quadhelix/testing/sign-in';
import { PASSWORD, REDIRECT, startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { tokenHash } from './token-hash.js';

let fixture: Fixture;
let issuer: string;
const secrets: Record<string, string> = {};
beforeAll(async () => {
  fixture = await startFixture(await copyDatabase());
  issuer = fixture.identity.url;
  const common = { type: 'confidential', scopes: ['openid', 'offline_access', 'stakeholders:read', 'apprenticeships:read'], redirectUris: [REDIRECT, `${REDIRECT}/b`] } as const;
  for (const id of ['server', 'other-server']) {
    secrets[id] = (await fixture.identity.registerClient({ ...common, id, name: id, grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'] })).secret ?? '';
  }
});
afterAll(() => fixture.close());

const basic = (id: string, secret = secrets[id] ?? ''): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const GOOD = { redirect_uri: REDIRECT, response_type: 'code', scope: 'openid stakeholders:read offline_access', prompt: 'consent', state: 'x', code_challenge: challenge, code_challenge_method: 'S256' };

async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, string> };
}

/** Through the pages as a person; answers where the browser was sent in the end. */
async function authorized(clientId: string, change: Record<string, string> = {}, browser = new CookieBrowser(issuer)): Promise<URL> {
  let step = await browser.follow(`${issuer}/authorize?${new URLSearchParams({ client_id: clientId, ...GOOD, ...change }).toString()}`);
  for (let pages = 0; step.page && pages < 3; pages += 1) {
    const action = /action="(\/interaction\/[\w-]+\/(?:sign-in|allow))"/.exec(await step.page.text())?.[1] ?? '';
    step = await browser.follow(action, action.endsWith('sign-in') ? { login: 'li.wei', password: PASSWORD } : {});
  }
  return new URL(step.left ?? 'about:blank');
}

const codeFor = async (clientId: string, change: Record<string, string> = {}): Promise<string> => (await authorized(clientId, change)).searchParams.get('code') ?? '';
const exchange = (code: string, clientId: string, change: Record<string, string> = {}, headers = basic(clientId)) =>
  token({ grant_type: 'authorization_code', redirect_uri: REDIRECT, code, code_verifier: verifier, ...change }, headers);
const tokensOf = async (clientId: string): Promise<Record<string, string>> => (await exchange(await codeFor(clientId), clientId)).body;
const worth = async (value = ''): Promise<number> => (await fixture.database.query('select from identity.introspect($1)', [tokenHash(value)])).rowCount ?? 0;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const assertion = (alg: string): string =>
  `${part({ alg, kid: 'x' })}.${part({ iss: 'server', sub: 'server', aud: issuer, jti: 'j', exp: Math.floor(Date.now() / 1000) + 60 })}.${alg === 'none' ? '' : 'AAAA'}`;

/** Each attack of RFC 9700 that needs more than a bent authorization request (those stand in attacks.spec): what is tried, and what must come of it. */
const ATTACKS: readonly (readonly [section: string, attack: string, attempt: () => Promise<unknown>, outcome: unknown])[] = [
  ['4.5', 'a code of one app is redeemed by another with its own good secret', async () => (await exchange(await codeFor('server'), 'other-server')).body.error, 'invalid_grant'],
  ['4.5', 'a code is redeemed without the secret of its app', async () => (await exchange(await codeFor('server'), 'server', { client_id: 'server' }, {})).body.error, 'invalid_client'],
  ['4.5', 'a code is redeemed for another registered address of the same app', async () => (await exchange(await codeFor('server'), 'server', { redirect_uri: `${REDIRECT}/b` })).body.error, 'invalid_grant'],
  ['4.5', 'a code is redeemed after its minute', async () => {
    const code = await codeFor('server');
    await fixture.database.query(`update identity.records set expires_at = now() - interval '1 second' where kind = 'AuthorizationCode'`);
    return (await exchange(code, 'server')).body.error;
  }, 'invalid_grant'],
  ['4.8', 'a code that was bound to a challenge is redeemed without a verifier (PKCE downgrade)', async () => (await exchange(await codeFor('server'), 'server', { code_verifier: '' })).body.error, 'invalid_grant'],
  ['4.8', 'the challenge itself is sent as the verifier', async () => (await exchange(await codeFor('server'), 'server', { code_verifier: challenge })).body.error, 'invalid_grant'],
  ['4.8', 'a confidential app asks without PKCE', async () => (await authorized('server', { code_challenge: '', code_challenge_method: '' })).searchParams.get('error'), 'invalid_request'],
  ['4.8', 'the parameter of the challenge is sent twice', async () => (await new CookieBrowser(issuer).follow(`${issuer}/authorize?${new URLSearchParams({ client_id: 'server', ...GOOD }).toString()}&code_challenge=${'y'.repeat(43)}`)).left?.includes('error=invalid_request'), true],
  ['4.1', 'two redirect addresses are sent', async () => (await new CookieBrowser(issuer).follow(`${issuer}/authorize?${new URLSearchParams({ client_id: 'server', ...GOOD }).toString()}&redirect_uri=http://evil.example`)).page?.status, 400],
  ['4.1', 'signing out leads to an address that is not registered (open redirector)', async () => (await new CookieBrowser(issuer).follow(`${issuer}/sign-out?client_id=console&post_logout_redirect_uri=http://evil.example`)).page?.status, 400],
  ['4.3.2', 'a token is sent in the address of user info', async () => (await fetch(`${issuer}/userinfo?access_token=${(await tokensOf('server')).access_token ?? ''}`)).status, 400],
  ['4.3.2', 'a client secret is sent in the address', async () => (await fetch(`${issuer}/token?client_id=server&client_secret=${secrets.server ?? ''}`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) })).status, 400],
  ['2.5', 'a client secret is sent in the body', async () => (await token({ grant_type: 'client_credentials', client_id: 'server', client_secret: secrets.server ?? '' })).body.error, 'invalid_client'],
  ...['none', 'HS256', 'RS256'].map((alg) => ['2.5', `an assertion (alg ${alg}) in place of the secret`, async () =>
    (await token({ grant_type: 'client_credentials', client_id: 'server', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion(alg) })).body.error, 'invalid_client'] as const),
  ['4.14', 'a refresh token is used by another app', async () => (await token({ grant_type: 'refresh_token', refresh_token: (await tokensOf('server')).refresh_token ?? '' }, basic('other-server'))).body.error, 'invalid_grant'],
  ['4.14', 'a refresh asks for more than was granted', async () => (await token({ grant_type: 'refresh_token', refresh_token: (await tokensOf('server')).refresh_token ?? '', scope: 'apprenticeships:read' }, basic('server'))).body.error, 'invalid_scope'],
  ['4.14', 'an old refresh token is used again: the thief’s and the owner’s both end', async () => {
    const { refresh_token: old = '' } = await tokensOf('server');
    const next = (await token({ grant_type: 'refresh_token', refresh_token: old }, basic('server'))).body;
    const again = (await token({ grant_type: 'refresh_token', refresh_token: old }, basic('server'))).body.error;
    return [again, await worth(next.access_token), (await token({ grant_type: 'refresh_token', refresh_token: next.refresh_token ?? '' }, basic('server'))).body.error];
  }, ['invalid_grant', 0, 'invalid_grant']],
  ['4.10', 'an ID token is used as an access token (audience swap)', async () => {
    const { id_token: value = '' } = await tokensOf('server');
    return [await worth(value), (await fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${value}` } })).status];
  }, [0, 401]],
  ['4.10', 'an app’s own token is used as a person’s', async () => {
    const { access_token: value = '' } = (await token({ grant_type: 'client_credentials', scope: 'stakeholders:read' }, basic('server'))).body;
    return (await fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${value}` } })).status;
  }, 401],
  ['4.10', 'a code, a refresh token, are used as access tokens', async () => [await worth(await codeFor('server')), await worth((await tokensOf('server')).refresh_token)], [0, 0]],
  ['4.12', 'the form with the password is answered by a redirect that repeats it (307)', async () => {
    const browser = new CookieBrowser(issuer);
    const { page } = await browser.follow(`${issuer}/authorize?${new URLSearchParams({ client_id: 'console', ...GOOD }).toString()}`);
    const action = /action="(\/interaction\/[\w-]+\/sign-in)"/.exec((await page?.text()) ?? '')?.[1] ?? '';
    return (await browser.request(action, { login: 'li.wei', password: PASSWORD })).status;
  }, 303],
  ['4.16', 'the sign-in page is framed', async () => {
    const { page } = await new CookieBrowser(issuer).follow(`${issuer}/authorize?${new URLSearchParams({ client_id: 'console', ...GOOD }).toString()}`);
    return [page?.headers.get('x-frame-options'), page?.headers.get('content-security-policy')?.includes("frame-ancestors 'none'")];
  }, ['DENY', true]],
  ['4.2.4', 'a page tells the next site its address', async () => {
    const { page } = await new CookieBrowser(issuer).follow(`${issuer}/authorize?${new URLSearchParams({ client_id: 'console', ...GOOD }).toString()}`);
    return [page?.headers.get('referrer-policy'), page?.headers.get('cache-control')];
  }, ['same-origin', 'no-store']],
  ['2.6', 'a foreign site reads the authorization endpoint (CORS)', async () => (await fetch(`${issuer}/authorize?client_id=console`, { headers: { origin: 'http://evil.example' } })).headers.get('access-control-allow-origin'), null],
  ['4.15', 'a token answer is kept by a cache', async () => (await token({ grant_type: 'client_credentials', scope: 'stakeholders:read' }, basic('server'))).headers.get('cache-control'), 'no-store'],
];

describe('RFC 9700 at our provider', () => {
  it.each(ATTACKS)('%s: %s', async (_section, _attack, attempt, outcome) => {
    expect(await attempt()).toEqual(outcome);
  });
});

describe('an independent relying party', () => {
  const relying = (id: string, from = issuer): Promise<openid.Configuration> =>
    openid.discovery(new URL(from), id, undefined, openid.ClientSecretBasic(secrets[id] ?? ''), { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] });
  const redeem = async (bend: (url: URL) => void, checks: Partial<openid.AuthorizationCodeGrantChecks> = {}) => {
    const config = await relying('server');
    const url = await authorized('server', { nonce: 'n', state: 's' });
    bend(url);
    return openid.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier, expectedState: 's', expectedNonce: 'n', idTokenExpected: true, ...checks });
  };

  it('is satisfied with a confidential app: signed ID token, refresh, revocation, and a token of its own', async () => {
    const config = await relying('server');
    const tokens = await redeem(() => undefined);
    expect(tokens.claims()).toMatchObject({ iss: issuer, aud: 'server', nonce: 'n' });
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(await worth(next.access_token)).toBe(1);
    await openid.tokenRevocation(config, next.refresh_token ?? '');
    expect([await worth(next.access_token), await worth(tokens.access_token)]).toEqual([0, 0]);
    expect(await worth((await openid.clientCredentialsGrant(config, { scope: 'stakeholders:read' })).access_token)).toBe(1);
  });

  it.each<[string, (url: URL) => void, Partial<openid.AuthorizationCodeGrantChecks>]>([
    ['that names another issuer (mix-up)', (url) => { url.searchParams.set('iss', 'https://evil.example'); }, {}],
    ['that names no issuer, though we always do (mix-up)', (url) => { url.searchParams.delete('iss'); }, {}],
    ['with the state of another request', (url) => { url.searchParams.set('state', 'other'); }, {}],
    ['whose ID token was made for another request', () => undefined, { expectedNonce: 'other' }],
    ['with another verifier', () => undefined, { pkceCodeVerifier: 'w'.repeat(43) }],
  ])('refuses an answer %s', async (_, bend, checks) => {
    await expect(redeem(bend, checks)).rejects.toThrow();
  });

  it('finds out by discovery that answers name their issuer, and nothing weak is offered', async () => {
    const serverMetadata = (await relying('server')).serverMetadata();
    expect(serverMetadata).toMatchObject({ authorization_response_iss_parameter_supported: true, code_challenge_methods_supported: ['S256'], response_types_supported: ['code'] });
    expect(JSON.stringify(serverMetadata)).not.toMatch(/"none"(?!\])|HS256|plain|implicit/);
  });
});
