import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { normalLogin } from './accounts.js';

/** Makes an account without a password, unless the address or the person has one, and lets the identity app invite it. False where somebody has set a password. */
export async function inviteAccount(pool: Pool, { email, personId }: { email: string; personId: string }): Promise<boolean> {
  const address = normalLogin(email);
  await pool.query(
    `insert into identity.accounts (id, login, email, person_id, created_at)
     select $1, $2, $2, $3, now() where not exists (select from identity.accounts where person_id = $3) on conflict do nothing`,
    [randomUUID(), address, personId],
  );
  const { rowCount } = await pool.query(
    `insert into identity.invitations (account_id, requested_at, next_attempt_at)
     select id, now(), now() from identity.accounts where lower(email) = lower($1) and person_id = $2 and password_hash is null and disabled_at is null
     on conflict (account_id) do update set requested_at = now(), next_attempt_at = now(), attempts = 0, sent_at = null`,
    [address, personId],
  );
  return rowCount === 1;
}

/** For somebody who lost his phone and his recovery codes: removes the second factor and ends his sign-ins. False where there was none. */
export async function removeSecondFactor(pool: Pool, login: string): Promise<boolean> {
  const { rows } = await pool.query<{ id: string }>(
    `with account as (select id from identity.accounts where lower(login) = lower($1))
     delete from identity.second_factors f using account where f.account_id = account.id returning f.account_id as id`,
    [normalLogin(login)],
  );
  const [removed] = rows;
  if (!removed) return false;
  await pool.query('select identity.end_sign_ins($1, null)', [removed.id]);
  await pool.query("insert into identity.security_notices (id, account_id, kind, device, at) values ($1, $2, 'SECOND_FACTOR_REMOVED', null, now())", [randomUUID(), removed.id]);
  return true;
}
