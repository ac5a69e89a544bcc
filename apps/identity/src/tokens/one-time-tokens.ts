import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { tokenHash } from '../token-hash.js';

export type TokenPurpose = 'RESET' | 'INVITATION';

/** Minutes that a token lives. */
const LIFE: Readonly<Record<TokenPurpose, number>> = { RESET: 30, INVITATION: 3 * 24 * 60 };
/** A second mail is not sent before this many minutes: nobody's mailbox can be filled by asking. */
const QUIET_MINUTES = 2;

/** Random values that are sent by mail and count once. The database knows only their SHA-256, for what they are, and until when. */
export class OneTimeTokens {
  constructor(private readonly pool: Pool) {}

  /** A new token in place of an older one; undefined where the older one is only just made. */
  async make(accountId: string, purpose: TokenPurpose): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url');
    const { rowCount } = await this.pool.query(
      `insert into identity.one_time_tokens as t (token_hash, purpose, account_id, created_at, expires_at) values ($1, $2, $3, now(), now() + make_interval(mins => $4))
       on conflict (account_id, purpose) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at
         where t.created_at <= now() - make_interval(mins => $5)`,
      [tokenHash(token), purpose, accountId, LIFE[purpose], QUIET_MINUTES],
    );
    return rowCount === 1 ? token : undefined;
  }

  /** For what a token stands, while it does. */
  async purposeOf(token: string): Promise<TokenPurpose | undefined> {
    const { rows } = await this.pool.query<{ purpose: TokenPurpose }>('select purpose from identity.one_time_tokens where token_hash = $1 and expires_at > now()', [tokenHash(token)]);
    return rows[0]?.purpose;
  }

  /** Uses a token up for a new password, and ends all sign-ins. Answers whose it was; undefined where it stands no more, also for the second at the same instant. */
  async setPassword(token: string, passwordHash: string): Promise<{ accountId: string; purpose: TokenPurpose } | undefined> {
    const { rows } = await this.pool.query<{ accountId: string; purpose: TokenPurpose }>('select account_id as "accountId", purpose from identity.set_password($1, $2)', [
      tokenHash(token),
      passwordHash,
    ]);
    return rows[0];
  }
}
