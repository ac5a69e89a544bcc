import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One try of a delivery. */
@Entity('webhook_attempts')
export class WebhookAttempt {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') deliveryId!: string;
  @Column('uuid') endpointId!: string;
  @Column('text') clientId!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('integer') number!: number;
  @Column('integer') status!: number | null;
  @Column('text') error!: string | null;
  @Column('integer') durationMs!: number;
  @Column('timestamptz') at!: Date;
}
