import { Html, html } from '@quadhelix/mail';
import type { Language } from './language.js';
import { textsOf } from './texts.js';

/** Served at /style.css, so that pages need neither inline styles nor scripts. */
export const STYLE = `*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f3f5f8;color:#1c2733;
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}main{width:min(26rem,92vw);background:#fff;border-radius:10px;
padding:2rem;box-shadow:0 2px 14px rgba(20,40,80,.1)}h1{font-size:1.3rem;margin:0 0 1rem}small{color:#5a6775}label{display:block;margin:.8rem 0 .2rem}
input{width:100%;padding:.6rem;font:inherit;border:1px solid #b8c2cc;border-radius:6px}button{width:100%;margin-top:1rem;padding:.65rem;font:inherit;
border:0;border-radius:6px;background:#1456a8;color:#fff;cursor:pointer}button.quiet{background:#e8edf3;color:#1c2733}
input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #f2a93b;outline-offset:1px}a{color:#1456a8}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
.alert{padding:.6rem .8rem;border-radius:6px;background:#fdecea;color:#8a1c13}.done{padding:.6rem .8rem;border-radius:6px;background:#e7f4ea;color:#14532d}
.links{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:1rem 0 0}.codes{columns:2;padding-left:1.6rem;font:15px/1.9 ui-monospace,monospace}
.qr svg{display:block;width:12rem;margin:.5rem auto}code{overflow-wrap:anywhere}ul.plain{list-style:none;padding:0}ul.plain li{margin:.6rem 0}`;

/** A whole page. */
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

export interface Form {
  readonly action: string;
  readonly button: string;
  readonly quiet?: boolean;
  /** Values that go along unseen. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** A form with one button. */
export function form({ action, button, quiet = false, hidden = {} }: Form, fields: readonly Html[] = []): Html {
  const unseen = Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  return html`<form method="post" action="${action}">${unseen}${fields}<button class="${quiet ? 'quiet' : ''}" type="submit">${button}</button></form>`;
}

export type FieldKind = 'text' | 'password' | 'new-password' | 'email' | 'tel' | 'digits' | 'code' | 'date';

const ATTRIBUTES: Readonly<Record<FieldKind, Html>> = {
  text: html`maxlength="254" autocomplete="off"`,
  password: html`type="password" autocomplete="current-password" maxlength="256"`,
  'new-password': html`type="password" autocomplete="new-password" minlength="8" maxlength="256"`,
  email: html`type="email" autocomplete="email" maxlength="254"`,
  tel: html`type="tel" autocomplete="tel" maxlength="20"`,
  digits: html`inputmode="numeric" autocomplete="one-time-code" maxlength="24"`,
  code: html`autocomplete="off" autocapitalize="characters" maxlength="24"`,
  date: html`type="date" min="1900-01-01"`,
};

/** A labelled field that must be filled in. `prefix` keeps ids apart where a page has several forms. */
export function field(name: string, label: string, kind: FieldKind, prefix = ''): Html {
  const id = `${prefix}${name}`;
  return html`<label for="${id}">${label}</label><input id="${id}" name="${name}" ${ATTRIBUTES[kind]} required>`;
}

/** What went wrong, read out by screen readers. */
export function alert(text: string | undefined): Html {
  return text === undefined ? html`` : html`<p class="alert" role="alert">${text}</p>`;
}

/** A page that says one thing. */
export function messagePage(language: Language, title: string, text: string, links: Html = html``): string {
  return page(language, title, html`<p class="done" role="status">${text}</p>${links}`);
}
