import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { html } from '@quadhelix/mail';
import type { Logger } from '@quadhelix/service';
import type Provider from 'oidc-provider';
import { accountTextsOf } from '../account.texts.js';
import { phoneNumber } from '../accounts.js';
import { Overloaded } from '../bounded-queue.js';
import { BadRequest, readForm, redirect, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import type { NoticeKind, SecurityNotices } from '../messages/security-notices.js';
import type { Passwords } from '../passwords.js';
import { phoneCodePage } from '../phone/phone.pages.js';
import type { PhoneCodes } from '../phone/phone-codes.js';
import { enrolPage, recoveryPage } from '../second-factor/second-factor.pages.js';
import type { SecondFactors } from '../second-factor/second-factors.js';
import type { SignIn, SignInResult } from '../sign-in.js';
import { deviceName } from '../sign-ins/device.js';
import type { SignIns } from '../sign-ins/sign-ins.js';
import { SlowDown } from '../slow-down.js';
import { textsOf } from '../texts.js';
import { passwordProblem } from '../tokens/password-pages.js';
import { accountPage } from './account.page.js';
import { accountSession, formTokenFits, signInAddress } from './account-session.js';
import type { AccountSession } from './account-session.js';

export interface AccountOptions {
  readonly provider: Provider;
  readonly pool: Pool;
  /** For the tokens of forms. */
  readonly key: Buffer;
  readonly signIn: SignIn;
  readonly signIns: SignIns;
  readonly factors: SecondFactors;
  readonly notices: SecurityNotices;
  readonly passwords: Passwords;
  readonly phoneCodes: PhoneCodes;
  readonly byPhone: boolean;
  readonly phoneBrake: SlowDown;
  readonly logger: Logger;
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly session: AccountSession;
  readonly fields: URLSearchParams;
}

const STATUS = { wrong: 401, tooMany: 429, busy: 503 } as const;

/** The pages of one's own account: sign-ins, password, second factor, phone, notices. */
export function accountRoutes(options: AccountOptions) {
  const { provider, pool, signIn, signIns, factors, notices, passwords, phoneCodes } = options;

  async function show({ request, response, session }: Omit<Visit, 'fields'>, status = 200, problem?: string): Promise<void> {
    const id = session.account.id;
    const [standing, codesLeft, entries, newest] = await Promise.all([factors.standing(id), factors.codesLeft(id), signIns.standing(id), notices.newest(id)]);
    sendPage(response, status, accountPage(languageOf(request), { session, signIns: entries, standing, codesLeft, notices: newest, byPhone: options.byPhone, problem }));
  }

  /** The password again, before what a stolen session must not do. Sends the page that says what is wrong, and answers false. */
  async function confirmed(visit: Visit): Promise<boolean> {
    const result: SignInResult = await signIn.confirm(visit.session.account.id, visit.fields.get('old') ?? '');
    if (result.outcome === 'ok') return true;
    if (result.outcome !== 'wrong') visit.response.setHeader('retry-after', String(result.retryAfterSeconds));
    const language = languageOf(visit.request);
    await show(visit, STATUS[result.outcome], result.outcome === 'wrong' ? accountTextsOf(language).passwordWrong : textsOf(language)[result.outcome]);
    return false;
  }

  const tell = ({ request, session }: Visit, kind: NoticeKind): Promise<void> => {
    options.logger.info({ event: kind.toLowerCase(), account: session.account.id }, 'account changed');
    return notices.tell(session.account.id, kind, deviceName(request), languageOf(request));
  };
  const back = (request: IncomingMessage): ReturnType<typeof html> => html`<p class="links"><a href="/account">${accountTextsOf(languageOf(request)).back}</a></p>`;

  const changes: Readonly<Record<string, (visit: Visit) => Promise<void>>> = {
    async end({ response, session, fields }) {
      const uid = fields.get('uid') ?? '';
      if (!(await signIns.end(session.account.id, uid))) throw new BadRequest(404);
      redirect(response, '/account');
    },

    async 'end-all'(visit) {
      await signIns.endAll(visit.session.account.id);
      await tell(visit, 'SIGNED_OUT_EVERYWHERE');
      redirect(visit.response, '/account');
    },

    async password(visit) {
      const problem = passwordProblem(accountTextsOf(languageOf(visit.request)), visit.fields);
      if (problem !== undefined) return show(visit, 400, problem);
      if (!(await confirmed(visit))) return;
      const { id } = visit.session.account;
      await pool.query('update identity.accounts set password_hash = $2 where id = $1 and disabled_at is null', [id, await passwords.hash(visit.fields.get('password') ?? '')]);
      await signIns.endAll(id, visit.session.uid);
      await pool.query('delete from identity.one_time_tokens where account_id = $1', [id]);
      await tell(visit, 'PASSWORD_CHANGED');
      redirect(visit.response, '/account');
    },

    async 'second-factor-add'(visit) {
      if (!(await confirmed(visit))) return;
      const { account, formToken } = visit.session;
      if ((await factors.standing(account.id)).enrolled) throw new BadRequest(400);
      sendPage(visit.response, 200, await enrolPage(languageOf(visit.request), '/account/second-factor-confirm', factors.draft(account.id, account.login), { form: formToken }));
    },

    async 'second-factor-confirm'(visit) {
      const { account, formToken } = visit.session;
      // Only who has given the password has a draft.
      const draft = factors.reopen(account.id, account.login, visit.fields.get('draft') ?? '');
      if (!draft || (await factors.standing(account.id)).enrolled) throw new BadRequest(400);
      const [language, codes] = [languageOf(visit.request), await factors.add(account.id, draft, visit.fields.get('code') ?? '')];
      const action = '/account/second-factor-confirm';
      if (!codes) return sendPage(visit.response, 401, await enrolPage(language, action, draft, { form: formToken }, accountTextsOf(language).secondFactorWrong));
      await signIns.endAll(account.id, visit.session.uid);
      await tell(visit, 'SECOND_FACTOR_ADDED');
      sendPage(visit.response, 200, recoveryPage(language, codes, back(visit.request)));
    },

    async 'second-factor-remove'(visit) {
      if (!(await confirmed(visit))) return;
      const { id } = visit.session.account;
      if ((await factors.standing(id)).demanded) return show(visit, 403, accountTextsOf(languageOf(visit.request)).demandedKeep);
      if (!(await factors.remove(id))) throw new BadRequest(404);
      await tell(visit, 'SECOND_FACTOR_REMOVED');
      redirect(visit.response, '/account');
    },

    async 'recovery-codes'(visit) {
      if (!(await confirmed(visit))) return;
      const { id } = visit.session.account;
      if (!(await factors.standing(id)).enrolled) throw new BadRequest(404);
      const codes = await factors.renewCodes(id);
      await tell(visit, 'RECOVERY_CODES_RENEWED');
      sendPage(visit.response, 200, recoveryPage(languageOf(visit.request), codes, back(visit.request)));
    },

    async phone(visit) {
      const { request, response, session, fields } = visit;
      const [language, phone, wait] = [languageOf(request), phoneNumber(fields.get('phone') ?? ''), options.phoneBrake.wait(session.account.id)];
      if (!options.byPhone) throw new BadRequest(404);
      if (phone === undefined) return show(visit, 400, accountTextsOf(language).phoneBad);
      if (!(await confirmed(visit))) return;
      if (wait > 0) return show(visit, 429, textsOf(language).tooMany);
      options.phoneBrake.started(session.account.id);
      const id = await phoneCodes.ask({ purpose: 'ADD', phone, accountId: session.account.id, language });
      sendPage(response, 200, phoneCodePage(language, '/account/phone-confirm', { form: session.formToken, id, phone }));
    },

    async 'phone-confirm'(visit) {
      const { request, response, session, fields } = visit;
      const [language, id, phone] = [languageOf(request), fields.get('id') ?? '', fields.get('phone') ?? ''];
      const account = await phoneCodes.redeem('ADD', id, fields.get('code') ?? '', phone);
      if (account !== session.account.id) {
        return sendPage(response, 401, phoneCodePage(language, '/account/phone-confirm', { form: session.formToken, id, phone }, accountTextsOf(language).phoneCodeWrong));
      }
      await pool.query(
        'update identity.accounts set phone = $2 where id = $1 and disabled_at is null and not exists (select from identity.accounts where phone = $2)',
        [account, phone],
      );
      await tell(visit, 'PHONE_CHANGED');
      redirect(response, '/account');
    },
  };

  /** Answers a request for an account page; `step` is what follows `/account/`. */
  return async (request: IncomingMessage, response: ServerResponse, step: string): Promise<void> => {
    const session = await accountSession(provider, pool, options.key, request, response);
    const change = Object.hasOwn(changes, step) ? changes[step] : undefined;
    if (request.method === 'POST' && change) {
      if (!session) return redirect(response, '/account');
      const fields = await readForm(request);
      if (!formTokenFits(session, fields.get('form'))) throw new BadRequest(403);
      try {
        return await change({ request, response, session, fields });
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        response.setHeader('retry-after', String(error.retryAfterSeconds));
        return show({ request, response, session }, 503, textsOf(languageOf(request)).busy);
      }
    }
    if (request.method !== 'GET' || step !== '') throw new BadRequest(request.method === 'GET' ? 404 : 405);
    const query = new URL(request.url ?? '', provider.issuer).searchParams;
    const cameBack = query.has('code') || query.has('error');
    if (!session) {
      // Without a session after signing in, the browser keeps no cookies: not round and round.
      if (cameBack) throw new BadRequest(400);
      return redirect(response, signInAddress(provider.issuer));
    }
    return cameBack ? redirect(response, '/account') : show({ request, response, session });
  };
}
