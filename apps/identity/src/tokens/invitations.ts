import type { Logger } from '@quadhelix/service';
import type { Pool } from 'pg';
import { accountTextsOf } from '../account.texts.js';
import type { Courier } from '../messages/courier.js';
import type { OneTimeTokens } from './one-time-tokens.js';

const EVERY_MILLISECONDS = 5_000;
const AT_ONCE = 20;
const MOST_ATTEMPTS = 5;

export interface InvitationOptions {
  readonly pool: Pool;
  readonly tokens: OneTimeTokens;
  readonly courier: Courier;
  readonly issuer: string;
  readonly logger: Logger;
}

/** Sends the invitations that were asked for. They are rows: what a dead process had taken is sent again after ten minutes. */
export class Invitations {
  constructor(private readonly options: InvitationOptions) {}

  /** Sends those that wait. Answers how many left. */
  async sendWaiting(): Promise<number> {
    const { pool } = this.options;
    const { rows } = await pool.query<{ accountId: string; email: string | null }>(
      `with mine as (select account_id from identity.invitations where next_attempt_at <= now() order by next_attempt_at limit ${AT_ONCE} for update skip locked)
       update identity.invitations i set attempts = i.attempts + 1,
         next_attempt_at = case when i.attempts + 1 < ${MOST_ATTEMPTS} then now() + interval '10 minutes' end
       from mine, identity.accounts a where i.account_id = mine.account_id and a.id = i.account_id and a.disabled_at is null
       returning i.account_id as "accountId", a.email`,
    );
    const sent = await Promise.all(rows.map(async ({ accountId, email }) => email !== null && (await this.#send(accountId, email))));
    return sent.filter(Boolean).length;
  }

  /** Sends every few seconds; several processes share the work. Call the answer to stop. */
  start(): () => void {
    const timer = setInterval(() => {
      this.sendWaiting().catch((err: unknown) => { this.options.logger.error({ err }, 'invitations could not be sent'); });
    }, EVERY_MILLISECONDS);
    timer.unref();
    return () => { clearInterval(timer); };
  }

  async #send(accountId: string, email: string): Promise<boolean> {
    const { tokens, courier, issuer, pool } = this.options;
    const token = await tokens.make(accountId, 'INVITATION');
    if (token === undefined) return false;
    const [zh, en] = [accountTextsOf('zh-CN'), accountTextsOf('en')];
    const address = `${issuer}/set-password/${token}`;
    // Nobody knows yet which language its reader reads.
    const text = `${zh.invitationText(address)}\n\n${en.invitationText(address)}`;
    const left = await courier.send('MAIL', { to: email, language: 'zh-CN', subject: `${zh.invitationSubject} · ${en.invitationSubject}`, text, short: { template: 'NOTICE', value: zh.invitationSubject } });
    if (left) await pool.query('update identity.invitations set sent_at = now(), next_attempt_at = null where account_id = $1', [accountId]);
    return left;
  }
}
