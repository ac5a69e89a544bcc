import type { Clock } from '@quadhelix/service';
import type { Pool } from 'pg';
import { credentialsOf, normalLogin } from './accounts.js';
import { Overloaded } from './bounded-queue.js';
import type { Passwords } from './passwords.js';
import type { KnownDevice } from './sign-ins/device.js';
import { SlowDown } from './slow-down.js';

export type SignInResult =
  | { readonly outcome: 'ok'; readonly accountId: string }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'tooMany' | 'busy'; readonly retryAfterSeconds: number };

export interface SignInAttempt {
  readonly login: string;
  readonly password: string;
  readonly address: string;
  /** Where the browser brought the cookie of a device on which somebody has signed in. */
  readonly device?: KnownDevice | undefined;
}

/**
 * Checks login and password behind two brakes: per login and per network address. Unknown and wrong answer the same. The owner of an account, on a device
 * where he has signed in before, has a brake of his own: whoever guesses his password from elsewhere slows down himself, not him.
 */
export class SignIn {
  readonly #perLogin: SlowDown;
  readonly #perAddress: SlowDown;
  readonly #perDevice: SlowDown;

  constructor(
    private readonly pool: Pool,
    private readonly passwords: Passwords,
    clock: Clock,
  ) {
    this.#perLogin = new SlowDown(clock, { free: 5, maxWaitSeconds: 60, forgetSeconds: 900 });
    this.#perAddress = new SlowDown(clock, { free: 200, maxWaitSeconds: 30, forgetSeconds: 900 });
    this.#perDevice = new SlowDown(clock, { free: 5, maxWaitSeconds: 60, forgetSeconds: 900 });
  }

  async attempt({ login, password, address, device }: SignInAttempt): Promise<SignInResult> {
    const account = device && (await credentialsOf(this.pool, login));
    if (account && account.id === device.accountId) {
      return this.#behind([[this.#perDevice, `${device.id} ${account.id}`]], () => this.#matches(account, password, true));
    }
    const key = normalLogin(login).toLowerCase().slice(0, 254);
    return this.#behind([[this.#perLogin, key], [this.#perAddress, address]], async () => this.#matches(await credentialsOf(this.pool, login), password, false));
  }

  /** Checks the password of an account whose owner is signed in, before something that a stolen session must not do. */
  async confirm(accountId: string, password: string): Promise<SignInResult> {
    const { rows } = await this.pool.query<{ hash: string | null }>('select password_hash as hash from identity.accounts where id = $1 and disabled_at is null', [accountId]);
    return this.#behind([[this.#perDevice, `confirm ${accountId}`]], () => this.#matches({ id: accountId, passwordHash: rows[0]?.hash ?? null }, password, true));
  }

  async #matches(account: { id: string; passwordHash: string | null } | undefined, password: string, known: boolean): Promise<string | undefined> {
    return (await this.passwords.matches(account?.passwordHash, password, known)) ? account?.id : undefined;
  }

  /** One attempt behind brakes, the first of which is the account's own. */
  async #behind(brakes: readonly (readonly [SlowDown, string])[], check: () => Promise<string | undefined>): Promise<SignInResult> {
    const retryAfterSeconds = Math.max(...brakes.map(([brake, key]) => brake.wait(key)));
    if (retryAfterSeconds > 0) return { outcome: 'tooMany', retryAfterSeconds };
    for (const [brake, key] of brakes) brake.started(key);
    const takeBack = (forget: 'all' | 'one'): void => { brakes.forEach(([brake, key], index) => { brake.succeeded(key, index === 0 ? forget : 'one'); }); };
    try {
      const accountId = await check();
      if (accountId === undefined) return { outcome: 'wrong' };
      takeBack('all');
      return { outcome: 'ok', accountId };
    } catch (error) {
      takeBack('one');
      if (error instanceof Overloaded) return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
      throw error;
    }
  }
}
