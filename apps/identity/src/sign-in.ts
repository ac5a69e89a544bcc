import type { Clock } from '@quadhelix/service';
import type { Pool } from 'pg';
import { authenticate, normalLogin } from './accounts.js';
import { Overloaded } from './bounded-queue.js';
import type { Passwords } from './passwords.js';
import { SlowDown } from './slow-down.js';

export type SignInResult =
  | { readonly outcome: 'ok'; readonly accountId: string }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'tooMany' | 'busy'; readonly retryAfterSeconds: number };

/** Checks login and password behind two brakes: per login and per network address. Unknown and wrong answer the same. */
export class SignIn {
  readonly #perLogin: SlowDown;
  readonly #perAddress: SlowDown;

  constructor(
    private readonly pool: Pool,
    private readonly passwords: Passwords,
    clock: Clock,
  ) {
    this.#perLogin = new SlowDown(clock, { free: 5, maxWaitSeconds: 60, forgetSeconds: 900 });
    this.#perAddress = new SlowDown(clock, { free: 200, maxWaitSeconds: 30, forgetSeconds: 900 });
  }

  async attempt(login: string, password: string, address: string): Promise<SignInResult> {
    const key = normalLogin(login).toLowerCase().slice(0, 254);
    const retryAfterSeconds = Math.max(this.#perLogin.wait(key), this.#perAddress.wait(address));
    if (retryAfterSeconds > 0) return { outcome: 'tooMany', retryAfterSeconds };
    this.#perLogin.started(key);
    this.#perAddress.started(address);
    try {
      const accountId = await authenticate(this.pool, this.passwords, login, password);
      if (accountId === undefined) return { outcome: 'wrong' };
      this.#takeBack(key, address, 'all');
      return { outcome: 'ok', accountId };
    } catch (error) {
      this.#takeBack(key, address, 'one');
      if (error instanceof Overloaded) return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
      throw error;
    }
  }

  #takeBack(key: string, address: string, forget: 'all' | 'one'): void {
    this.#perLogin.succeeded(key, forget);
    this.#perAddress.succeeded(address, 'one');
  }
}
