import { Html, html } from '@quadhelix/mail';
import { toString } from 'qrcode';
import { accountTextsOf } from '../account.texts.js';
import type { Language } from '../language.js';
import { alert, field, form, page } from '../layout.js';
import type { Draft } from './second-factors.js';

/** Asks for the second factor. `hidden` tells who has passed the first step. */
export function secondFactorPage(language: Language, action: string, hidden: Readonly<Record<string, string>>, problem?: string): string {
  const texts = accountTextsOf(language);
  return page(language, texts.secondFactor, html`${alert(problem)}<p>${texts.secondFactorAsk}</p>
    ${form({ action, button: texts.confirm, hidden }, [field('code', texts.secondFactorLabel, 'digits')])}`);
}

/** Shows the secret to be added to an authenticator app, as picture and as text, and asks for the first code. */
export async function enrolPage(language: Language, action: string, draft: Draft, hidden: Readonly<Record<string, string>>, problem?: string): Promise<string> {
  const texts = accountTextsOf(language);
  const picture = new Html(await toString(draft.uri, { type: 'svg', margin: 2 }));
  return page(language, texts.secondFactor, html`${alert(problem)}<p>${texts.enrolAsk}</p>
    <div class="qr" role="img" aria-label="QR">${picture}</div><p>${texts.secretLabel}: <code>${draft.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
    ${form({ action, button: texts.confirm, hidden: { ...hidden, draft: draft.sealed } }, [field('code', texts.phoneCodeLabel, 'digits')])}`);
}

/** Shows recovery codes, this once. */
export function recoveryPage(language: Language, codes: readonly string[], further: Html): string {
  const texts = accountTextsOf(language);
  return page(language, texts.recoveryTitle, html`<p>${texts.recoveryNote}</p><ol class="codes">${codes.map((code) => html`<li>${code}</li>`)}</ol>${further}`);
}
