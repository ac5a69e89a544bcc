import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';
import { ALL_SCOPES, isForApps } from './scopes.js';
import { tokenHash } from './token-hash.js';

export type GrantType = 'authorization_code' | 'refresh_token' | 'client_credentials';

export interface NewClient {
  /** 3 to 63 of a-z, 0-9, dot, dash, underscore. */
  readonly id: string;
  /** Shown to people on the consent page. */
  readonly name: string;
  /** `public`: no secret, PKCE alone (browsers, desktop). `confidential`: gets a secret. */
  readonly type: 'public' | 'confidential';
  readonly grantTypes: readonly GrantType[];
  /** The most the client can ever ask for. */
  readonly scopes: readonly string[];
  /** Compared character by character. */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** Part of the product: people are not asked for consent. */
  readonly firstParty?: boolean;
  readonly ownerOrganizationId?: string;
  /** Only where a secret must be repeatable (the demo); at least 32 characters. Random otherwise. */
  readonly secret?: string;
}

export interface RegisteredClient {
  readonly id: string;
  /** Shown this once; only its hash is kept. Absent for a public client and where the client already existed. */
  readonly secret?: string;
  /** False where the id was taken; that client stays as it was. */
  readonly created: boolean;
}

/** @throws RangeError for a scope that does not exist or that an app may not hold, or a secret that is too short; a database error for other bad values */
export async function registerClient(pool: Pool, input: NewClient): Promise<RegisteredClient> {
  const unknown = input.scopes.filter((scope) => !ALL_SCOPES.includes(scope));
  if (unknown.length > 0) throw new RangeError(`No such scope: ${unknown.join(', ')}`);
  const kept = input.firstParty === true ? [] : input.scopes.filter((scope) => !isForApps(scope));
  if (kept.length > 0) throw new RangeError(`Only for clients of the product: ${kept.join(', ')}`);
  if (input.secret !== undefined && input.secret.length < 32) throw new RangeError('A client secret has at least 32 characters');
  const secret = input.type === 'public' ? undefined : (input.secret ?? randomBytes(32).toString('base64url'));
  const { rowCount } = await pool.query(
    `insert into identity.clients (id, name, secret_hash, redirect_uris, post_logout_redirect_uris, grant_types, scopes, first_party,
       owner_organization_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now()) on conflict (id) do nothing`,
    [
      input.id,
      input.name,
      secret === undefined ? null : secretHash(secret),
      input.redirectUris ?? [],
      input.postLogoutRedirectUris ?? [],
      input.grantTypes,
      input.scopes,
      input.firstParty ?? false,
      input.ownerOrganizationId ?? null,
    ],
  );
  if (rowCount !== 1) return { id: input.id, created: false };
  return { id: input.id, created: true, ...(secret === undefined ? {} : { secret }) };
}

/** Disables a client and ends its grants and tokens at once. False where no such client is enabled. */
export async function disableClient(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with off as (update identity.clients set disabled_at = now() where id = $1 and disabled_at is null returning id),
     gone as (delete from identity.records where client_id in (select id from off))
     select id from off`,
    [id],
  );
  return rowCount === 1;
}

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly secret_hash: string | null;
  readonly previous_secret: string | null;
  readonly redirect_uris: string[];
  readonly post_logout_redirect_uris: string[];
  readonly grant_types: string[];
  readonly scopes: string[];
  readonly first_party: boolean;
}

/** The provider's view of an enabled client. Read for each request, so that disabling works at once. */
export async function clientMetadata(pool: Pool, id: string): Promise<AdapterPayload | undefined> {
  const { rows } = await pool.query<ClientRow>(
    `select id, name, secret_hash, case when previous_secret_until > now() then previous_secret_hash end as previous_secret, redirect_uris,
       post_logout_redirect_uris, grant_types, scopes, first_party
     from identity.clients where id = $1 and disabled_at is null`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    client_id: row.id,
    client_name: row.name,
    ...(row.secret_hash === null ? {} : { client_secret: row.secret_hash, ...(row.previous_secret === null ? {} : { previous_secret: row.previous_secret }) }),
    token_endpoint_auth_method: row.secret_hash === null ? 'none' : 'client_secret_basic',
    redirect_uris: row.redirect_uris,
    post_logout_redirect_uris: row.post_logout_redirect_uris,
    grant_types: row.grant_types,
    response_types: row.grant_types.includes('authorization_code') ? ['code'] : [],
    scope: row.scopes.join(' '),
    first_party: row.first_party,
  } as AdapterPayload;
}

/** `sha256:` and digest. A plain hash is enough: secrets are random, not chosen by people. */
export function secretHash(secret: string): string {
  return `sha256:${tokenHash(secret).toString('base64url')}`;
}

/** Compares a presented secret with a stored hash in constant time. */
export function secretMatches(stored: string | undefined, presented: string): boolean {
  const expected = Buffer.from(stored ?? '');
  const actual = Buffer.from(secretHash(presented));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
