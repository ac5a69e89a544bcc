import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Pool } from 'pg';
import { interactionPolicy } from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from '@quadhelix/service';
import { BadRequest, readForm, redirect, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import { deriveKey } from '../sealing.js';
import { UpstreamAttempts } from './attempts.js';
import { RelyingParty, UpstreamFailed } from './relying-party.js';
import type { RelyingPartyOptions } from './relying-party.js';
import { connectPage, organizationPage, upstreamFailedPage } from './upstream.pages.js';
import type { UpstreamOffer } from './upstream.pages.js';
import { Upstreams } from './upstreams.js';

const COOKIE = 'quadhelix_upstream';
const START = /^\/interaction\/([\w-]{10,64})\/to\/([a-z0-9-]{2,63})$/;
const CALLBACK = /^\/upstream\/([a-z0-9-]{2,63})\/callback$/;

export interface FederationOptions extends RelyingPartyOptions {
  readonly pool: Pool;
  readonly secret: string;
  readonly logger: Logger;
}

/** Sign-in by the providers of organizations: the way there, the way back, and who it was. */
export class Federation {
  readonly #upstreams: Upstreams;
  readonly #attempts: UpstreamAttempts;
  readonly #party: RelyingParty;
  readonly #secure: boolean;
  readonly #logger: Logger;

  constructor(options: FederationOptions) {
    this.#upstreams = new Upstreams(options.pool, options.secret);
    this.#attempts = new UpstreamAttempts(options.pool, deriveKey(options.secret, 'upstream-attempts'));
    this.#party = new RelyingParty(options);
    this.#secure = options.issuer.startsWith('https:');
    this.#logger = options.logger;
  }

  /** What the sign-in page offers. */
  async offer(request: IncomingMessage): Promise<UpstreamOffer> {
    const browser = browserOf(request);
    return { ...(await this.#upstreams.offered()), unbound: browser === undefined ? undefined : await this.#attempts.unbound(browser) };
  }

  /** The account of somebody who came back from his provider for this sign-in. */
  async account(request: IncomingMessage, uid: string): Promise<string | undefined> {
    const browser = browserOf(request);
    return browser === undefined ? undefined : this.#attempts.account(uid, browser);
  }

  /** Shows the way to the provider of an address. */
  async organization(request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> {
    const found = await this.#upstreams.ofAddress((await readForm(request)).get('email') ?? '');
    sendPage(response, found ? 200 : 404, organizationPage(languageOf(request), uid, found));
  }

  /** Asks, after a sign-in with everything that an account demands, whether it is to be connected with who came back from a provider. */
  prompt(): interactionPolicy.Prompt {
    const check = new interactionPolicy.Check('upstream_unbound', 'a sign-in at an organization waits to be connected', 'interaction_required', async (ctx: KoaContextWithOIDC) => {
      const browser = browserOf(ctx.req);
      const waits = ctx.oidc.session?.accountId !== undefined && browser !== undefined && (await this.#attempts.unbound(browser)) !== undefined;
      return waits ? interactionPolicy.Check.REQUEST_PROMPT : interactionPolicy.Check.NO_NEED_TO_PROMPT;
    });
    return new interactionPolicy.Prompt({ name: 'connect', requestable: false }, check);
  }

  /** A page of that question, or its answer: true once it is answered. */
  async connecting(request: IncomingMessage, response: ServerResponse, uid: string, step: string | undefined, accountId: string | undefined): Promise<boolean> {
    const browser = browserOf(request);
    const unbound = browser === undefined ? undefined : await this.#attempts.unbound(browser);
    if (browser === undefined || unbound === undefined || accountId === undefined) return true;
    if (step === undefined) {
      sendPage(response, 200, connectPage(languageOf(request), uid, unbound));
      return false;
    }
    if (step === 'connect') {
      const bound = await this.#attempts.bind(browser, accountId);
      this.#logger.info({ event: 'upstream_connected', account: accountId, bound }, 'sign-in connected');
    } else if (step !== 'skip') throw new BadRequest(404);
    await this.#attempts.forget(browser);
    return true;
  }

  /** The way there and the way back. False where the path is another's. */
  pages(provider: Provider) {
    return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
      const url = request.url ?? '';
      const path = url.split('?', 1)[0] ?? '';
      const query = url.slice(path.length + 1);
      const [start, callback] = [START.exec(path), CALLBACK.exec(path)];
      if (!start && !callback) return false;
      try {
        if (request.method !== 'GET') throw new BadRequest(405);
        if (start) await this.#start(provider, request, response, start[1] ?? '', start[2] ?? '');
        else await this.#back(request, response, callback?.[1] ?? '', query);
      } catch (error) {
        this.#refuse(request, response, error);
      }
      return true;
    };
  }

  async #start(provider: Provider, request: IncomingMessage, response: ServerResponse, uid: string, id: string): Promise<void> {
    const interaction = await provider.interactionDetails(request, response);
    const upstream = await this.#upstreams.find(id);
    if (interaction.uid !== uid || interaction.prompt.name !== 'login' || !upstream) throw new BadRequest(404);
    const browser = randomBytes(32).toString('base64url');
    const checks = await this.#attempts.start(id, uid, browser);
    const url = await this.#party.authorizationUrl(upstream, checks, String(interaction.params.prompt ?? '').split(' ').includes('login'));
    response.appendHeader('set-cookie', `${COOKIE}=${browser}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600${this.#secure ? '; Secure' : ''}`);
    redirect(response, url.href);
  }

  async #back(request: IncomingMessage, response: ServerResponse, id: string, query: string): Promise<void> {
    const upstream = await this.#upstreams.find(id);
    const browser = browserOf(request);
    const attempt = upstream && browser !== undefined ? await this.#attempts.take(id, new URLSearchParams(query).get('state') ?? '', browser) : undefined;
    if (!upstream || !attempt) throw new UpstreamFailed('state');
    await this.#attempts.answered(id, attempt, await this.#party.identify(upstream, query, attempt));
    redirect(response, `/interaction/${attempt.uid}`);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (error instanceof UpstreamFailed) this.#logger.warn({ event: 'upstream_refused', err: error }, 'sign-in at an organization refused');
    else if (!(error instanceof BadRequest)) this.#logger.error({ err: error }, 'sign-in at an organization failed');
    if (response.headersSent) return void response.destroy();
    sendPage(response, error instanceof BadRequest ? error.status : 400, upstreamFailedPage(languageOf(request)));
  }
}

function browserOf(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
}
