import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '@quadhelix/access';

/** A fact that others may react to. Payloads hold ids and numbers, never personal values. */
export interface DomainEvent {
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One change as the audit trail keeps it: field → [before, after]. */
export interface Change {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** Fields whose values are personal. */
  readonly personal?: ReadonlySet<string>;
  readonly reason?: string | null;
}

export interface AuditRows {
  entry: Record<string, unknown>;
  personal: Record<string, unknown>[];
}

/** Commitment to a personal value: the entry stays checkable after the value and its salt are erased. */
export const commitTo = (salt: string, value: string): { sha256: string } => ({
  sha256: createHash('sha256').update(`${salt}:${value}`).digest('hex'),
});

/** Builds the rows of one audit entry. */
export function auditRows(actor: Actor, action: string, change: Change, at: Date, requestId: string | null, newId: () => string): AuditRows {
  const entryId = newId();
  const personal: Record<string, unknown>[] = [];
  const hide = (field: string, side: 'BEFORE' | 'AFTER', value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    const salt = randomBytes(16).toString('hex');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    personal.push({ tenant_id: actor.tenantId, id: newId(), entry_id: entryId, field, side, salt, value: text, created_at: at.toISOString() });
    return commitTo(salt, text);
  };
  const changes = Object.fromEntries(
    Object.entries(change.changes).map(([field, [before, after]]) =>
      change.personal?.has(field) ? [field, [hide(field, 'BEFORE', before), hide(field, 'AFTER', after)]] : [field, [before, after]],
    ),
  );
  return {
    entry: {
      tenant_id: actor.tenantId, id: entryId, at: at.toISOString(), actor_kind: actor.kind, purpose: actor.purpose, account_id: actor.accountId,
      person_id: actor.personId, organization_id: actor.organizationId, client_id: actor.clientId, action,
      subject_type: change.subjectType, subject_id: change.subjectId, changes, reason: change.reason ?? null, request_id: requestId,
    },
    personal,
  };
}
