import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { loadConfig, SETTINGS, type OutgoingAllowed, type Settings } from '@quadhelix/service';

const variables = z.object({
  WEBHOOKS_LOOPBACK: z.enum(['allow', 'refuse'], 'is neither allow nor refuse').default('refuse').describe('leave it unset, or set it to allow where apps on this very machine may be called, also without TLS: for tests and a sandbox'),
});

/** What the operator lets webhooks call. */
@Injectable()
export class WebhookPlaces implements OutgoingAllowed {
  readonly loopback: boolean;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.loopback = loadConfig(variables, settings.env).WEBHOOKS_LOOPBACK === 'allow';
  }
}
