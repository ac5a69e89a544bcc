import { html, type Html } from '@quadhelix/mail';
import { accountTextsOf } from '../account.texts.js';
import type { Language } from '../language.js';
import { alert, field, form, page } from '../layout.js';
import type { SecurityNotice } from '../messages/security-notices.js';
import type { Standing } from '../second-factor/second-factors.js';
import type { SignInEntry } from '../sign-ins/sign-ins.js';
import type { AccountSession } from './account-session.js';

export interface AccountView {
  readonly session: AccountSession;
  readonly signIns: readonly SignInEntry[];
  readonly standing: Standing;
  readonly codesLeft: number;
  readonly notices: readonly SecurityNotice[];
  readonly byPhone: boolean;
  readonly problem?: string | undefined;
}

/** All that a person can see of his account and do about it, without a script: one form for each. */
export function accountPage(language: Language, view: AccountView): string {
  const texts = accountTextsOf(language);
  const { session: { account, formToken, uid }, standing, byPhone } = view;
  const send = (action: string, button: string, fields: readonly Html[] = [], more: Readonly<Record<string, string>> = {}, quiet = true): Html =>
    form({ action: `/account/${action}`, button, quiet, hidden: { form: formToken, ...more } }, fields);
  const passwordFor = (prefix: string): Html => field('old', texts.oldPassword, 'password', prefix);

  const signIn = (entry: SignInEntry): Html => html`<li>${entry.device}${entry.sessionUid === uid ? html` <strong>(${texts.thisDevice})</strong>` : ''}<br>
    <small>${texts.lastUsed} ${time(language, entry.lastUsedAt)} · ${entry.methods.join(' + ')}</small>${send('end', texts.end, [], { uid: entry.sessionUid })}</li>`;

  const secondFactor = standing.enrolled
    ? html`<p>${texts.secondFactorOn(view.codesLeft)}</p>${send('recovery-codes', texts.renewCodes, [passwordFor('r-')])}
      ${standing.demanded ? html`<p><small>${texts.demandedKeep}</small></p>` : send('second-factor-remove', texts.remove, [passwordFor('d-')])}`
    : html`<p>${texts.secondFactorOff}</p>${send('second-factor-add', texts.add, [passwordFor('a-')])}`;

  return page(language, texts.account, html`${alert(view.problem)}<p>${texts.signedInAs(account.login)}</p>
    <h2>${texts.signIns}</h2><ul class="plain">${view.signIns.map(signIn)}</ul>${send('end-all', texts.endAll)}
    <h2>${texts.password}</h2>${send('password', texts.changePassword, [
      passwordFor('p-'), field('password', texts.newPassword, 'new-password', 'p-'), field('again', texts.newPasswordAgain, 'new-password', 'p-'),
    ])}
    <h2>${texts.secondFactor}</h2>${secondFactor}
    ${byPhone ? html`<h2>${texts.phone}</h2><p>${account.phone ?? texts.noPhone}</p>${send('phone', texts.send, [field('phone', texts.phoneLabel, 'tel', 'n-'), passwordFor('n-')])}` : ''}
    <h2>${texts.noticesTitle}</h2><ul>${view.notices.map((notice) => html`<li>${texts.notices[notice.kind]}<br><small>${time(language, notice.at)} · ${notice.device ?? ''}</small></li>`)}</ul>`);
}

const time = (language: Language, at: Date): string =>
  at.toLocaleString(language, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' });
