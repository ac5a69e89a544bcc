import type { Pool } from 'pg';
import { normalLogin } from '../accounts.js';
import { deriveKey, seal, unseal } from '../sealing.js';

export interface NewUpstream {
  /** 2 to 63 of a-z, 0-9, dash; part of the redirect address that the provider is told. */
  readonly id: string;
  /** Whose provider it is. */
  readonly organizationId: string;
  /** What stands on the button. */
  readonly name: string;
  /** Exactly as the provider names itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Kept sealed. */
  readonly clientSecret: string;
  /** People who type an address of one of these are sent there. */
  readonly emailDomains?: readonly string[];
  /** Is it offered to everybody who signs in? True where unset. */
  readonly button?: boolean;
}

/** A provider of an organization, as it is configured now. */
export interface Upstream {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly updatedAt: Date;
}

/** What the sign-in page shows of one. */
export interface UpstreamButton {
  readonly id: string;
  readonly name: string;
}

const sealingKey = (secret: string): Buffer => deriveKey(secret, 'upstream-secrets');

/** Sets a provider up or changes it; one that was disabled works again. Who was bound at another issuer is not bound at the new one. */
export async function configureUpstream(pool: Pool, secret: string, input: NewUpstream): Promise<void> {
  const domains = (input.emailDomains ?? []).map((domain) => domain.toLowerCase());
  await pool.query(
    `insert into identity.upstreams (id, organization_id, name, issuer, client_id, sealed_secret, email_domains, button, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now(), now())
     on conflict (id) do update set organization_id = excluded.organization_id, name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
       sealed_secret = excluded.sealed_secret, email_domains = excluded.email_domains, button = excluded.button, updated_at = now(), disabled_at = null`,
    [input.id, input.organizationId, input.name, input.issuer, input.clientId, seal(sealingKey(secret), input.id, input.clientSecret), domains, input.button ?? true],
  );
}

/** Nobody signs in by it any more, from the next request on; sessions that stand go on. False where no such provider is enabled. */
export async function disableUpstream(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query('update identity.upstreams set disabled_at = now(), updated_at = now() where id = $1 and disabled_at is null', [id]);
  return rowCount === 1;
}

/** Binds somebody at a provider to an account, by an operator's order. False where the provider or the account is not there, or either is bound already. */
export async function bindByOperator(pool: Pool, upstreamId: string, subject: string, login: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into identity.upstream_bindings (upstream_id, issuer, subject, account_id, bound_by, bound_at)
     select u.id, u.issuer, $2, a.id, 'OPERATOR', now() from identity.upstreams u, identity.accounts a
     where u.id = $1 and lower(a.login) = lower($3) and a.disabled_at is null on conflict do nothing`,
    [upstreamId, subject, normalLogin(login)],
  );
  return rowCount === 1;
}

/** Reads providers. Their secrets are opened with the installation's secret. */
export class Upstreams {
  readonly #key: Buffer;

  constructor(
    private readonly pool: Pool,
    secret: string,
  ) {
    this.#key = sealingKey(secret);
  }

  /** An enabled provider. Undefined also where its secret was sealed under another secret. */
  async find(id: string): Promise<Upstream | undefined> {
    const { rows } = await this.pool.query<Omit<Upstream, 'clientSecret'> & { sealed: string }>(
      `select id, name, issuer, client_id as "clientId", sealed_secret as sealed, updated_at as "updatedAt" from identity.upstreams where id = $1 and disabled_at is null`,
      [id],
    );
    const [row] = rows;
    const clientSecret = row && unseal(this.#key, row.id, row.sealed);
    return row && clientSecret !== undefined ? { ...row, clientSecret } : undefined;
  }

  /** Providers that are offered to everybody, and whether there are others, which are found by an address. */
  async offered(): Promise<{ readonly buttons: readonly UpstreamButton[]; readonly byAddress: boolean }> {
    const { rows } = await this.pool.query<UpstreamButton & { button: boolean; addressed: boolean }>(
      'select id, name, button, cardinality(email_domains) > 0 as addressed from identity.upstreams where disabled_at is null order by name, id limit 100',
    );
    return { buttons: rows.filter(({ button }) => button).map(({ id, name }) => ({ id, name })), byAddress: rows.some(({ addressed }) => addressed) };
  }

  /** The provider for an e-mail address, by its domain. The address says where somebody may sign in, never who he is. */
  async ofAddress(email: string): Promise<UpstreamButton | undefined> {
    const domain = normalLogin(email).toLowerCase().split('@').at(-1) ?? '';
    const { rows } = await this.pool.query<UpstreamButton>(
      'select id, name from identity.upstreams where disabled_at is null and $1 = any (email_domains) order by id limit 1',
      [domain],
    );
    return rows[0];
  }
}
