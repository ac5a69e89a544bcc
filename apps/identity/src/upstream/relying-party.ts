import * as openid from 'openid-client';
import { fetch } from 'undici';
import { guardedFetch } from '@quadhelix/service';
import type { GuardOptions } from '@quadhelix/service';
import type { Upstream } from './upstreams.js';

/** What travels with a request for sign-in and is checked when it comes back. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is at his provider. */
export interface Identified {
  readonly issuer: string;
  readonly subject: string;
  /** What the provider calls him; for showing, never for finding him. */
  readonly label: string;
}

export interface RelyingPartyOptions {
  /** Our own issuer; providers are told `<issuer>/upstream/<id>/callback`. */
  readonly issuer: string;
  /** Origins inside the operator's network that may be called beside the public internet, such as `https://id.school.lan`. */
  readonly inside: readonly string[];
  /** For tests: how names are resolved. */
  readonly guard?: Partial<GuardOptions>;
}

/** A provider's description is read anew after this time. */
const FRESH_MILLISECONDS = 10 * 60_000;
const TIMEOUT_SECONDS = 5;
/** Descriptions, keys and tokens are small. */
const LONGEST_ANSWER = 262_144;

/** Why somebody could not be signed in by his provider. */
export class UpstreamFailed extends Error {
  override readonly name = 'UpstreamFailed';
}

/** Speaks OpenID Connect with the providers of organizations: code, PKCE, state, nonce, `iss`, and the signature of the ID token (openid-client does the checks). */
export class RelyingParty {
  readonly #known = new Map<string, { readonly until: number; readonly made: Promise<openid.Configuration> }>();
  readonly #guarded: ReturnType<typeof guardedFetch>;

  constructor(private readonly options: RelyingPartyOptions) {
    this.#guarded = guardedFetch({ loopback: false, ...options.guard });
  }

  redirectUri(upstream: Pick<Upstream, 'id'>): string {
    // One address for each provider: an answer of one is never taken for that of another (RFC 9700, 4.4.2).
    return `${this.options.issuer}/upstream/${upstream.id}/callback`;
  }

  /** Where the browser is sent. @throws UpstreamFailed */
  async authorizationUrl(upstream: Upstream, checks: Checks, again: boolean): Promise<URL> {
    return this.#trying(async () => {
      const config = await this.#configuration(upstream);
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: this.redirectUri(upstream), scope: 'openid profile', response_type: 'code', state: checks.state, nonce: checks.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(checks.verifier), code_challenge_method: 'S256', ...(again ? { prompt: 'login' } : {}),
      });
      // The description may name anything; a browser is sent to a page only.
      if (url.protocol !== 'https:' && !this.options.inside.includes(url.origin)) throw new UpstreamFailed('authorization endpoint');
      return url;
    });
  }

  /** Who has signed in there. `query` is what the browser brought back. @throws UpstreamFailed */
  async identify(upstream: Upstream, query: string, checks: Checks): Promise<Identified> {
    return this.#trying(async () => {
      const config = await this.#configuration(upstream);
      const tokens = await openid.authorizationCodeGrant(config, new URL(`${this.redirectUri(upstream)}?${query}`), {
        pkceCodeVerifier: checks.verifier, expectedState: checks.state, expectedNonce: checks.nonce, idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims || claims.sub.length === 0 || claims.sub.length > 255) throw new UpstreamFailed('no subject');
      const label = [claims.preferred_username, claims.name, claims.sub].find((value) => typeof value === 'string' && value !== '') as string;
      return { issuer: claims.iss, subject: claims.sub, label: label.slice(0, 100) };
    });
  }

  async #configuration(upstream: Upstream): Promise<openid.Configuration> {
    const key = `${upstream.id} ${upstream.updatedAt.toISOString()}`;
    const known = this.#known.get(key);
    if (known && known.until > performance.now()) return known.made;
    const made = this.#discover(upstream);
    this.#known.set(key, { until: performance.now() + FRESH_MILLISECONDS, made });
    // What failed is tried anew at the next request.
    made.catch(() => this.#known.delete(key));
    return made;
  }

  #discover({ issuer, clientId, clientSecret }: Upstream): Promise<openid.Configuration> {
    const insecure = this.options.inside.includes(new URL(issuer).origin) && issuer.startsWith('http:');
    return openid.discovery(new URL(issuer), clientId, { client_secret: clientSecret }, openid.ClientSecretBasic(clientSecret), {
      [openid.customFetch]: (url, init) => this.#fetch(url, init as Parameters<typeof fetch>[1]),
      timeout: TIMEOUT_SECONDS,
      // By default the library trusts TLS for the ID token; its signature is checked here as well.
      execute: [openid.enableNonRepudiationChecks, ...(insecure ? [openid.allowInsecureRequests] : [])],
    });
  }

  /** To the public internet by the guard, each call anew; to what the operator listed directly. Redirects are never followed. */
  async #fetch(url: string, init: Parameters<typeof fetch>[1]): Promise<Response> {
    const response = this.options.inside.includes(new URL(url).origin)
      ? ((await fetch(url, { ...init, redirect: 'manual' })) as unknown as Response)
      : await this.#guarded(url, init);
    return bounded(response);
  }

  async #trying<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof UpstreamFailed ? error : new UpstreamFailed('provider', { cause: error });
    }
  }
}

/** The answer with its body read, up to a size. @throws UpstreamFailed */
async function bounded(response: Response): Promise<Response> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LONGEST_ANSWER) throw new UpstreamFailed('too long an answer');
    parts.push(part);
  }
  const nothing = [204, 205, 304].includes(response.status);
  return new Response(nothing ? null : Buffer.concat(parts), { status: response.status, headers: [...response.headers].filter(([name]) => !/^content-(encoding|length)$/i.test(name)) });
}
