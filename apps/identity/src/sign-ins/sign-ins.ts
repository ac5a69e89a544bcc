import type { Pool } from 'pg';

/** Where an account is signed in. */
export interface SignInEntry {
  readonly sessionUid: string;
  readonly device: string;
  readonly methods: readonly string[];
  readonly signedInAt: Date;
  /** When it last got a page or a token. */
  readonly lastUsedAt: Date;
}

export interface SignInUse {
  readonly sessionUid: string;
  readonly accountId: string;
  readonly device: string;
  readonly methods: readonly string[];
}

/** The sign-ins of accounts: written as sessions are used, listed for their owner, ended by him. */
export class SignIns {
  constructor(private readonly pool: Pool) {}

  /** Notes that a session was used. A session that its owner ended stays ended. */
  async used({ sessionUid, accountId, device, methods }: SignInUse): Promise<void> {
    await this.pool.query(
      `insert into identity.sign_ins (session_uid, account_id, device, methods, signed_in_at, last_used_at) values ($1, $2, $3, $4, now(), now())
       on conflict (session_uid) do update set last_used_at = now(), account_id = excluded.account_id, methods = excluded.methods
         where identity.sign_ins.ended_at is null`,
      [sessionUid, accountId, device, methods],
    );
  }

  /** A refresh token of this session was used. */
  async refreshed(sessionUid: string): Promise<void> {
    await this.pool.query('update identity.sign_ins set last_used_at = now() where session_uid = $1 and ended_at is null', [sessionUid]);
  }

  /** Those that still open something: a session, or a token that outlives it. Newest first, at most 50. */
  async standing(accountId: string): Promise<SignInEntry[]> {
    const { rows } = await this.pool.query<SignInEntry>(
      `select session_uid as "sessionUid", device, methods, signed_in_at as "signedInAt", last_used_at as "lastUsedAt" from identity.sign_ins s
       where account_id = $1 and ended_at is null and exists (select from identity.records r where r.account_id = s.account_id and r.expires_at > now()
         and ((r.kind = 'Session' and r.uid = s.session_uid) or (r.kind in ('RefreshToken', 'AccessToken') and r.consumed_at is null and r.payload ->> 'sessionUid' = s.session_uid)))
       order by last_used_at desc limit 50`,
      [accountId],
    );
    return rows;
  }

  /** Whether the account has ever signed in before. */
  async any(accountId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ known: boolean }>('select exists (select from identity.sign_ins where account_id = $1) as known', [accountId]);
    return rows[0]?.known === true;
  }

  /** Ends one at once, with its tokens. False where it is not the account's, or ended. */
  async end(accountId: string, sessionUid: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ ended: boolean }>('select identity.end_sign_in($1, $2) as ended', [accountId, sessionUid]);
    return rows[0]?.ended === true;
  }

  /** Ends all at once, or all but one. Answers how many there were. */
  async endAll(accountId: string, but: string | null = null): Promise<number> {
    const { rows } = await this.pool.query<{ ended: number }>('select identity.end_sign_ins($1, $2) as ended', [accountId, but]);
    return rows[0]?.ended ?? 0;
  }
}
