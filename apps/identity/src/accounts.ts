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
  /** As {@link phoneNumber} takes it. */
  readonly phone?: string;
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
 * @throws RangeError for a password of the wrong length and for what is no phone number; Error where the address belongs to another account
 */
export async function createAccount(pool: Pool, passwords: Passwords, input: NewAccount): Promise<CreatedAccount> {
  const login = normalLogin(input.login);
  const known = await accountOfLogin(pool, login);
  if (known) return { id: known, login, created: false };
  const email = input.email === undefined ? (login.includes('@') ? login : null) : normalLogin(input.email);
  const passwordHash = input.password === undefined ? null : await passwords.hash(input.password);
  const phone = input.phone === undefined ? null : phoneNumber(input.phone);
  if (phone === undefined) throw new RangeError('A phone number looks like +8613800000000');
  const { rows } = await pool.query<{ id: string }>(
    `insert into identity.accounts (id, login, email, phone, password_hash, person_id, created_at) values ($1, $2, $3, $4, $5, $6, now())
     on conflict (lower(login)) do nothing returning id`,
    [input.id ?? randomUUID(), login, email, phone, passwordHash, input.personId ?? null],
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

export interface Credentials {
  readonly id: string;
  readonly passwordHash: string | null;
}

/** The enabled account that has this login, address or phone number. */
export async function credentialsOf(pool: Pool, login: string): Promise<Credentials | undefined> {
  const typed = normalLogin(login).slice(0, 254);
  const { rows } = await pool.query<Credentials>(
    `select id, password_hash as "passwordHash" from identity.accounts
     where (lower(login) = lower($1) or lower(email) = lower($1) or phone = $2) and disabled_at is null limit 1`,
    [typed, phoneNumber(typed) ?? null],
  );
  return rows[0];
}

/** How an account's owner is reached. */
export interface Contact {
  readonly id: string;
  readonly login: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly hasPassword: boolean;
}

export async function contactOf(pool: Pool, id: string): Promise<Contact | undefined> {
  const { rows } = await pool.query<Contact>(
    'select id, login, email, phone, password_hash is not null as "hasPassword" from identity.accounts where id = $1 and disabled_at is null',
    [id],
  );
  return rows[0];
}

/** A phone number as it is kept, `+8613800000000`; undefined where what was typed is none. Eleven digits of a Chinese mobile number need no prefix. */
export function phoneNumber(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s()-]/g, '').replace(/^00/, '+');
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
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
