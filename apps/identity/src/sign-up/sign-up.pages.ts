import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, type Html } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import { Overloaded } from '../bounded-queue.js';
import { addressOf, BadRequest, readForm, refuseOtherSites, sendPage } from '../http.js';
import { languageOf } from '../language.js';
import { page } from '../layout.js';
import { SlowDown } from '../slow-down.js';
import { signUpTextsOf } from './sign-up.texts.js';
import type { SignUp } from './sign-up.js';

const PATH = /^\/sign-up(?:\/([\w-]{43}))?$/;

/** The pages of signing up, without script. False where the path is another's. */
export function signUpPages({ signUp, issuer, clock, logger }: { signUp: SignUp; issuer: string; clock: Clock; logger: Logger }) {
  const perAddress = new SlowDown(clock, { free: 20, maxWaitSeconds: 600, forgetSeconds: 3_600 });
  const secure = issuer.startsWith('https:');

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const found = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '');
    if (!found) return false;
    const texts = signUpTextsOf(languageOf(request));
    const show = (status: number, body: Html): void => { sendPage(response, status, page(languageOf(request), texts.title, body)); };
    try {
      if (request.method === 'POST') refuseOtherSites(request, issuer);
      else if (request.method !== 'GET') throw new BadRequest(405);
      const token = found[1];
      const form = request.method === 'POST' ? await readForm(request) : null;
      if (form) {
        const wait = perAddress.wait(addressOf(request, secure));
        if (wait > 0) {
          response.setHeader('retry-after', String(wait));
          show(429, html`<p class="alert" role="alert">${texts.tooMany}</p>`);
          return true;
        }
        perAddress.started(addressOf(request, secure));
      }
      if (token === undefined) {
        if (!form) show(200, html`<form method="post" action="/sign-up"><label for="email">${texts.emailLabel}</label><input id="email" name="email" type="email" autocomplete="email" maxlength="254" required autofocus><button type="submit">${texts.ask}</button></form>`);
        else {
          signUp.ask(form.get('email') ?? '', languageOf(request));
          show(200, html`<p>${texts.asked}</p>`);
        }
      } else await answerLink(token, form);
    } catch (error) {
      if (!(error instanceof BadRequest) && !(error instanceof Overloaded)) logger.error({ err: error }, 'sign-up failed');
      response.setHeader('connection', 'close');
      show(error instanceof BadRequest ? error.status : error instanceof Overloaded ? 503 : 500, html`<p class="alert" role="alert">${texts.tooMany}</p>`);
    }
    return true;

    async function answerLink(link: string, form: URLSearchParams | null): Promise<void> {
      const choose = (problem: string | null): Html => html`${problem === null ? '' : html`<p class="alert" role="alert">${problem}</p>`}<p>${texts.choose}</p>
        <form method="post" action="/sign-up/${link}"><label for="password">${texts.passwordLabel}</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="8" maxlength="256" required autofocus><button type="submit">${texts.confirm}</button></form>`;
      const ended = html`<p class="alert" role="alert">${texts.ended}</p>`;
      // A scanner of mail that follows links makes nothing: only the form does.
      if (!form) return void ((await signUp.stands(link)) ? show(200, choose(null)) : show(410, ended));
      try {
        if (await signUp.confirm(link, form.get('password') ?? '')) show(200, html`<p>${texts.done}</p>`);
        else show(410, ended);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        show(400, choose(texts.badPassword));
      }
    }
  };
}
