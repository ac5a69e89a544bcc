import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { html } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import { accountTextsOf } from '../account.texts.js';
import type { AccountTexts } from '../account.texts.js';
import { credentialsOf, contactOf } from '../accounts.js';
import { Overloaded } from '../bounded-queue.js';
import { addressOf, readForm, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import { alert, field, form, messagePage, page } from '../layout.js';
import type { Courier } from '../messages/courier.js';
import type { SecurityNotices } from '../messages/security-notices.js';
import type { Passwords } from '../passwords.js';
import { deviceName } from '../sign-ins/device.js';
import { SlowDown } from '../slow-down.js';
import { textsOf } from '../texts.js';
import type { OneTimeTokens } from './one-time-tokens.js';

export interface PasswordPageOptions {
  readonly pool: Pool;
  readonly passwords: Passwords;
  readonly tokens: OneTimeTokens;
  readonly courier: Courier;
  readonly notices: SecurityNotices;
  readonly issuer: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export type PageHandler = (request: IncomingMessage, response: ServerResponse, rest: string) => Promise<void>;

/** What is wrong with a new password that was typed twice; undefined: nothing that shows before it is hashed. */
export function passwordProblem(texts: AccountTexts, fields: URLSearchParams): string | undefined {
  const password = fields.get('password') ?? '';
  const length = [...password.normalize('NFKC')].length;
  if (length < 8 || length > 256) return texts.passwordLength;
  return password === fields.get('again') ? undefined : texts.passwordsDiffer;
}

/** Sends a page that says to come back in a moment. */
export function sendBusy(response: ServerResponse, status: 429 | 503, seconds: number, body: string): void {
  response.setHeader('retry-after', String(seconds));
  sendPage(response, status, body);
}

/** Forgotten passwords, and passwords set by the link of a mail. */
export function passwordPages(options: PasswordPageOptions): Readonly<Record<string, PageHandler>> {
  const { pool, passwords, tokens, courier, notices, issuer, clock } = options;
  const perAddress = new SlowDown(clock, { free: 50, maxWaitSeconds: 60, forgetSeconds: 900 });
  const secure = issuer.startsWith('https:');

  const forgottenPage = (request: IncomingMessage, problem?: string): string => {
    const [language, texts] = [languageOf(request), accountTextsOf(languageOf(request))];
    return page(language, texts.forgotten, html`${alert(problem)}<p>${texts.forgottenAsk}</p>
      ${form({ action: '/forgotten', button: texts.send }, [field('email', texts.emailLabel, 'email')])}`);
  };
  const newPasswordPage = (request: IncomingMessage, token: string, problem?: string): string => {
    const [language, texts] = [languageOf(request), accountTextsOf(languageOf(request))];
    return page(language, texts.setPassword, html`${alert(problem)}${form({ action: '/set-password', button: texts.setPassword, hidden: { token } },
      [field('password', texts.newPassword, 'new-password'), field('again', texts.newPasswordAgain, 'new-password')])}`);
  };
  const gonePage = (request: IncomingMessage): string => {
    const [language, texts] = [languageOf(request), accountTextsOf(languageOf(request))];
    return page(language, texts.setPassword, html`${alert(texts.linkGone)}<p class="links"><a href="/forgotten">${texts.forgotten}</a></p>`);
  };
  /** The address of the page holds a token: it must not go along to any other. */
  const hideAddress = (response: ServerResponse): void => { response.setHeader('referrer-policy', 'no-referrer'); };

  return {
    async 'GET /forgotten'(request, response) {
      sendPage(response, 200, forgottenPage(request));
    },

    async 'POST /forgotten'(request, response) {
      const [fields, address, language] = [await readForm(request), addressOf(request, secure), languageOf(request)];
      const wait = perAddress.wait(address);
      if (wait > 0) return sendBusy(response, 429, wait, forgottenPage(request, textsOf(language).tooMany));
      perAddress.started(address);
      // Looked up after the answer: it takes the same time whether or not there is such an account.
      courier.later(async () => {
        const account = await credentialsOf(pool, fields.get('email') ?? '');
        const contact = account && (await contactOf(pool, account.id));
        if (!contact?.email) return;
        const token = await tokens.make(contact.id, 'RESET');
        if (token === undefined) return;
        const { resetSubject, resetText } = accountTextsOf(language);
        const letter = { language, subject: resetSubject, text: resetText(`${issuer}/set-password/${token}`), short: { template: 'NOTICE', value: resetSubject } } as const;
        await courier.send('MAIL', { to: contact.email, ...letter });
      });
      const texts = accountTextsOf(language);
      sendPage(response, 200, messagePage(language, texts.forgotten, texts.forgottenDone));
    },

    async 'GET /set-password'(request, response, token) {
      hideAddress(response);
      const known = (await tokens.purposeOf(token)) !== undefined;
      sendPage(response, known ? 200 : 410, known ? newPasswordPage(request, token) : gonePage(request));
    },

    async 'POST /set-password'(request, response) {
      hideAddress(response);
      const [fields, language] = [await readForm(request), languageOf(request)];
      const [texts, token] = [accountTextsOf(language), fields.get('token') ?? ''];
      const problem = passwordProblem(texts, fields);
      if (problem !== undefined) return sendPage(response, 400, newPasswordPage(request, token, problem));
      if ((await tokens.purposeOf(token)) === undefined) return sendPage(response, 410, gonePage(request));
      try {
        const used = await tokens.setPassword(token, await passwords.hash(fields.get('password') ?? ''));
        if (!used) return sendPage(response, 410, gonePage(request));
        if (used.purpose === 'RESET') await notices.tell(used.accountId, 'PASSWORD_RESET', deviceName(request), language);
        options.logger.info({ event: 'password_set', purpose: used.purpose, account: used.accountId }, 'password set by mail');
        sendPage(response, 200, messagePage(language, texts.setPassword, texts.passwordSet));
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        sendBusy(response, 503, error.retryAfterSeconds, newPasswordPage(request, token, textsOf(language).busy));
      }
    },
  };
}
