import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { contactOf } from '../accounts.js';
import type { Language } from '../language.js';
import { accountTextsOf } from '../account.texts.js';
import type { Courier } from './courier.js';

export const NOTICE_KINDS = [
  'NEW_DEVICE', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'ACTIVATED', 'SECOND_FACTOR_ADDED', 'SECOND_FACTOR_REMOVED', 'RECOVERY_CODES_RENEWED', 'RECOVERY_CODE_USED',
  'PHONE_CHANGED', 'SIGNED_OUT_EVERYWHERE',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface SecurityNotice {
  readonly kind: NoticeKind;
  readonly device: string | null;
  readonly at: Date;
}

/** Tells the owner of an account what happened to it: on his account page, and by mail, or else by short message. */
export class SecurityNotices {
  constructor(
    private readonly pool: Pool,
    private readonly courier: Courier,
  ) {}

  async tell(accountId: string, kind: NoticeKind, device: string, language: Language): Promise<void> {
    await this.pool.query('insert into identity.security_notices (id, account_id, kind, device, at) values ($1, $2, $3, $4, now())', [randomUUID(), accountId, kind, device]);
    this.courier.later(async () => {
      const contact = await contactOf(this.pool, accountId);
      const { notices, noticeText, noticeSubject } = accountTextsOf(language);
      const letter = { language, subject: noticeSubject, text: noticeText(notices[kind], device), short: { template: 'NOTICE', value: notices[kind] } } as const;
      if (contact?.email) await this.courier.send('MAIL', { to: contact.email, ...letter });
      else if (contact?.phone) await this.courier.send('SMS', { to: contact.phone, ...letter });
    });
  }

  /** The newest, at most 20. */
  async newest(accountId: string): Promise<SecurityNotice[]> {
    const { rows } = await this.pool.query<SecurityNotice>(
      'select kind, device, at from identity.security_notices where account_id = $1 order by at desc, id desc limit 20',
      [accountId],
    );
    return rows;
  }
}
