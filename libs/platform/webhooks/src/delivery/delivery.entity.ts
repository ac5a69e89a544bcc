import { Column, Entity, PrimaryColumn } from 'typeorm';
import { webhookDeliveryStates, type WebhookDeliveryState } from './delivery.states.js';

/** An event on its way to an endpoint. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') endpointId!: string;
  @Column('text') clientId!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') eventId!: string;
  @Column('timestamptz') eventAt!: Date;
  @Column('text') eventType!: string;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('text') state!: WebhookDeliveryState;
  @Column('integer') attempts!: number;
  @Column('timestamptz') nextAttemptAt!: Date;
  @Column('timestamptz') claimedAt!: Date | null;
  @Column('timestamptz') endedAt!: Date | null;
  @Column('text') code!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  /** From the beginning, with all attempts before it. */
  retry(now: Date): void {
    this.state = webhookDeliveryStates.next(this.state, 'retry');
    Object.assign(this, { attempts: 0, nextAttemptAt: now, endedAt: null, code: null });
  }
}
