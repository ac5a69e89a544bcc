import * as openid from 'openid-client';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { CookieBrowser, signIn } from '@quadhelix/testing/sign-in';
import { PASSWORD, REDIRECT, startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { tokenHash } from './token-hash.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(await copyDatabase());
});
afterAll(() => fixture.close());

const introspect = async (token: string) => {
  const { rows } = await fixture.database.query<Record<string, unknown>>('select * from identity.introspect($1)', [tokenHash(token)]);
  return rows;
};

async function relyingParty(clientId: string, secret?: string): Promise<openid.Configuration> {
  return openid.discovery(new URL(fixture.identity.url), clientId, undefined, secret ? openid.ClientSecretBasic(secret) : openid.None(), {
    execute: [openid.allowInsecureRequests],
  });
}

/** Signs in through the pages with an independent relying party checking every answer. */
async function throughPages(config: openid.Configuration, scope: string, extra: Record<string, string> = {}, browser = new CookieBrowser(fixture.identity.url)) {
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT, scope, state, nonce, ...extra,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const pages: string[] = [];
  let step = await browser.follow(url.href);
  while (step.page) {
    const text = await step.page.text();
    pages.push(text);
    const action = /action="(\/interaction\/[\w-]+\/(?:sign-in|allow))"/.exec(text)?.[1];
    if (!action) throw new Error(text);
    step = await browser.follow(action, action.endsWith('sign-in') ? { login: 'LI.WEI', password: PASSWORD } : {});
  }
  const tokens = await openid.authorizationCodeGrant(config, new URL(step.left ?? ''), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
  return { tokens, pages, browser, code: new URL(step.left ?? '').searchParams.get('code') ?? '', verifier };
}

describe('authorization code with PKCE', () => {
  it('signs a person in through the pages, to the satisfaction of an independent relying party', async () => {
    const config = await relyingParty('console');
    const { tokens, pages } = await throughPages(config, 'openid profile stakeholders:read');
    expect(pages).toHaveLength(1);
    expect(tokens.claims()).toMatchObject({ aud: 'console', iss: fixture.identity.url });
    expect(tokens.refresh_token).toBeUndefined();
    const user = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(user.preferred_username).toBe('li.wei');
    expect(await introspect(tokens.access_token)).toEqual([{
      account_id: tokens.claims()?.sub, person_id: '00000000-0000-4000-8000-000000000001', client_id: 'console', first_party: true,
      owner_organization_id: null, scopes: ['openid', 'profile', 'stakeholders:read'], kind: 'AccessToken',
    }]);
  });

  it('asks for consent for a third-party client, once, and names what it wants', async () => {
    const config = await relyingParty('partner');
    const first = await throughPages(config, 'openid apprenticeships:read');
    expect(first.pages).toHaveLength(2);
    expect(first.pages[1]).toContain('Partner &lt;b&gt;app&lt;/b&gt;');
    expect(first.pages[1]).toContain('查看学徒岗位、安置和工时');
    const second = await throughPages(config, 'openid apprenticeships:read', {}, first.browser);
    expect(second.pages).toHaveLength(0);
    const more = await throughPages(config, 'openid stakeholders:read', {}, first.browser);
    expect(more.pages).toHaveLength(1);
  });

  it('tells the app when the person refuses', async () => {
    const config = await relyingParty('partner');
    const browser = new CookieBrowser(fixture.identity.url);
    const url = openid.buildAuthorizationUrl(config, { redirect_uri: REDIRECT, scope: 'openid', state: 's', code_challenge: await openid.calculatePKCECodeChallenge('x'.repeat(43)), code_challenge_method: 'S256' });
    const { page } = await browser.follow(url.href);
    const action = /action="(\/interaction\/[\w-]+\/refuse)"/.exec((await page?.text()) ?? '')?.[1] ?? '';
    const { left } = await browser.follow(action, {});
    expect(new URL(left ?? '').searchParams.get('error')).toBe('access_denied');
  });

  it('works with the e-mail address as login', async () => {
    expect(await introspect(await signIn(fixture.identity.url, 'console', REDIRECT, 'Li.Wei@Example.org', PASSWORD, 'openid'))).toHaveLength(1);
  });

  it('needs no openid scope, and gives only scopes of the client', async () => {
    const token = await signIn(fixture.identity.url, 'console', REDIRECT, 'li.wei', PASSWORD, ['stakeholders:read']);
    expect(await introspect(token)).toMatchObject([{ scopes: ['stakeholders:read'] }]);
    await expect(signIn(fixture.identity.url, 'console', REDIRECT, 'li.wei', PASSWORD, 'openid accountability:write')).rejects.toThrow('invalid_scope');
  });

  it('keeps no bearer value in clear in the database', async () => {
    const config = await relyingParty('console');
    const { tokens, browser, code } = await throughPages(config, 'openid offline_access', { prompt: 'consent' });
    const challenge = await openid.calculatePKCECodeChallenge('y'.repeat(43));
    const request = { redirect_uri: REDIRECT, scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256' };
    const asked = await browser.request(openid.buildAuthorizationUrl(await relyingParty('partner'), request).href);
    const uid = asked.headers.get('location')?.split('/').at(-1);
    const { rows } = await fixture.database.query<{ all: string }>("select string_agg(r::text, ' ') as all from identity.records r");
    const stored = rows[0]?.all ?? '';
    const values = { access: tokens.access_token, refresh: tokens.refresh_token, code, session: browser.cookie('quadhelix_session'), uid };
    for (const [name, value] of Object.entries(values)) {
      expect([name, typeof value === 'string' && value.length > 15]).toEqual([name, true]);
      expect([name, stored.includes(value ?? '')]).toEqual([name, false]);
    }
  });
});

describe('refresh tokens', () => {
  it('rotate, and using an old one ends the whole grant', async () => {
    const config = await relyingParty('console');
    const { tokens } = await throughPages(config, 'openid offline_access stakeholders:read', { prompt: 'consent' });
    const old = tokens.refresh_token ?? '';
    const next = await openid.refreshTokenGrant(config, old);
    expect(next.refresh_token).not.toBe(old);
    expect(await introspect(next.access_token)).toHaveLength(1);
    await expect(openid.refreshTokenGrant(config, old)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(next.access_token)).toEqual([]);
    await expect(openid.refreshTokenGrant(config, next.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('used twice at the same instant work at most once, and then nothing of the grant stands', async () => {
    const config = await relyingParty('console');
    const { tokens } = await throughPages(config, 'openid offline_access', { prompt: 'consent' });
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => openid.refreshTokenGrant(config, tokens.refresh_token ?? '')));
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won.length).toBeLessThanOrEqual(1);
    for (const { access_token } of won) expect(await introspect(access_token)).toEqual([]);
    expect(await introspect(tokens.access_token)).toEqual([]);
  });
});

describe('ending', () => {
  it('by revocation makes a token worthless at once', async () => {
    const config = await relyingParty('console');
    const { tokens } = await throughPages(config, 'openid');
    expect(await introspect(tokens.access_token)).toHaveLength(1);
    await openid.tokenRevocation(config, tokens.access_token);
    expect(await introspect(tokens.access_token)).toEqual([]);
  });

  it('by another client is not possible', async () => {
    const { tokens } = await throughPages(await relyingParty('console'), 'openid');
    await openid.tokenRevocation(await relyingParty('partner'), tokens.access_token).catch(() => undefined);
    expect(await introspect(tokens.access_token)).toHaveLength(1);
  });

  it('by signing out ends the tokens of the session', async () => {
    const config = await relyingParty('console');
    const { tokens, browser } = await throughPages(config, 'openid');
    const url = openid.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: 'http://localhost:9/bye' });
    const { page } = await browser.follow(url.href);
    const [, action = '', xsrf = ''] = /action="([^"]+)".*name="xsrf" value="([^"]+)"/.exec((await page?.text()) ?? '') ?? [];
    const { left } = await browser.follow(action, { xsrf, logout: 'yes' });
    expect(left).toBe('http://localhost:9/bye');
    expect(await introspect(tokens.access_token)).toEqual([]);
  });

  it('by disabling the account, for good, and keeps it from signing in', async () => {
    await fixture.identity.createAccount({ login: 'short.lived', password: PASSWORD });
    const token = await signIn(fixture.identity.url, 'console', REDIRECT, 'short.lived', PASSWORD, 'openid');
    expect(await introspect(token)).toHaveLength(1);
    expect(await fixture.identity.disableAccount('Short.Lived')).toBe(true);
    expect(await introspect(token)).toEqual([]);
    await fixture.database.query("update identity.accounts set disabled_at = null where login = 'short.lived'");
    expect(await introspect(token)).toEqual([]);
    expect(await fixture.identity.disableAccount('short.lived')).toBe(true);
    await expect(signIn(fixture.identity.url, 'console', REDIRECT, 'short.lived', PASSWORD, 'openid')).rejects.toThrow('HTTP 401');
  });
});
