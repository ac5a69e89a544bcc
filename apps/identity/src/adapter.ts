import { errors } from 'oidc-provider';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';
import { clientMetadata } from './clients.js';
import { tokenHash } from './token-hash.js';

interface Row {
  readonly payload: AdapterPayload;
  readonly consumed: number | null;
}

const REVOCABLE = ['AuthorizationCode', 'AccessToken', 'RefreshToken'];
const OWN_ID = '{id}';

/**
 * Keeps what the provider must remember in identity.records. The id that a browser or app shows is stored as SHA-256 alone:
 * the payload is written without it and gets it back from the question. Clients are read from their own table.
 */
export class PostgresAdapter implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly kind: string,
  ) {}

  /** A session that its owner has ended is not written again by a request that was under way. */
  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    if (this.kind === 'Client') throw new Error('Clients are registered by command');
    await this.pool.query(
      `insert into identity.records (kind, id_hash, payload, grant_id_hash, uid, account_id, client_id, expires_at)
       select $1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8)
         where $5::text is null or not exists (select from identity.sign_ins where session_uid = $5 and ended_at is not null)
       on conflict (kind, id_hash) do update set payload = excluded.payload, grant_id_hash = excluded.grant_id_hash, uid = excluded.uid,
         account_id = excluded.account_id, client_id = excluded.client_id, expires_at = excluded.expires_at`,
      [
        this.kind,
        tokenHash(id),
        JSON.stringify(withoutId(id, payload)),
        payload.grantId === undefined ? null : tokenHash(payload.grantId),
        this.kind === 'Session' ? (payload.uid ?? null) : null,
        payload.accountId ?? null,
        payload.clientId ?? null,
        expiresIn ?? 0,
      ],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.kind === 'Client') return clientMetadata(this.pool, id);
    const { rows } = await this.pool.query<Row>(
      `select payload, extract(epoch from consumed_at)::integer as consumed from identity.records
       where kind = $1 and id_hash = $2 and expires_at > now()`,
      [this.kind, tokenHash(id)],
    );
    const row = rows[0];
    return row && { ...withId(id, row.payload), ...(row.consumed === null ? {} : { consumed: row.consumed }) };
  }

  /** Only sessions are looked up this way, and only to ask whether they still stand: their id is not given back. */
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<Row>(
      'select payload, null as consumed from identity.records where kind = $1 and uid = $2 and expires_at > now()',
      [this.kind, uid],
    );
    return rows[0]?.payload;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /**
   * Marks a code or refresh token as used, once. Whoever comes second, even at the same instant, ends the whole grant:
   * one of the two was stolen (RFC 9700, 4.14.2).
   */
  async consume(id: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      'update identity.records set consumed_at = now() where kind = $1 and id_hash = $2 and consumed_at is null',
      [this.kind, tokenHash(id)],
    );
    if (rowCount === 1) return;
    await this.pool.query(
      `with used as (select grant_id_hash from identity.records where kind = $1 and id_hash = $2)
       delete from identity.records r using used
       where r.grant_id_hash = used.grant_id_hash or (r.kind = 'Grant' and r.id_hash = used.grant_id_hash)`,
      [this.kind, tokenHash(id)],
    );
    throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query('delete from identity.records where kind = $1 and id_hash = $2', [this.kind, tokenHash(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    if (!REVOCABLE.includes(this.kind)) return;
    await this.pool.query('delete from identity.records where kind = $1 and grant_id_hash = $2', [this.kind, tokenHash(grantId)]);
  }
}

function withoutId(id: string, payload: AdapterPayload): AdapterPayload {
  const { jti: _, consumed: __, ...rest } = payload;
  return {
    ...rest,
    ...(rest.returnTo === undefined ? {} : { returnTo: rest.returnTo.replaceAll(id, OWN_ID) }),
    ...(rest.session === undefined ? {} : { session: withoutCookie(rest.session) }),
  };
}

/** An interaction remembers who was signed in; the provider also gives it that session's cookie and never reads it again. */
function withoutCookie(session: NonNullable<AdapterPayload['session']>): NonNullable<AdapterPayload['session']> {
  const { cookie: _, ...rest } = session;
  return rest as NonNullable<AdapterPayload['session']>;
}

function withId(id: string, payload: AdapterPayload): AdapterPayload {
  return { ...payload, jti: id, ...(payload.returnTo === undefined ? {} : { returnTo: payload.returnTo.replaceAll(OWN_ID, id) }) };
}
