import type pg from 'pg';
import type { Actor } from '@quadhelix/access';
import type { Refusal } from './scope.js';

/** Lines a minute for callers who are nobody yet: a flood of bad tokens must not fill the disk. What is above is not kept. */
const UNKNOWN_CALLERS_A_MINUTE = 60;

export interface SecurityLogOptions {
  pool: pg.Pool;
  now: () => Date;
  newId: () => string;
  onError?: (error: unknown) => void;
}

/** Refused attempts, written on a connection of their own, so that they stay when the operation is rolled back. */
export class SecurityLog {
  private minute = 0;
  private inMinute = 0;

  constructor(private readonly options: SecurityLogOptions) {}

  /** Never throws: what was committed stays committed, and its answer must not say otherwise. `actor` is null where entering itself was refused. */
  async note(actor: Actor | null, requestId: string | null, refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0 || (actor === null && this.floods())) return;
    // One line for the same refusal, however many fields of a list met it.
    const met = new Map(refusals.map((refusal) => [`${refusal.code} ${refusal.action}`, refusal]));
    const rows = [...met.values()].map(({ code, action }) => ({
      id: this.options.newId(), at: this.options.now().toISOString(), request_id: requestId, code, action, tenant_id: actor?.tenantId ?? null, account_id: actor?.accountId ?? null,
      person_id: actor?.personId ?? null, organization_id: actor?.organizationId ?? null, client_id: actor?.clientId ?? null,
    }));
    try {
      await this.options.pool.query('insert into security_log select * from jsonb_populate_recordset(null::security_log, $1::jsonb)', [JSON.stringify(rows)]);
    } catch (error) {
      this.options.onError?.(error);
    }
  }

  private floods(): boolean {
    const minute = Math.floor(this.options.now().getTime() / 60_000);
    if (minute !== this.minute) this.inMinute = 0;
    this.minute = minute;
    this.inMinute += 1;
    return this.inMinute > UNKNOWN_CALLERS_A_MINUTE;
  }
}
