import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { accountTextsOf } from '../account.texts.js';
import type { Language } from '../language.js';
import type { Courier } from '../messages/courier.js';
import { tokenHash } from '../token-hash.js';

export interface CodeRequest {
  readonly purpose: 'SIGN_IN' | 'ADD';
  /** As it is kept, `+8613800000000`. */
  readonly phone: string;
  /** Who adds the number. */
  readonly accountId?: string;
  /** Whose device it is asked from, where that is known. */
  readonly deviceOf?: string | undefined;
  readonly language: Language;
}

export interface PhoneCodeOptions {
  readonly pool: Pool;
  /** For the HMACs of numbers and codes. */
  readonly key: Buffer;
  readonly courier: Courier;
}

/**
 * Six digits sent to a phone, good for five minutes and five tries. What is answered is the same whether or not anybody has the number, and whether or not
 * there were too many lately: a message that does not come is all that is noticed, by who has the phone.
 */
export class PhoneCodes {
  constructor(private readonly options: PhoneCodeOptions) {}

  /** Answers what the page carries along; the message is sent beside the answer. */
  async ask({ purpose, phone, accountId, deviceOf, language }: CodeRequest): Promise<string> {
    const { pool, courier } = this.options;
    const id = randomBytes(32).toString('base64url');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const { rows } = await pool.query<{ send: boolean }>('select identity.ask_phone_code($1, $2, $3, $4, $5, $6, $7) as send', [
      tokenHash(id), purpose, accountId ?? null, phone, this.#hmac('number', phone), this.#hmac(id, code), deviceOf ?? null,
    ]);
    if (rows[0]?.send === true) {
      const { codeSubject, codeText } = accountTextsOf(language);
      courier.later(async () => {
        await courier.send('SMS', { to: phone, language, subject: codeSubject, text: codeText(code), short: { template: 'CODE', value: code } });
      });
    }
    return id;
  }

  /** Whose code this is; undefined where it is wrong, too old, used, tried too often, or for another number. */
  async redeem(purpose: CodeRequest['purpose'], id: string, typed: string, phone?: string): Promise<string | undefined> {
    const { pool } = this.options;
    const { rows } = await pool.query<{ code: Buffer; number: Buffer; account: string | null }>(
      `update identity.phone_codes set tries_left = tries_left - 1 where id_hash = $1 and purpose = $2 and tries_left > 0 and expires_at > now()
       returning code_hmac as code, phone_hmac as number, account_id as account`,
      [tokenHash(id), purpose],
    );
    const [row] = rows;
    const right = row !== undefined && timingSafeEqual(row.code, this.#hmac(id, typed.normalize('NFKC').replace(/\s/g, '')));
    const sameNumber = phone === undefined || (row !== undefined && timingSafeEqual(row.number, this.#hmac('number', phone)));
    if (!row || !right || !sameNumber || row.account === null) return undefined;
    // Used up, and once only; the row stays to be counted.
    const { rowCount } = await pool.query('update identity.phone_codes set tries_left = 0, expires_at = created_at where id_hash = $1 and expires_at > now()', [tokenHash(id)]);
    return rowCount === 1 ? row.account : undefined;
  }

  /** The key of a code is bound to the page that it was asked from. */
  #hmac(of: string, value: string): Buffer {
    return createHmac('sha256', this.options.key).update(`${of}\n${value}`).digest();
  }
}
