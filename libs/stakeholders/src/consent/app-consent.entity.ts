import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An alliance lets an app in, with the scopes it allows, until it withdraws that. */
@Entity('app_consents')
export class AppConsent {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') clientId!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('timestamptz') grantedAt!: Date;
  @Column('uuid') grantedBy!: string | null;
  @Column('timestamptz') withdrawnAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
