import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { seal, unseal } from '../sealing.js';
import { tokenHash } from '../token-hash.js';
import type { Checks, Identified } from './relying-party.js';

const MINUTES = 10;

interface Sealed extends Checks {
  /** The interaction to go back to. */
  readonly uid: string;
  readonly label?: string;
}

/** Somebody who has signed in at his provider and is bound to no account here. */
export interface Unbound {
  readonly upstream: string;
  readonly label: string;
}

/** Ways to a provider and back. Each belongs to one browser (by its cookie) and one sign-in, its state counts once, and it ends after ten minutes. */
export class UpstreamAttempts {
  constructor(
    private readonly pool: Pool,
    private readonly key: Buffer,
  ) {}

  async start(upstreamId: string, uid: string, browser: string): Promise<Checks> {
    const [state, nonce, verifier] = [random(), random(), random()] as const;
    await this.pool.query('delete from identity.upstream_attempts where expires_at < now() or browser_hash = $1', [tokenHash(browser)]);
    await this.pool.query(
      `insert into identity.upstream_attempts (state_hash, browser_hash, interaction_hash, upstream_id, sealed, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
      [tokenHash(state), tokenHash(browser), tokenHash(uid), upstreamId, this.#seal(upstreamId, { state, nonce, verifier, uid }), MINUTES],
    );
    return { state, nonce, verifier };
  }

  /** Takes the state that came back, once, from the browser that was sent, for the provider that it was sent to. */
  async take(upstreamId: string, state: string, browser: string): Promise<Sealed | undefined> {
    const { rows } = await this.pool.query<{ sealed: string }>(
      `update identity.upstream_attempts set answered_at = now()
       where state_hash = $1 and browser_hash = $2 and upstream_id = $3 and answered_at is null and expires_at > now() returning sealed`,
      [tokenHash(state), tokenHash(browser), upstreamId],
    );
    const text = rows[0] && unseal(this.key, upstreamId, rows[0].sealed);
    return text === undefined ? undefined : (JSON.parse(text) as Sealed);
  }

  async answered(upstreamId: string, sealed: Sealed, { issuer, subject, label }: Identified): Promise<void> {
    await this.pool.query('update identity.upstream_attempts set issuer = $2, subject = $3, sealed = $4 where state_hash = $1 and expires_at > now()', [
      tokenHash(sealed.state), issuer, subject, this.#seal(upstreamId, { ...sealed, label }),
    ]);
  }

  /** The enabled account of who has signed in by this browser for this sign-in; the answer counts once. */
  async account(uid: string, browser: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ id: string }>(
      `delete from identity.upstream_attempts t using identity.upstreams u, identity.upstream_bindings b, identity.accounts a
       where t.browser_hash = $1 and t.interaction_hash = $2 and t.subject is not null and t.expires_at > now() and u.id = t.upstream_id and u.disabled_at is null and u.issuer = t.issuer
         and b.upstream_id = t.upstream_id and b.issuer = t.issuer and b.subject = t.subject and a.id = b.account_id and a.disabled_at is null returning a.id`,
      [tokenHash(browser), tokenHash(uid)],
    );
    return rows[0]?.id;
  }

  /** Who has signed in by this browser and is bound to nobody yet. */
  async unbound(browser: string): Promise<Unbound | undefined> {
    const { rows } = await this.pool.query<{ id: string; name: string; sealed: string }>(
      `select u.id, u.name, t.sealed from identity.upstream_attempts t join identity.upstreams u on u.id = t.upstream_id and u.disabled_at is null and u.issuer = t.issuer
       where t.browser_hash = $1 and t.subject is not null and t.expires_at > now()
         and not exists (select from identity.upstream_bindings b where b.upstream_id = t.upstream_id and b.issuer = t.issuer and b.subject = t.subject)`,
      [tokenHash(browser)],
    );
    const text = rows[0] && unseal(this.key, rows[0].id, rows[0].sealed);
    return rows[0] && text !== undefined ? { upstream: rows[0].name, label: (JSON.parse(text) as Sealed).label ?? '' } : undefined;
  }

  /** Binds him to an account whose owner is signed in and said so. False where either is bound already. */
  async bind(browser: string, accountId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `with taken as (delete from identity.upstream_attempts t where t.browser_hash = $1 and t.subject is not null and t.expires_at > now() returning t.*)
       insert into identity.upstream_bindings (upstream_id, issuer, subject, account_id, bound_by, bound_at)
       select t.upstream_id, t.issuer, t.subject, $2, 'PERSON', now() from taken t join identity.upstreams u on u.id = t.upstream_id and u.disabled_at is null and u.issuer = t.issuer
       on conflict do nothing`,
      [tokenHash(browser), accountId],
    );
    return rowCount === 1;
  }

  async forget(browser: string): Promise<void> {
    await this.pool.query('delete from identity.upstream_attempts where browser_hash = $1', [tokenHash(browser)]);
  }

  #seal(upstreamId: string, sealed: Sealed): string {
    return seal(this.key, upstreamId, JSON.stringify(sealed));
  }
}

const random = (): string => randomBytes(32).toString('base64url');
