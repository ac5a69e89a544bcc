import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChannelKind } from '@quadhelix/mail';
import type { DeliveryPurpose, DeliveryState } from './delivery.states.js';

/** One message to one person by one channel: a notice, a digest of several, or a code. */
@Entity('deliveries')
export class Delivery {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') channel!: ChannelKind;
  @Column('text') purpose!: DeliveryPurpose;
  /** When the digest goes out; null for others. */
  @Column('timestamptz') digestAt!: Date | null;
  /** Which address a code is for; null for others. */
  @Column('uuid') contactPointId!: string | null;
  @Column('text') state!: DeliveryState;
  @Column('integer') attempts!: number;
  @Column('timestamptz') nextAttemptAt!: Date;
  @Column('timestamptz') claimedAt!: Date | null;
  @Column('timestamptz') endedAt!: Date | null;
  @Column('text') code!: string | null;
  @Column('text') reference!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { self: string } {
    return { self: this.personId };
  }
}
