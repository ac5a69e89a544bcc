import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import type { CallOutcome } from '../call/webhook.call.js';
import { EndpointService } from '../endpoint/endpoint.service.js';
import { lockedEndpoint } from '../endpoint/endpoint.subject.js';
import { webhookEndpointAccess } from '../webhooks.access.js';
import { isDead } from './delivery.rules.js';

/** Switches endpoints off that don't want to be called any more, or have not taken anything for days. */
@Injectable()
export class EndpointCare {
  constructor(private readonly endpoints: EndpointService) {}

  async after(scope: Scope, endpointId: string, { status }: CallOutcome, { failures, failingSince }: { failures: number; failingSince: Date | null }): Promise<void> {
    const reason = status === 410 ? 'GONE' : isDead(failures, failingSince, scope.now) ? 'FAILING' : null;
    if (reason === null) return;
    const endpoint = await lockedEndpoint(scope, endpointId, webhookEndpointAccess.disable);
    if (endpoint.state === 'ENABLED') await this.endpoints.switchOff(scope, endpoint, reason);
  }
}
