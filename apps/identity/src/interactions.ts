import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import type { Logger } from '@quadhelix/service';
import { isFirstParty } from './grants.js';
import { BadRequest, addressOf, formTarget, readForm, refuseOtherSites, sendPage, setSecurityHeaders } from './http.js';
import { languageOf } from './language.js';
import { consentPage, errorPage, signInPage } from './pages.js';
import type { SignIn } from './sign-in.js';

const PATH = /^\/interaction\/([\w-]{10,64})(?:\/(sign-in|allow|refuse))?$/;
const STATUS = { wrong: 401, tooMany: 429, busy: 503 } as const;

export interface InteractionOptions {
  readonly provider: Provider;
  readonly signIn: SignIn;
  readonly logger: Logger;
}

/** The pages between an authorization request and its answer: sign-in and consent. False where the path is another's. */
export function interactions({ provider, signIn, logger }: InteractionOptions) {
  const secure = provider.issuer.startsWith('https:');

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const [, uid, step] = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
    if (uid === undefined) return false;
    try {
      await handle(request, response, uid, step);
    } catch (error) {
      refuse(request, response, error);
    }
    return true;
  };

  async function handle(request: IncomingMessage, response: ServerResponse, uid: string, step: string | undefined): Promise<void> {
    if (request.method !== (step === undefined ? 'GET' : 'POST')) throw new BadRequest(405);
    if (step !== undefined) refuseOtherSites(request, provider.issuer);
    const interaction = await provider.interactionDetails(request, response);
    if (interaction.uid !== uid) throw new BadRequest(404);
    setSecurityHeaders(response, secure, formTarget(interaction.params.redirect_uri));

    if (step === 'refuse') return finish(request, response, { error: 'access_denied', error_description: 'refused by the person' }, false);
    if (interaction.prompt.name === 'login') {
      if (step === undefined) return sendPage(response, 200, signInPage(languageOf(request), uid));
      if (step === 'sign-in') return checkPassword(request, response, uid);
    } else if (interaction.prompt.name === 'consent') {
      const client = await provider.Client.find(String(interaction.params.client_id));
      if (!client) throw new BadRequest(404);
      if (step === 'allow' || isFirstParty(client)) return allow(request, response, interaction);
      if (step === undefined) {
        return sendPage(response, 200, consentPage(languageOf(request), uid, client.clientName ?? client.clientId, missingScopes(interaction)));
      }
    }
    throw new BadRequest(404);
  }

  async function checkPassword(request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> {
    const form = await readForm(request);
    const result = await signIn.attempt(form.get('login') ?? '', form.get('password') ?? '', addressOf(request, secure));
    if (result.outcome === 'ok') {
      logger.info({ event: 'signed_in', account: result.accountId }, 'signed in');
      return finish(request, response, { login: { accountId: result.accountId, remember: false, amr: ['pwd'] } }, false);
    }
    logger.warn({ event: 'sign_in_refused', outcome: result.outcome }, 'sign-in refused');
    if (result.outcome !== 'wrong') response.setHeader('retry-after', String(result.retryAfterSeconds));
    sendPage(response, STATUS[result.outcome], signInPage(languageOf(request), uid, result.outcome));
  }

  async function allow(request: IncomingMessage, response: ServerResponse, interaction: Interaction): Promise<void> {
    const accountId = interaction.session?.accountId;
    if (accountId === undefined) throw new BadRequest(404);
    const stored = interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId);
    const grant = stored ?? new provider.Grant({ accountId, clientId: String(interaction.params.client_id) });
    grant.addOIDCScope(missingScopes(interaction).join(' '));
    return finish(request, response, { consent: { grantId: await grant.save() } }, true);
  }

  async function finish(
    request: IncomingMessage,
    response: ServerResponse,
    result: Parameters<Provider['interactionFinished']>[2],
    mergeWithLastSubmission: boolean,
  ): Promise<void> {
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission });
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent) return void response.destroy();
    const gone = error instanceof errors.SessionNotFound;
    const status = error instanceof BadRequest ? error.status : gone ? 400 : 500;
    if (status === 500) logger.error({ err: error }, 'interaction failed');
    response.setHeader('connection', 'close');
    sendPage(response, status, errorPage(languageOf(request), gone ? 'session_not_found' : status === 500 ? 'server_error' : `http_${status}`));
  }
}

/** The scopes a consent is about: those asked for and not yet granted. */
function missingScopes(interaction: Interaction): string[] {
  const { missingOIDCScope } = interaction.prompt.details;
  const missing = Array.isArray(missingOIDCScope) ? missingOIDCScope.map(String) : [];
  return missing.length > 0 ? missing : String(interaction.params.scope ?? '').split(' ').filter(Boolean);
}
