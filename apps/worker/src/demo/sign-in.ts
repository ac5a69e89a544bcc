import { createHash, randomBytes } from 'node:crypto';

/** A public client that signs people in; `redirectUri` is never called. */
export interface SignInClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/**
 * Signs a person in as a browser does: authorization request with PKCE, the sign-in form, code for token. Answers the access token.
 * Throws Error saying at which step it ended.
 */
export async function signIn(client: SignInClient, login: string, password: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const query = new URLSearchParams({
    client_id: client.clientId, redirect_uri: client.redirectUri, scope: ['openid', ...client.scopes].join(' '), response_type: 'code', state,
    code_challenge_method: 'S256', code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const browser = new Visit(client);
  const form = await browser.open(`${client.issuer}/authorize?${query.toString()}`);
  const action = /action="(\/interaction\/[\w-]+\/sign-in)"/.exec(form.page ?? '')?.[1];
  if (action === undefined) throw new Error(`No sign-in form at ${client.issuer}`);
  const answer = await browser.open(new URL(action, client.issuer).href, { login, password });
  const code = answer.left?.searchParams.get('code');
  if (!code || answer.left?.searchParams.get('state') !== state) throw new Error(`${login} was not signed in: ${answer.left?.searchParams.get('error_description') ?? 'wrong login or password'}`);
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: client.clientId, redirect_uri: client.redirectUri, code, code_verifier: verifier });
  const token = (await (await fetch(`${client.issuer}/token`, { method: 'POST', body })).json()) as { access_token?: string; error_description?: string };
  if (token.access_token === undefined) throw new Error(`No token for ${login}: ${token.error_description ?? ''}`);
  return token.access_token;
}

/** Follows redirects of one visit to the issuer, with its cookies, until there is a page or the client's address. */
class Visit {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly client: SignInClient) {}

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<{ page?: string; left?: URL }> {
    let next = new URL(url);
    let body = form === undefined ? undefined : new URLSearchParams(form);
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await fetch(next, {
        redirect: 'manual', headers: { accept: 'text/html', cookie: this.cookieHeader(), ...(body ? { origin: next.origin } : {}) }, ...(body ? { method: 'POST', body } : {}),
      });
      for (const line of response.headers.getSetCookie()) this.keep(line);
      const location = response.headers.get('location');
      if (location === null) return { page: await response.text() };
      await response.body?.cancel();
      next = new URL(location, next);
      body = undefined;
      if (next.href.startsWith(this.client.redirectUri)) return { left: next };
    }
    throw new Error(`${this.client.issuer} sends in circles`);
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), value);
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
