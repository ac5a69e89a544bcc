import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { deriveKey, seal, SETTINGS, unseal, type Settings } from '@quadhelix/service';

/** Secrets of an endpoint that are valid at once, at most. */
const AT_ONCE = 3;

/** Secrets with which deliveries are signed, sealed at rest: `whsec_` and 32 random bytes in base64, as Standard Webhooks has it. */
@Injectable()
export class EndpointSecrets {
  private readonly key: Buffer;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.key = deriveKey(settings.secret, 'webhook secrets');
  }

  /** Gives an endpoint a new secret; those before it stay valid for `overlapMinutes`. Answers the secret, which is never shown again. Two statements. */
  async renew(scope: Scope, endpointId: string, overlapMinutes: number): Promise<{ secret: string; oldUntil: Date }> {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const id = scope.newId();
    const oldUntil = new Date(scope.now.getTime() + overlapMinutes * 60_000);
    await scope.sql(
      `with kept as (select id from webhook_secrets where tenant_id = $1 and endpoint_id = $2 and coalesce(expires_at, $3) > $4 order by expires_at desc nulls first, created_at desc limit ${String(AT_ONCE - 1)}),
        gone as (delete from webhook_secrets where tenant_id = $1 and endpoint_id = $2 and id not in (select id from kept))
       update webhook_secrets set expires_at = least(coalesce(expires_at, $3), $3) where tenant_id = $1 and id in (select id from kept)`,
      [scope.tenantId, endpointId, oldUntil, scope.now]);
    await scope.sql('insert into webhook_secrets (tenant_id, id, endpoint_id, sealed, created_at) values ($1, $2, $3, $4, $5)',
      [scope.tenantId, id, endpointId, seal(this.key, `${scope.tenantId}/${endpointId}/${id}`, secret), scope.now]);
    // That there is another one is a fact for the audit trail; what it is, is not.
    scope.audit({ subjectType: 'WebhookEndpoint', subjectId: endpointId, changes: { secret: [null, id] } });
    return { secret, oldUntil };
  }

  /** The secrets that are valid now, newest first. */
  async valid(scope: Scope, endpointId: string): Promise<string[]> {
    const rows = await scope.sql<{ id: string; sealed: string }>(
      'select id, sealed from webhook_secrets where tenant_id = $1 and endpoint_id = $2 and (expires_at is null or expires_at > $3) order by expires_at desc nulls first', [scope.tenantId, endpointId, scope.now]);
    return rows.map(({ id, sealed }) => {
      const secret = unseal(this.key, `${scope.tenantId}/${endpointId}/${id}`, sealed);
      if (secret === undefined) throw new Error(`The secret ${id} of a webhook endpoint was sealed with another QUADHELIX_SECRET`);
      return secret;
    });
  }

  async forget(scope: Scope, endpointId: string): Promise<void> {
    await scope.sql('delete from webhook_secrets where tenant_id = $1 and endpoint_id = $2', [scope.tenantId, endpointId]);
  }
}
