import { createHash, randomBytes } from 'node:crypto';
import { CookieBrowser } from './cookie-browser.js';

export { CookieBrowser };

/**
 * Signs a person in the way a browser does: authorization request with PKCE, sign-in form, consent where asked, code for
 * token. For a public client; `redirectUri` is never called.
 *
 * @param login account name or e-mail address
 * @param scopes separated by spaces or as a list
 * @returns the access token
 * @throws Error saying at which step it ended, for example with a wrong password
 */
export async function signIn(
  issuer: string,
  clientId: string,
  redirectUri: string,
  login: string,
  password: string,
  scopes: string | readonly string[],
): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const code = await authorize(issuer, { client_id: clientId, redirect_uri: redirectUri, scope: [scopes].flat().join(' ') }, { login, password }, verifier);
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier }),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string; error_description?: string };
  if (answer.access_token === undefined) throw new Error(`No token: ${answer.error ?? ''} ${answer.error_description ?? ''}`);
  return answer.access_token;
}

async function authorize(
  issuer: string,
  request: Readonly<Record<string, string>>,
  person: Readonly<Record<'login' | 'password', string>>,
  verifier: string,
): Promise<string> {
  const query = new URLSearchParams({
    ...request,
    response_type: 'code',
    state: randomBytes(8).toString('hex'),
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const browser = new CookieBrowser(new URL(issuer).origin);
  let step = await browser.follow(`${issuer}/authorize?${query.toString()}`);
  let filledIn = false;
  for (let pages = 0; step.page && pages < 3; pages += 1) {
    const [, action = '', kind] = /action="(\/interaction\/[\w-]+\/(sign-in|allow))"/.exec(await step.page.text()) ?? [];
    if (kind === undefined || (kind === 'sign-in' && filledIn)) throw new Error(`Sign-in ended with HTTP ${step.page.status}`);
    filledIn ||= kind === 'sign-in';
    step = await browser.follow(action, kind === 'sign-in' ? person : {});
  }
  const answer = new URL(step.left ?? 'about:blank').searchParams;
  const code = answer.get('code');
  if (code === null) throw new Error(`No code: ${answer.get('error') ?? ''} ${answer.get('error_description') ?? ''}`);
  if (answer.get('state') !== query.get('state')) throw new Error('The state is another');
  return code;
}
