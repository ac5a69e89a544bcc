import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import type { ChannelKind } from '@quadhelix/mail';
import { wakeAt } from '@quadhelix/outbox';
import type { DeliveryPurpose } from './delivery.states.js';

/** The due kind that wakes the sender; its subject is the alliance, so that one instant wakes it once. */
export const DELIVERIES_DUE = 'deliveries.due';

/** A message by itself. */
export interface SingleDelivery {
  readonly personId: string;
  readonly channel: ChannelKind;
  readonly purpose: Exclude<DeliveryPurpose, 'DIGEST'>;
  /** Not before. */
  readonly at: Date;
  readonly notificationId: string | null;
  readonly contactPointId: string | null;
}

/** A notification that goes into the digest of an instant. */
export interface DigestLine {
  readonly personId: string;
  readonly channel: ChannelKind;
  readonly digestAt: Date;
  readonly notificationId: string;
}

interface Line {
  readonly deliveryId: string;
  readonly notificationId: string;
  readonly channel: ChannelKind;
}

const digestKey = (personId: string, channel: string, at: Date): string => `${personId} ${channel} ${at.toISOString()}`;

/** Puts deliveries in the queue, in the transaction of what they are about. */
@Injectable()
export class DeliveryQueue {
  async singles(scope: Scope, wanted: readonly SingleDelivery[]): Promise<void> {
    if (wanted.length === 0) return;
    const rows = wanted.map((each) => ({ ...each, id: scope.newId() }));
    await this.insert(scope, rows.map(({ id, personId, channel, purpose, at, contactPointId }) => this.row(scope, { id, person_id: personId, channel, purpose, next_attempt_at: at, contact_point_id: contactPointId })));
    await this.lines(scope, rows.flatMap(({ id, notificationId, channel }) => (notificationId === null ? [] : [{ deliveryId: id, notificationId, channel }])));
    await this.wake(scope, rows.map(({ at }) => at));
  }

  /** Adds lines to digests that have not gone out; answers those whose digest has. */
  async digests(scope: Scope, wanted: readonly DigestLine[]): Promise<DigestLine[]> {
    if (wanted.length === 0) return [];
    const digests = new Map(wanted.map((line) => [digestKey(line.personId, line.channel, line.digestAt), line]));
    await this.insert(scope, [...digests.values()].map(({ personId, channel, digestAt }) =>
      this.row(scope, { id: scope.newId(), person_id: personId, channel, purpose: 'DIGEST', digest_at: digestAt, next_attempt_at: digestAt })));
    // Locked until the lines are in: the sender leaves it alone for so long, and afterwards finds them.
    const open = await scope.sql<{ id: string; person_id: string; channel: string; digest_at: Date }>(
      `select d.id, d.person_id, d.channel, d.digest_at from deliveries d
       join jsonb_to_recordset($2) w (person_id uuid, channel text, digest_at timestamptz) on w.person_id = d.person_id and w.channel = d.channel and w.digest_at = d.digest_at
       where d.tenant_id = $1 and d.state = 'QUEUED' and d.attempts = 0 order by d.id for update of d`,
      [scope.tenantId, JSON.stringify([...digests.values()].map((line) => ({ person_id: line.personId, channel: line.channel, digest_at: line.digestAt })))]);
    const idOf = new Map(open.map((row) => [digestKey(row.person_id, row.channel, row.digest_at), row.id]));
    const placed = wanted.map((line) => ({ line, deliveryId: idOf.get(digestKey(line.personId, line.channel, line.digestAt)) }));
    await this.lines(scope, placed.flatMap(({ line, deliveryId }) => (deliveryId === undefined ? [] : [{ deliveryId, notificationId: line.notificationId, channel: line.channel }])));
    await this.wake(scope, wanted.map(({ digestAt }) => digestAt));
    return placed.filter(({ deliveryId }) => deliveryId === undefined).map(({ line }) => line);
  }

  /** Has the sender look at these instants. */
  async wake(scope: Scope, instants: readonly Date[]): Promise<void> {
    await wakeAt(scope, DELIVERIES_DUE, scope.tenantId, instants);
  }

  private row(scope: Scope, values: Record<string, unknown>): Record<string, unknown> {
    return { tenant_id: scope.tenantId, digest_at: null, contact_point_id: null, state: 'QUEUED', attempts: 0, created_at: scope.now, version: 1, ...values };
  }

  private async insert(scope: Scope, rows: readonly Record<string, unknown>[]): Promise<void> {
    await scope.sql('insert into deliveries select * from jsonb_populate_recordset(null::deliveries, $1) on conflict (tenant_id, person_id, channel, digest_at) do nothing', [JSON.stringify(rows)]);
  }

  /** The unique key over notification and channel holds whatever is told twice. */
  private async lines(scope: Scope, lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return;
    await scope.sql('insert into delivery_items select * from jsonb_populate_recordset(null::delivery_items, $1)', [JSON.stringify(lines.map(({ deliveryId, notificationId, channel }) => ({
      tenant_id: scope.tenantId, id: scope.newId(), delivery_id: deliveryId, notification_id: notificationId, channel, created_at: scope.now, version: 1,
    })))]);
  }
}
