import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { MessageChannel } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import { normalLogin } from '../accounts.js';
import type { Language } from '../language.js';
import type { Passwords } from '../passwords.js';
import { tokenHash } from '../token-hash.js';
import { signUpTextsOf } from './sign-up.texts.js';

/** A second mail to the same address is not sent before this many minutes: nobody's mailbox can be filled by asking. */
const QUIET_MINUTES = 10;
const LIFE_HOURS = 24;
const MOST_AT_ONCE = 100;
const DEADLINE_MILLISECONDS = 10_000;

export interface SignUpOptions {
  readonly pool: Pool;
  readonly passwords: Passwords;
  readonly mail: MessageChannel;
  readonly issuer: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Anybody makes an account of his own: he asks with an address, and the link that is sent there lets him choose a password. The account is nobody's: it opens no alliance,
 * and may have sandboxes. The password is chosen behind the link, so that whoever asks with somebody else's address never knows it.
 */
export class SignUp {
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly options: SignUpOptions) {}

  /** Returns at once, whatever there is: neither the answer nor its time tells whether an address is known. */
  ask(address: string, language: Language): void {
    const email = normalLogin(address);
    if (email.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || this.#underWay.size >= MOST_AT_ONCE) return;
    const work = this.#send(email, language)
      .catch((err: unknown) => { this.options.logger.error({ err }, 'a sign-up could not be sent'); })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** When all that is under way has left. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Does a link still stand? */
  async stands(token: string): Promise<boolean> {
    const { rowCount } = await this.options.pool.query('select from identity.sign_ups where token_hash = $1 and expires_at > now()', [tokenHash(token)]);
    return rowCount === 1;
  }

  /**
   * Makes the account of a link; false where it stands no more, also for the second at the same instant, and where the address got an account meanwhile.
   * Throws RangeError for a password of the wrong length, Overloaded.
   */
  async confirm(token: string, password: string): Promise<boolean> {
    if (!(await this.stands(token))) return false;
    const passwordHash = await this.options.passwords.hash(password);
    const { rowCount } = await this.options.pool.query(
      `with used as (delete from identity.sign_ups where token_hash = $1 and expires_at > now() returning email)
       insert into identity.accounts (id, login, email, password_hash, created_at) select $2, email, email, $3, now() from used on conflict do nothing`,
      [tokenHash(token), randomUUID(), passwordHash]);
    return rowCount === 1;
  }

  async #send(email: string, language: Language): Promise<void> {
    const { pool, mail, issuer, clock } = this.options;
    const token = randomBytes(32).toString('base64url');
    const { rows } = await pool.query<{ known: boolean }>(
      `with gone as (delete from identity.sign_ups where expires_at <= now())
       insert into identity.sign_ups as s (email, token_hash, asked_at, expires_at) values ($1, $2, now(), now() + make_interval(hours => $3))
       on conflict (lower(email)) do update set token_hash = excluded.token_hash, asked_at = excluded.asked_at, expires_at = excluded.expires_at
         where s.asked_at <= now() - make_interval(mins => $4)
       returning exists (select from identity.accounts a where lower(a.email) = lower($1) or lower(a.login) = lower($1)) as known`, [email, tokenHash(token), LIFE_HOURS, QUIET_MINUTES]);
    const [asked] = rows;
    if (!asked) return;
    const texts = signUpTextsOf(language);
    const letter = asked.known ? { subject: texts.knownSubject, text: texts.knownText } : { subject: texts.mailSubject, text: texts.mailText(`${issuer}/sign-up/${token}`) };
    const result = await mail.send({ id: randomUUID(), to: email, language, ...letter, short: { template: 'NOTICE', value: letter.subject }, at: clock.now() }, AbortSignal.timeout(DEADLINE_MILLISECONDS));
    if (result.outcome === 'REFUSED') this.options.logger.error({ event: 'message_refused', code: result.code }, 'a message was refused');
  }
}
