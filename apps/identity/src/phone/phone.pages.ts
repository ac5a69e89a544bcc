import { html, type Html } from '@quadhelix/mail';
import { accountTextsOf } from '../account.texts.js';
import type { Language } from '../language.js';
import { alert, field, form, page } from '../layout.js';

/** Asks for a phone number. */
export function phonePage(language: Language, action: string, problem?: string): string {
  const texts = accountTextsOf(language);
  return page(language, texts.phoneSignIn, html`${alert(problem)}${form({ action, button: texts.send }, [field('phone', texts.phoneLabel, 'tel')])}`);
}

/** Asks for the code that was sent; says the same whether one was sent or not. */
export function phoneCodePage(language: Language, action: string, hidden: Readonly<Record<string, string>>, problem?: string, further: Html = html``): string {
  const texts = accountTextsOf(language);
  return page(language, texts.phoneSignIn, html`${alert(problem)}<p role="status">${texts.phoneCodeSent}</p>
    ${form({ action, button: texts.confirm, hidden }, [field('code', texts.phoneCodeLabel, 'digits')])}${further}`);
}
