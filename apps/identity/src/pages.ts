import { Html, html } from '@quadhelix/mail';
import { accountTextsOf } from './account.texts.js';
import type { Language } from './language.js';
import { page } from './layout.js';
import { textsOf } from './texts.js';
import type { Texts } from './texts.js';
import { unboundNote, upstreamLinks } from './upstream/upstream.pages.js';
import type { UpstreamOffer } from './upstream/upstream.pages.js';

export type SignInProblem = 'wrong' | 'tooMany' | 'busy';

/** What stands on the sign-in page beside its form. */
export interface SignInOffer {
  readonly problem?: SignInProblem | undefined;
  readonly byPhone?: boolean;
  readonly upstream?: UpstreamOffer | undefined;
}

/** The form that asks for login and password; what was typed as login is not shown again. */
export function signInPage(language: Language, uid: string, { problem, byPhone = false, upstream }: SignInOffer = {}): string {
  const texts = textsOf(language);
  const { forgotten, activate, phoneSignIn } = accountTextsOf(language);
  return page(language, texts.signIn, html`
    ${unboundNote(language, upstream)}${problem ? html`<p class="alert" role="alert">${texts[problem]}</p>` : ''}
    <form method="post" action="/interaction/${uid}/sign-in">
      <label for="login">${texts.loginLabel}</label>
      <input id="login" name="login" autocomplete="username" maxlength="254" required autofocus>
      <label for="password">${texts.passwordLabel}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
      <button type="submit">${texts.signIn}</button>
    </form>
    ${byPhone ? post(uid, 'phone', phoneSignIn, 'quiet') : ''}
    ${upstreamLinks(language, uid, upstream)}
    ${post(uid, 'refuse', texts.cancel, 'quiet')}
    <p class="links"><a href="/forgotten">${forgotten}</a><a href="/activate">${activate}</a></p>`);
}

/** Asks whether a third-party app may act within these scopes. */
export function consentPage(language: Language, uid: string, client: string, scopes: readonly string[]): string {
  const texts = textsOf(language);
  return page(language, texts.consentTitle, html`
    <p>${texts.consentAsk(client)}</p>
    <ul>${scopes.map((scope) => html`<li>${texts.scopes[scope] ?? scope}</li>`)}</ul>
    <p><small>${texts.consentNote}</small></p>
    ${post(uid, 'allow', texts.allow)}${post(uid, 'refuse', texts.deny, 'quiet')}`);
}

/** @param form the provider's own form, which carries its token against forged requests */
export function signOutPage(language: Language, form: string): string {
  const texts = textsOf(language);
  return page(language, texts.signOutTitle, html`
    <p>${texts.signOutAsk}</p>${new Html(form)}
    <button form="op.logoutForm" type="submit" name="logout" value="yes">${texts.signOutYes}</button>
    <button class="quiet" form="op.logoutForm" type="submit">${texts.signOutNo}</button>`);
}

export function signedOutPage(language: Language): string {
  const texts = textsOf(language);
  return page(language, texts.signOutTitle, html`<p>${texts.signedOut}</p>`);
}

/** An error that cannot be sent back to the app: the stable code and, where the protocol gives one, its description. */
export function errorPage(language: Language, code: string, description?: string): string {
  const texts = textsOf(language);
  return page(language, texts.errorTitle, html`<p class="alert" role="alert">${errorText(texts, code)}</p>
    <p><small>${code}${description === undefined ? '' : `: ${description}`}</small></p>`);
}

function errorText(texts: Texts, code: string): string {
  if (code === 'temporarily_unavailable') return texts.busy;
  return code === 'session_not_found' ? texts.expired : texts.errorTitle;
}

function post(uid: string, step: string, label: string, kind = ''): Html {
  return html`<form method="post" action="/interaction/${uid}/${step}"><button class="${kind}" type="submit">${label}</button></form>`;
}
