import { Secret, TOTP } from 'otpauth';
import type { Pool } from 'pg';
import type { Clock } from '@quadhelix/service';
import { seal, unseal } from '../sealing.js';
import { tokenHash } from '../token-hash.js';
import { newHumanCode, plainCode } from './human-code.js';

const PERIOD_SECONDS = 30;
const RECOVERY_CODES = 10;
const DRAFT_MILLISECONDS = 15 * 60_000;

export interface Standing {
  /** The account has a second factor. */
  readonly enrolled: boolean;
  /** Somebody with the account's roles must have one, by the operator's setting. */
  readonly demanded: boolean;
}

/** A second factor that is not there yet: lives in the page, not in the database. */
export interface Draft {
  /** What the form carries: secret, account and time, sealed. */
  readonly sealed: string;
  /** For typing in by hand, base32. */
  readonly secret: string;
  /** For the QR code. */
  readonly uri: string;
}

export interface SecondFactorOptions {
  readonly pool: Pool;
  /** Seals what is stored; from {@link deriveKey}. */
  readonly key: Buffer;
  readonly clock: Clock;
  /** Roles whose holders must have a second factor. */
  readonly roles: readonly string[];
}

/** Time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator app does it) and recovery codes. */
export class SecondFactors {
  constructor(private readonly options: SecondFactorOptions) {}

  async standing(accountId: string): Promise<Standing> {
    const { rows } = await this.options.pool.query<Standing>(
      'select exists (select from identity.second_factors where account_id = $1) as enrolled, identity.holds_role($1, $2) as demanded',
      [accountId, this.options.roles],
    );
    return rows[0] ?? { enrolled: false, demanded: true };
  }

  /** How many recovery codes are left. */
  async codesLeft(accountId: string): Promise<number> {
    const { rows } = await this.options.pool.query<{ n: number }>('select count(*)::integer as n from identity.recovery_codes where account_id = $1', [accountId]);
    return rows[0]?.n ?? 0;
  }

  draft(accountId: string, login: string): Draft {
    const secret = new Secret({ size: 20 });
    const until = this.#now() + DRAFT_MILLISECONDS;
    return { sealed: seal(this.options.key, `draft/${accountId}`, `${until} ${secret.base32}`), secret: secret.base32, uri: this.#totp(secret, login).toString() };
  }

  /** The draft that a form brought back, or undefined where it is another account's, too old, or no draft. */
  reopen(accountId: string, login: string, sealed: string): Draft | undefined {
    const [until = '', secret = ''] = (unseal(this.options.key, `draft/${accountId}`, sealed) ?? '').split(' ');
    if (!(Number(until) > this.#now())) return undefined;
    return { sealed, secret, uri: this.#totp(Secret.fromBase32(secret), login).toString() };
  }

  /** Adds the factor where the code proves that the app has it. Answers the recovery codes, to be shown this once; undefined: the code is wrong. */
  async add(accountId: string, draft: Draft, code: string): Promise<readonly string[] | undefined> {
    const step = this.#stepOf(Secret.fromBase32(draft.secret), code);
    if (step === undefined) return undefined;
    const { pool, key } = this.options;
    const { rowCount } = await pool.query(
      'insert into identity.second_factors (account_id, sealed_secret, last_step, added_at) values ($1, $2, $3, now()) on conflict do nothing',
      [accountId, seal(key, `totp/${accountId}`, draft.secret), step],
    );
    return rowCount === 1 ? this.renewCodes(accountId) : undefined;
  }

  /** Whether a code of the app or a recovery code is right. Either counts once, also for many at the same instant. */
  async check(accountId: string, typed: string): Promise<'TOTP' | 'RECOVERY' | undefined> {
    const { pool, key } = this.options;
    const { rows } = await pool.query<{ sealed: string }>('select sealed_secret as sealed from identity.second_factors where account_id = $1', [accountId]);
    const secret = rows[0] && unseal(key, `totp/${accountId}`, rows[0].sealed);
    const step = secret === undefined ? undefined : this.#stepOf(Secret.fromBase32(secret), typed);
    if (step !== undefined) {
      const { rowCount } = await pool.query('update identity.second_factors set last_step = $2 where account_id = $1 and last_step < $2', [accountId, step]);
      return rowCount === 1 ? 'TOTP' : undefined;
    }
    const { rowCount } = await pool.query('delete from identity.recovery_codes where account_id = $1 and code_hash = $2', [accountId, tokenHash(plainCode(typed))]);
    return rowCount === 1 ? 'RECOVERY' : undefined;
  }

  /** Ten new recovery codes in place of those that were. Only their hashes are kept. */
  async renewCodes(accountId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newHumanCode);
    const client = await this.options.pool.connect();
    try {
      await client.query('begin');
      await client.query('select from identity.second_factors where account_id = $1 for update', [accountId]);
      await client.query('delete from identity.recovery_codes where account_id = $1', [accountId]);
      await client.query('insert into identity.recovery_codes (account_id, code_hash) select $1, unnest($2::bytea[])', [accountId, codes.map((code) => tokenHash(plainCode(code)))]);
      await client.query('commit');
      return codes;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Removes the factor with its recovery codes. False where there is none. */
  async remove(accountId: string): Promise<boolean> {
    const { rowCount } = await this.options.pool.query('delete from identity.second_factors where account_id = $1', [accountId]);
    return rowCount === 1;
  }

  /** The time step whose code this is: now, the one before or the one after. */
  #stepOf(secret: Secret, typed: string): number | undefined {
    const token = typed.normalize('NFKC').replace(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return undefined;
    const delta = TOTP.validate({ token, secret, period: PERIOD_SECONDS, timestamp: this.#now(), window: 1 });
    return delta === null ? undefined : Math.floor(this.#now() / 1000 / PERIOD_SECONDS) + delta;
  }

  #totp(secret: Secret, login: string): TOTP {
    return new TOTP({ issuer: 'Quadhelix', label: login, secret, period: PERIOD_SECONDS });
  }

  #now(): number {
    return this.options.clock.now().getTime();
  }
}
