import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import type { JWK } from 'oidc-provider';
import { deriveKey, seal, unseal } from './sealing.js';

interface KeyRow {
  readonly id: string;
  readonly sealed: string;
}

/**
 * The provider's private keys, newest first. The first start of an installation makes one (RSA 2048, RS256) and stores it
 * sealed; processes that start together agree on one through an advisory lock. Keys sealed under another secret are left
 * alone and a new one is made: only ID tokens are signed, and they live for minutes.
 */
export async function loadSigningKeys(pool: Pool, secret: string): Promise<JWK[]> {
  const key = deriveKey(secret, 'signing-keys');
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))");
    const keys = await readKeys(client, key);
    if (keys.length === 0) keys.push(await makeKey(client, key));
    await client.query('commit');
    return keys;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function readKeys(client: PoolClient, key: Buffer): Promise<JWK[]> {
  const { rows } = await client.query<KeyRow>('select id, sealed from identity.signing_keys order by created_at desc, id');
  return rows.flatMap(({ id, sealed }) => {
    const text = unseal(key, id, sealed);
    return text === undefined ? [] : [JSON.parse(text) as JWK];
  });
}

async function makeKey(client: PoolClient, key: Buffer): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const id = randomUUID();
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' } as JWK;
  await client.query('insert into identity.signing_keys (id, sealed, created_at) values ($1, $2, now())', [
    id,
    seal(key, id, JSON.stringify(jwk)),
  ]);
  return jwk;
}
