import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Passwords } from './passwords.js';

export interface NewAccount {
  /** Given where ids must be repeatable; random otherwise. */
  readonly id?: string;
  /** E-mail address or account name, 3 to 254 characters; unique without regard to case. */
  readonly login: string;
  /** The login itself where that is an address and nothing else is given. */
  readonly email?: string;
  /** Without one nobody can sign in until one is set. */
  readonly password?: string;
  /** The person this account acts as. */
  readonly personId?: string;
}

export interface CreatedAccount {
  readonly id: string;
  readonly login: string;
  /** False where the login was taken; that account stays as it was. */
  readonly created: boolean;
}

export interface AccountProfile {
  readonly id: string;
  readonly login: string;
  readonly personId: string | null;
}

/**
 * Makes an account, or answers the one that has this login.
 * @throws RangeError for a password of the wrong length; Error where the address belongs to another account
 */
export async function createAccount(pool: Pool, passwords: Passwords, input: NewAccount): Promise<CreatedAccount> {
  const login = normalLogin(input.login);
  const known = await accountOfLogin(pool, login);
  if (known) return { id: known, login, created: false };
  const email = input.email === undefined ? (login.includes('@') ? login : null) : normalLogin(input.email);
  const passwordHash = input.password === undefined ? null : await passwords.hash(input.password);
  const { rows } = await pool.query<{ id: string }>(
    `insert into identity.accounts (id, login, email, password_hash, person_id, created_at) values ($1, $2, $3, $4, $5, now())
     on conflict (lower(login)) do nothing returning id`,
    [input.id ?? randomUUID(), login, email, passwordHash, input.personId ?? null],
  );
  const made = rows[0]?.id;
  if (made !== undefined) return { id: made, login, created: true };
  const taken = await accountOfLogin(pool, login);
  if (taken === undefined) throw new Error('The account could not be made');
  return { id: taken, login, created: false };
}

/** Makes many accounts; hashing is spread over two cores. Answers in the order of the input. */
export async function createAccounts(pool: Pool, passwords: Passwords, inputs: readonly NewAccount[]): Promise<CreatedAccount[]> {
  const results: CreatedAccount[] = [];
  for (let start = 0; start < inputs.length; start += 8) {
    results.push(...(await Promise.all(inputs.slice(start, start + 8).map((input) => createAccount(pool, passwords, input)))));
  }
  return results;
}

/** Disables an account and ends its sessions, grants and tokens at once. False where no such account is enabled. */
export async function disableAccount(pool: Pool, login: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with off as (
       update identity.accounts set disabled_at = now() where lower(login) = lower($1) and disabled_at is null returning id),
     gone as (delete from identity.records where account_id in (select id from off))
     select id from off`,
    [normalLogin(login)],
  );
  return rowCount === 1;
}

/** The id of the enabled account that login (or address) and password open, or undefined. Same work in every case. */
export async function authenticate(pool: Pool, passwords: Passwords, login: string, password: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string; password_hash: string | null }>(
    `select id, password_hash from identity.accounts
     where (lower(login) = lower($1) or lower(email) = lower($1)) and disabled_at is null limit 1`,
    [normalLogin(login).slice(0, 254)],
  );
  return (await passwords.matches(rows[0]?.password_hash, password)) ? rows[0]?.id : undefined;
}

/** An enabled account by id. */
export async function accountById(pool: Pool, id: string): Promise<AccountProfile | undefined> {
  const { rows } = await pool.query<AccountProfile>(
    'select id, login, person_id as "personId" from identity.accounts where id = $1 and disabled_at is null',
    [id],
  );
  return rows[0];
}

/** One spelling of what people type: Unicode NFKC (full-width letters become plain), no spaces around, no control characters. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').replace(/\p{Cc}/gu, '').trim();
}

async function accountOfLogin(pool: Pool, login: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>('select id from identity.accounts where lower(login) = lower($1)', [login]);
  return rows[0]?.id;
}
