import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { html } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import { accountTextsOf } from '../account.texts.js';
import { contactOf, phoneNumber } from '../accounts.js';
import { BadRequest, addressOf, readForm, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import { form } from '../layout.js';
import { signInPage } from '../pages.js';
import { phoneCodePage, phonePage } from '../phone/phone.pages.js';
import type { PhoneCodes } from '../phone/phone-codes.js';
import { enrolPage, recoveryPage, secondFactorPage } from '../second-factor/second-factor.pages.js';
import type { SecondFactors } from '../second-factor/second-factors.js';
import type { SecondStep } from '../second-factor/second-step.js';
import { seal, unseal } from '../sealing.js';
import type { SignIn } from '../sign-in.js';
import { SlowDown } from '../slow-down.js';
import { textsOf } from '../texts.js';
import type { Federation } from '../upstream/federation.js';
import type { DeviceCookie } from './device.js';

/** Who has shown all that is asked for, and how (RFC 8176). */
export interface Passed {
  readonly accountId: string;
  readonly methods: readonly string[];
  readonly byRecoveryCode?: boolean;
}

export interface PersonStepOptions {
  readonly pool: Pool;
  readonly signIn: SignIn;
  readonly factors: SecondFactors;
  readonly secondStep: SecondStep;
  readonly phoneCodes: PhoneCodes;
  /** Whether short messages can be sent. */
  readonly byPhone: boolean;
  readonly federation: Federation;
  readonly devices: DeviceCookie;
  /** Seals what a page carries from step to step. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secure: boolean;
}

/** The steps in which a person shows who he is. Each sends a page, or answers who has passed. */
export type PersonStep = (request: IncomingMessage, response: ServerResponse, uid: string) => Promise<Passed | undefined>;

const STATUS = { wrong: 401, tooMany: 429, busy: 503 } as const;
const TICKET_MILLISECONDS = 10 * 60_000;

export function personSteps(options: PersonStepOptions): Readonly<Record<string, PersonStep>> {
  const { signIn, factors, secondStep, phoneCodes, devices, key, clock, logger } = options;
  const phoneAsks = new SlowDown(clock, { free: 30, maxWaitSeconds: 300, forgetSeconds: 3_600 });

  /** What a page carries: who has passed up to here. `stage` keeps the first step from being shown as the last. */
  const ticket = (stage: 'first' | 'all', uid: string, { accountId, methods }: Passed): string =>
    seal(key, `${stage}/${uid}`, `${clock.now().getTime() + TICKET_MILLISECONDS} ${accountId} ${methods.join(',')}`);
  const opened = (stage: 'first' | 'all', uid: string, sealed: string | null): Passed => {
    const [until, accountId, methods] = (unseal(key, `${stage}/${uid}`, sealed ?? '') ?? '').split(' ');
    if (!accountId || !(Number(until) > clock.now().getTime())) throw new BadRequest(400);
    return { accountId, methods: (methods ?? '').split(',') };
  };

  /** After the first factor: the second where there is one, a new one where the role asks for it, or done. */
  async function afterFirst(request: IncomingMessage, response: ServerResponse, uid: string, passed: Passed): Promise<Passed | undefined> {
    const { enrolled, demanded } = await factors.standing(passed.accountId);
    if (!enrolled && !demanded) return passed;
    const [language, hidden] = [languageOf(request), { ticket: ticket('first', uid, passed) }];
    if (enrolled) sendPage(response, 200, secondFactorPage(language, `/interaction/${uid}/second-factor`, hidden));
    else {
      const draft = factors.draft(passed.accountId, await loginOf(passed.accountId));
      sendPage(response, 200, await enrolPage(language, `/interaction/${uid}/enrol`, draft, hidden, accountTextsOf(language).enrolDemanded));
    }
    return undefined;
  }

  async function loginOf(accountId: string): Promise<string> {
    const contact = await contactOf(options.pool, accountId);
    if (!contact) throw new BadRequest(400);
    return contact.login;
  }

  return {
    async 'sign-in'(request, response, uid) {
      const fields = await readForm(request);
      const attempt = { login: fields.get('login') ?? '', password: fields.get('password') ?? '', address: addressOf(request, options.secure), device: devices.read(request) };
      const result = await signIn.attempt(attempt);
      if (result.outcome === 'ok') return afterFirst(request, response, uid, { accountId: result.accountId, methods: ['pwd'] });
      logger.warn({ event: 'sign_in_refused', outcome: result.outcome }, 'sign-in refused');
      if (result.outcome !== 'wrong') response.setHeader('retry-after', String(result.retryAfterSeconds));
      sendPage(response, STATUS[result.outcome], signInPage(languageOf(request), uid, { problem: result.outcome, byPhone: options.byPhone, upstream: await options.federation.offer(request) }));
      return undefined;
    },

    /** Somebody is back from his organization's provider. What the account demands beyond a first factor it demands of him too. */
    async upstream(request, response, uid) {
      const accountId = await options.federation.account(request, uid);
      return accountId === undefined ? undefined : afterFirst(request, response, uid, { accountId, methods: ['fed'] });
    },

    async organization(request, response, uid) {
      await options.federation.organization(request, response, uid);
      return undefined;
    },

    async 'second-factor'(request, response, uid) {
      const fields = await readForm(request);
      const first = opened('first', uid, fields.get('ticket'));
      const result = await secondStep.attempt(first.accountId, fields.get('code') ?? '', devices.read(request));
      if (result.outcome === 'ok') return { accountId: first.accountId, methods: [...first.methods, 'otp', 'mfa'], byRecoveryCode: result.method === 'RECOVERY' };
      logger.warn({ event: 'second_factor_refused', outcome: result.outcome, account: first.accountId }, 'second factor refused');
      if (result.outcome === 'tooMany') response.setHeader('retry-after', String(result.retryAfterSeconds));
      const language = languageOf(request);
      const problem = result.outcome === 'tooMany' ? textsOf(language).tooMany : accountTextsOf(language).secondFactorWrong;
      sendPage(response, STATUS[result.outcome], secondFactorPage(language, `/interaction/${uid}/second-factor`, { ticket: fields.get('ticket') ?? '' }, problem));
      return undefined;
    },

    async enrol(request, response, uid) {
      const fields = await readForm(request);
      const first = opened('first', uid, fields.get('ticket'));
      const draft = factors.reopen(first.accountId, await loginOf(first.accountId), fields.get('draft') ?? '');
      if (!draft || (await factors.standing(first.accountId)).enrolled) throw new BadRequest(400);
      const [language, codes] = [languageOf(request), await factors.add(first.accountId, draft, fields.get('code') ?? '')];
      if (!codes) {
        sendPage(response, 401, await enrolPage(language, `/interaction/${uid}/enrol`, draft, { ticket: fields.get('ticket') ?? '' }, accountTextsOf(language).secondFactorWrong));
        return undefined;
      }
      const all = ticket('all', uid, { accountId: first.accountId, methods: [...first.methods, 'otp', 'mfa'] });
      sendPage(response, 200, recoveryPage(language, codes, form({ action: `/interaction/${uid}/continue`, button: accountTextsOf(language).goOn, hidden: { ticket: all } })));
      return undefined;
    },

    async continue(request, _response, uid) {
      return opened('all', uid, (await readForm(request)).get('ticket'));
    },

    async phone(request, response, uid) {
      const fields = await readForm(request);
      if (!options.byPhone) throw new BadRequest(404);
      const [language, typed, action] = [languageOf(request), fields.get('phone'), `/interaction/${uid}/phone`];
      const [phone, address] = [phoneNumber(typed ?? ''), addressOf(request, options.secure)];
      const wait = phoneAsks.wait(address);
      if (typed !== null && phone !== undefined && wait === 0) {
        phoneAsks.started(address);
        const id = await phoneCodes.ask({ purpose: 'SIGN_IN', phone, deviceOf: devices.read(request)?.accountId, language });
        sendPage(response, 200, phoneCodePage(language, `/interaction/${uid}/phone-code`, { id }));
      } else if (wait > 0) {
        response.setHeader('retry-after', String(wait));
        sendPage(response, 429, phonePage(language, action, textsOf(language).tooMany));
      } else sendPage(response, typed === null ? 200 : 400, phonePage(language, action, typed === null ? undefined : accountTextsOf(language).phoneBad));
      return undefined;
    },

    async 'phone-code'(request, response, uid) {
      const fields = await readForm(request);
      const [language, id] = [languageOf(request), fields.get('id') ?? ''];
      const accountId = await phoneCodes.redeem('SIGN_IN', id, fields.get('code') ?? '');
      if (accountId !== undefined) return afterFirst(request, response, uid, { accountId, methods: ['sms'] });
      logger.warn({ event: 'phone_code_refused' }, 'phone code refused');
      const again = html`${form({ action: `/interaction/${uid}/phone`, button: accountTextsOf(language).phoneSignIn, quiet: true })}`;
      sendPage(response, 401, phoneCodePage(language, `/interaction/${uid}/phone-code`, { id }, accountTextsOf(language).phoneCodeWrong, again));
      return undefined;
    },
  };
}
