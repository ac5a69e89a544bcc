import { Html, html } from '@quadhelix/mail';
import type { Language } from './language.js';
import { textsOf } from './texts.js';
import type { Texts } from './texts.js';

/** Served at /style.css, so that pages need neither inline styles nor scripts. */
export const STYLE = `*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f3f5f8;color:#1c2733;
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}main{width:min(26rem,92vw);background:#fff;border-radius:10px;
padding:2rem;box-shadow:0 2px 14px rgba(20,40,80,.1)}h1{font-size:1.3rem;margin:0 0 1rem}small{color:#5a6775}label{display:block;margin:.8rem 0 .2rem}
input{width:100%;padding:.6rem;font:inherit;border:1px solid #b8c2cc;border-radius:6px}button{width:100%;margin-top:1rem;padding:.65rem;font:inherit;
border:0;border-radius:6px;background:#1456a8;color:#fff;cursor:pointer}button.quiet{background:#e8edf3;color:#1c2733}
input:focus-visible,button:focus-visible{outline:3px solid #f2a93b;outline-offset:1px}.alert{padding:.6rem .8rem;border-radius:6px;background:#fdecea;color:#8a1c13}`;

export type SignInProblem = 'wrong' | 'tooMany' | 'busy';

/** The form that asks for login and password; what was typed as login is not shown again. */
export function signInPage(language: Language, uid: string, problem?: SignInProblem): string {
  const texts = textsOf(language);
  return page(language, texts.signIn, html`
    ${problem ? html`<p class="alert" role="alert">${texts[problem]}</p>` : ''}
    <form method="post" action="/interaction/${uid}/sign-in">
      <label for="login">${texts.loginLabel}</label>
      <input id="login" name="login" autocomplete="username" maxlength="254" required autofocus>
      <label for="password">${texts.passwordLabel}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
      <button type="submit">${texts.signIn}</button>
    </form>
    ${post(uid, 'refuse', texts.cancel, 'quiet')}`);
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

export function page(language: Language, title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · ${textsOf(language).product}</title>
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
  <h1>${textsOf(language).product} · ${title}</h1>
  ${body}
</main>
</body>
</html>
`.text;
}
