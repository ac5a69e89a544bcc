import type { Clock } from '@quadhelix/service';
import type { KnownDevice } from '../sign-ins/device.js';
import { SlowDown } from '../slow-down.js';
import type { SecondFactors } from './second-factors.js';

export type SecondStepResult =
  | { readonly outcome: 'ok'; readonly method: 'TOTP' | 'RECOVERY' }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'tooMany'; readonly retryAfterSeconds: number };

/** Checks the second factor behind a brake: six digits would otherwise be guessed within hours by somebody who has the password. */
export class SecondStep {
  readonly #brake: SlowDown;

  constructor(
    private readonly factors: SecondFactors,
    clock: Clock,
  ) {
    this.#brake = new SlowDown(clock, { free: 5, maxWaitSeconds: 900, forgetSeconds: 86_400 });
  }

  async attempt(accountId: string, code: string, device?: KnownDevice): Promise<SecondStepResult> {
    const key = device?.accountId === accountId ? `device ${device.id} ${accountId}` : accountId;
    const retryAfterSeconds = this.#brake.wait(key);
    if (retryAfterSeconds > 0) return { outcome: 'tooMany', retryAfterSeconds };
    this.#brake.started(key);
    const method = await this.factors.check(accountId, code);
    if (method === undefined) return { outcome: 'wrong' };
    this.#brake.succeeded(key, 'all');
    return { outcome: 'ok', method };
  }
}
