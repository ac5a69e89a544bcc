import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Pool } from 'pg';
import { html } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import { accountTextsOf } from '../account.texts.js';
import { normalLogin } from '../accounts.js';
import { Overloaded } from '../bounded-queue.js';
import { addressOf, readForm, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import { alert, field, form, messagePage, page } from '../layout.js';
import type { Passwords } from '../passwords.js';
import { plainCode } from '../second-factor/human-code.js';
import { deviceName } from '../sign-ins/device.js';
import { SlowDown } from '../slow-down.js';
import { textsOf } from '../texts.js';
import { passwordProblem, sendBusy } from '../tokens/password-pages.js';
import type { PageHandler } from '../tokens/password-pages.js';
import { tokenHash } from '../token-hash.js';

export interface ActivationOptions {
  readonly pool: Pool;
  readonly passwords: Passwords;
  readonly secure: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Answer {
  readonly outcome: 'DONE' | 'WRONG' | 'NAME_TAKEN';
  readonly accountId?: string;
  readonly login?: string;
}

/** Letters, digits, dot, dash, underscore; a name of digits alone could be a number of somebody else. */
const ACCOUNT_NAME = /^(?=.{3,60}$)(?!\d+$)[\p{L}\p{N}._-]+$/u;

const isDate = (text: string): boolean => {
  const instant = Date.parse(`${text}T00:00:00Z`);
  return /^(19|20)\d{2}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
};

/** Students without e-mail: the code that their school gave them, their number and date of birth let them set a password. */
export function activationPages({ pool, passwords, secure, clock, logger }: ActivationOptions): Readonly<Record<string, PageHandler>> {
  // A whole class may sit behind one address.
  const perAddress = new SlowDown(clock, { free: 200, maxWaitSeconds: 60, forgetSeconds: 900 });

  const activationPage = (request: IncomingMessage, problem?: string): string => {
    const [language, texts] = [languageOf(request), accountTextsOf(languageOf(request))];
    return page(language, texts.activate, html`${alert(problem)}<p>${texts.activateAsk}</p>${form({ action: '/activate', button: texts.activate }, [
      field('code', texts.codeLabel, 'code'), field('number', texts.memberNumberLabel, 'text'), field('born', texts.birthDateLabel, 'date'),
      field('login', texts.accountNameLabel, 'text'), field('password', texts.newPassword, 'new-password'), field('again', texts.newPasswordAgain, 'new-password'),
    ])}`);
  };

  async function activate(request: IncomingMessage, fields: URLSearchParams, login: string): Promise<Answer> {
    // Hashed first: a wrong code takes as long as a right one.
    const hash = await passwords.hash(fields.get('password') ?? '');
    const born = fields.get('born') ?? '';
    const date = isDate(born) ? born : null;
    const { rows } = await pool.query<{ answer: Answer }>('select identity.activate($1, $2, $3, $4, $5, $6, $7, $8) as answer', [
      tokenHash(plainCode(fields.get('code') ?? '')), (fields.get('number') ?? '').normalize('NFKC').trim(), date, randomUUID(), login, hash, deviceName(request), randomUUID(),
    ]);
    return rows[0]?.answer ?? { outcome: 'WRONG' };
  }

  return {
    async 'GET /activate'(request, response) {
      sendPage(response, 200, activationPage(request));
    },

    async 'POST /activate'(request, response) {
      const [fields, address, language] = [await readForm(request), addressOf(request, secure), languageOf(request)];
      const [texts, login] = [accountTextsOf(language), normalLogin(fields.get('login') ?? '')];
      const problem = passwordProblem(texts, fields) ?? (ACCOUNT_NAME.test(login) ? undefined : texts.nameBad);
      if (problem !== undefined) return sendPage(response, 400, activationPage(request, problem));
      const wait = perAddress.wait(address);
      if (wait > 0) return sendBusy(response, 429, wait, activationPage(request, textsOf(language).tooMany));
      perAddress.started(address);
      try {
        const answer = await activate(request, fields, login);
        logger.info({ event: 'activation', outcome: answer.outcome, account: answer.accountId }, 'activation');
        if (answer.outcome === 'WRONG') return sendPage(response, 401, activationPage(request, texts.activationWrong));
        perAddress.succeeded(address, 'one');
        if (answer.outcome === 'NAME_TAKEN') return sendPage(response, 409, activationPage(request, texts.nameTaken));
        sendPage(response, 200, messagePage(language, texts.activate, texts.activated(answer.login ?? login)));
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        sendBusy(response, 503, error.retryAfterSeconds, activationPage(request, textsOf(language).busy));
      }
    },
  };
}
