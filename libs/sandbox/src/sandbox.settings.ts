import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { loadConfig, SETTINGS, type Settings } from '@quadhelix/service';

const whole = (fallback: number, what: string) => z.coerce.number('is not a number').int('is not a whole number').min(0, 'is below 0').default(fallback).describe(`set it to ${what}, or leave it unset`);

const variables = z.object({
  SANDBOXES_PER_ACCOUNT: whole(3, 'the number of sandboxes that one account may have; 0 offers none'),
  SANDBOX_RESETS_PER_DAY: whole(20, 'how often a sandbox may be made anew in a day'),
});

/** Days after which a sandbox that nobody uses is removed. */
export const KEPT_UNUSED_DAYS = 90;

/** What this installation allows. */
@Injectable()
export class SandboxSettings {
  readonly perAccount: number;
  readonly resetsPerDay: number;

  constructor(@Inject(SETTINGS) settings: Settings) {
    const config = loadConfig(variables, settings.env);
    this.perAccount = config.SANDBOXES_PER_ACCOUNT;
    this.resetsPerDay = config.SANDBOX_RESETS_PER_DAY;
  }
}
