import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { loadConfig, SETTINGS, type Lookup, type OutgoingAllowed, type Settings } from '@quadhelix/service';
import { CALL_DEADLINE } from './delivery/delivery.rules.js';

const variables = z.object({
  WEBHOOKS_LOOPBACK: z.enum(['allow', 'refuse'], 'is neither allow nor refuse').default('refuse').describe('leave it unset, or set it to allow where apps on this very machine may be called, also without TLS: for tests and a sandbox'),
  WEBHOOKS_DEADLINE_MS: z.coerce.number().int().min(100).max(CALL_DEADLINE).default(CALL_DEADLINE).describe(`leave it unset, or give how long a receiver has to answer, 100 to ${String(CALL_DEADLINE)} milliseconds`),
});

/** What the operator lets webhooks call, and for how long. */
@Injectable()
export class WebhookPlaces implements OutgoingAllowed {
  readonly loopback: boolean;
  /** Longest call, in milliseconds. */
  readonly deadline: number;

  /** Who knows addresses of names: DNS unless a test says otherwise. */
  readonly lookup?: Lookup;

  constructor(@Inject(SETTINGS) settings: Settings) {
    const { WEBHOOKS_LOOPBACK, WEBHOOKS_DEADLINE_MS } = loadConfig(variables, settings.env);
    this.loopback = WEBHOOKS_LOOPBACK === 'allow';
    this.deadline = WEBHOOKS_DEADLINE_MS;
  }
}
