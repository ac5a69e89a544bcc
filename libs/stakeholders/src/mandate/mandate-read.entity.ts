import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MandateLevel } from '@quadhelix/readers';

/** An authority looked at figures of this alliance under a mandate. Written by the database function that reads them, never changed. */
@Entity('mandate_reads')
export class MandateRead {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('timestamptz') at!: Date;
  @Column('uuid') mandateId!: string;
  @Column('uuid') authorityOrganizationId!: string;
  @Column('text') authorityName!: string;
  @Column('text') level!: MandateLevel;
  @Column('text') legalBasis!: string;
  @Column('uuid') personId!: string | null;
  @Column('text') clientId!: string;
  @Column('text') field!: string;
  @Column('jsonb') filters!: Record<string, unknown>;
  @Column('text') requestId!: string | null;
}
