import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import type { Logger } from '@quadhelix/service';
import { isFirstParty } from './grants.js';
import { BadRequest, formTarget, refuseOtherSites, sendPage, setSecurityHeaders } from './http.js';
import { languageOf } from './language.js';
import type { SecurityNotices } from './messages/security-notices.js';
import { consentPage, errorPage, signInPage } from './pages.js';
import { deviceName } from './sign-ins/device.js';
import type { DeviceCookie } from './sign-ins/device.js';
import type { Passed, PersonStep } from './sign-ins/person-steps.js';
import type { SignIns } from './sign-ins/sign-ins.js';
import type { Federation } from './upstream/federation.js';

const PATH = /^\/interaction\/([\w-]{10,64})(?:\/([a-z-]{3,20}))?$/;

export interface InteractionOptions {
  readonly provider: Provider;
  /** The steps in which a person shows who he is, by their paths. */
  readonly steps: Readonly<Record<string, PersonStep>>;
  /** Whether the sign-in page offers codes by phone. */
  readonly byPhone: boolean;
  readonly federation: Federation;
  readonly devices: DeviceCookie;
  readonly signIns: SignIns;
  readonly notices: SecurityNotices;
  readonly logger: Logger;
}

/** The pages between an authorization request and its answer: sign-in and consent. False where the path is another's. */
export function interactions({ provider, steps, byPhone, federation, devices, signIns, notices, logger }: InteractionOptions) {
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
      // Who comes back from his organization's provider comes by a plain GET.
      const name = step ?? 'upstream';
      const passed = Object.hasOwn(steps, name) ? await steps[name]?.(request, response, uid) : undefined;
      if (passed) return signedIn(request, response, passed);
      if (response.writableEnded) return;
      if (step === undefined) return sendPage(response, 200, signInPage(languageOf(request), uid, { byPhone, upstream: await federation.offer(request) }));
    } else if (interaction.prompt.name === 'connect') {
      const answered = await federation.connecting(request, response, uid, step, interaction.session?.accountId);
      return answered ? finish(request, response, { connect: {} }, true) : undefined;
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

  async function signedIn(request: IncomingMessage, response: ServerResponse, { accountId, methods, byRecoveryCode }: Passed): Promise<void> {
    const here = [deviceName(request), languageOf(request)] as const;
    if (byRecoveryCode) await notices.tell(accountId, 'RECOVERY_CODE_USED', ...here);
    else if (devices.read(request)?.accountId !== accountId && (await signIns.any(accountId))) await notices.tell(accountId, 'NEW_DEVICE', ...here);
    devices.write(request, response, accountId);
    logger.info({ event: 'signed_in', account: accountId, methods }, 'signed in');
    return finish(request, response, { login: { accountId, remember: false, amr: [...methods] } }, false);
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
