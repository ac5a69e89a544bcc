import { createHash } from 'node:crypto';
import type { Language } from '@quadhelix/access';
import { localDate } from '@quadhelix/database';
import { html, Html } from '@quadhelix/mail';
import type { CheckedDocument } from './check.service.js';
import { valueText } from '../content/value.text.js';

/** Of the days that strangers are told. */
const ZONE = 'Asia/Shanghai';

const STYLE = `*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f3f5f8;color:#1c2733;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{width:min(34rem,92vw);background:#fff;border-radius:10px;padding:2rem}h1{font-size:1.3rem;margin:0 0 1rem}dt{color:#5a6775}dd{margin:0 0 .6rem;overflow-wrap:anywhere}
.VALID{color:#0d6b3c}.REVOKED,.SUPERSEDED,.NONE{color:#8a1c13}code{font-size:.85em}`;

/** Compares in the browser: the file stays where it is. */
const SCRIPT = `const field=document.getElementById("file"),said=document.getElementById("said");
if(!(window.crypto&&crypto.subtle))said.textContent=said.dataset.insecure;
field.addEventListener("change",async()=>{const file=field.files[0];if(!file)return;
const bytes=new Uint8Array(await crypto.subtle.digest("SHA-256",await file.arrayBuffer()));
const hex=[...bytes].map((each)=>each.toString(16).padStart(2,"0")).join("");
const same=hex===said.dataset.sha256;said.textContent=same?said.dataset.same:said.dataset.other;said.className=same?"VALID":"REVOKED";});`;

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only this page's own style and script run. */
export const PAGE_POLICY = `default-src 'none'; style-src ${hashed(STYLE)}; script-src ${hashed(SCRIPT)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const TEXTS = {
  en: {
    title: 'Check of a document', VALID: 'This document is genuine and valid.', REVOKED: 'This document was issued, but its issuer has revoked it.',
    SUPERSEDED: 'This document was issued, but a newer one has taken its place.', NONE: 'No document has this code. Compare it character by character with the printed one.',
    what: 'Document', issuer: 'Issued by', on: 'Issued on', hash: 'SHA-256 of the issued file', compare: 'Choose your file to compare it with the issued one. It is compared in your browser and not sent.',
    same: 'Your file is the issued one, byte for byte.', other: 'Your file is NOT the issued one: it was changed, printed and scanned, or is another document.', insecure: 'Open this page by https to compare a file.',
  },
  'zh-CN': {
    title: '文件核验', VALID: '此文件真实有效。', REVOKED: '此文件确曾签发,但签发单位已将其撤销。', SUPERSEDED: '此文件确曾签发,但已被新的文件取代。',
    NONE: '没有使用此验证码的文件。请与文件上的验证码逐字核对。', what: '文件', issuer: '签发单位', on: '签发日期', hash: '签发文件的 SHA-256',
    compare: '选择您手中的文件,与签发的文件比对。比对在您的浏览器中进行,文件不会上传。', same: '您的文件与签发的文件逐字节一致。',
    other: '您的文件与签发的文件不一致:已被修改、打印后扫描,或是另一份文件。', insecure: '请通过 https 打开本页以比对文件。',
  },
} as const;

/** The page that a QR code leads to. An unknown code and a malformed one give the same page. */
export function checkPage(language: Language, found: CheckedDocument | null): string {
  const texts = TEXTS[language];
  const body = found ? details(language, found) : html`<p class="NONE" role="status">${texts.NONE}</p>`;
  return html`<!DOCTYPE html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.title} · Quadhelix</title><style>${new Html(STYLE)}</style></head>
<body><main><h1>${texts.title}</h1>
${body}
</main></body>
</html>
`.text;
}

function details(language: Language, found: CheckedDocument): Html {
  const texts = TEXTS[language];
  const on = valueText('date', localDate(found.issuedAt, ZONE), { language, timeZone: ZONE });
  return html`<p class="${found.state}" role="status"><strong>${texts[found.state]}</strong></p>
<dl><dt>${texts.what}</dt><dd>${found.title[language]} (${found.format})</dd><dt>${texts.issuer}</dt><dd>${found.issuer}</dd><dt>${texts.on}</dt><dd>${on}</dd>
<dt>${texts.hash}</dt><dd><code>${found.sha256}</code></dd></dl>
<p><label for="file">${texts.compare}</label></p><p><input type="file" id="file"></p>
<p id="said" role="status" data-sha256="${found.sha256}" data-same="${texts.same}" data-other="${texts.other}" data-insecure="${texts.insecure}"></p>
<script>${new Html(SCRIPT)}</script>`;
}
