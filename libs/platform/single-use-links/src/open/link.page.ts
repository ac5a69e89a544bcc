import { createHash } from 'node:crypto';
import type { BilingualText, Language } from '@quadhelix/access';
import { html, Html } from '@quadhelix/mail';
import type { LinkChoice } from '../link-kind.js';
import type { OpenedLink } from '../link/links.service.js';

const STYLE = `*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:start center;background:#f3f5f8;color:#1c2733;
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}main{width:min(34rem,100vw);background:#fff;padding:1.2rem;min-height:100vh}
h1{font-size:1.25rem;margin:0 0 .8rem}dt{color:#5a6775;font-size:.9rem}dd{margin:0 0 .6rem;overflow-wrap:anywhere}p{margin:.6rem 0}
form{margin:1rem 0 0}label{display:block}textarea{width:100%;min-height:5rem;padding:.6rem;font:inherit;border:1px solid #b8c2cc;border-radius:6px}
button{width:100%;min-height:48px;margin-top:.6rem;padding:.7rem;font:inherit;border:0;border-radius:6px;background:#1456a8;color:#fff}
form+form button{background:#e8edf3;color:#1c2733}.alert{padding:.6rem .8rem;border-radius:6px;background:#fdecea;color:#8a1c13}.done{color:#0d6b3c}small{color:#5a6775}
textarea:focus-visible,button:focus-visible{outline:3px solid #f2a93b;outline-offset:1px}@media(min-width:36rem){main{margin:2rem 0;min-height:0;border-radius:10px;padding:2rem}}`;

/** No script, this page's own style, forms that lead back to it. */
export const LINK_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const TEXTS = {
  en: {
    until: 'This link works once, until', reason: 'Why (1 to 500 characters)', done: 'Done. Your answer was saved:', once: 'The link does not work any more; you can close this page.',
    refused: 'This cannot go on',
  },
  'zh-CN': {
    until: '此链接仅可使用一次,有效期至', reason: '原因(1 至 500 字)', done: '已完成,您的决定已保存:', once: '此链接已失效,您可以关闭本页。', refused: '无法继续',
  },
} as const;

const said = (text: BilingualText | string, language: Language): string => (typeof text === 'string' ? text : text[language]);

function page(language: Language, title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Quadhelix</title><style>${new Html(STYLE)}</style></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`.text;
}

/** What the link is about, and a form for each choice. `problem` says why an answer was not taken. */
export function askPage(language: Language, { kind, content, expiresAt }: OpenedLink, problem?: string): string {
  const texts = TEXTS[language];
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(expiresAt);
  return page(language, kind.title[language], html`
${problem === undefined ? '' : html`<p class="alert" role="alert">${problem}</p>`}
${(content.warnings ?? []).map((warning) => html`<p class="alert">${warning[language]}</p>`)}
<dl>${content.facts.map(({ label, value }) => html`<dt>${label[language]}</dt><dd>${said(value, language)}</dd>`)}</dl>
${kind.choices.map((choice) => form(language, choice))}
<p><small>${texts.until} ${until}</small></p>`);
}

function form(language: Language, { name, label, reason }: LinkChoice): Html {
  const field = `reason-${name}`;
  return html`<form method="post"><input type="hidden" name="choice" value="${name}">
${reason ? html`<label for="${field}">${TEXTS[language].reason}</label><textarea id="${field}" name="reason" maxlength="500" required></textarea>` : ''}
<button type="submit">${label[language]}</button></form>`;
}

export function donePage(language: Language, { kind }: OpenedLink, choice: string): string {
  const texts = TEXTS[language];
  const label = kind.choices.find(({ name }) => name === choice)?.label[language] ?? choice;
  return page(language, kind.title[language], html`<p class="done" role="status">${texts.done} <strong>${label}</strong></p><p>${texts.once}</p>`);
}

/** Why the link can't be used; `code` is what to tell whoever sent it. */
export function refusedPage(language: Language, text: string, code: string): string {
  return page(language, TEXTS[language].refused, html`<p class="alert" role="alert">${text}</p><p><small>${code}</small></p>`);
}
