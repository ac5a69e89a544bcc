import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Sector } from '@quadhelix/access';

/** An organization of one of the four sectors; one row over the whole platform. Written through database functions only. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') sector!: Sector;
  @Column('text') legalName!: string;
  /** Unified social credit code (GB 32100-2015). */
  @Column('text') uscc!: string | null;
  /** Ten-digit code of the Ministry of Education, for schools. */
  @Column('text') ministryCode!: string | null;
  @Column('text') regionCode!: string;
  @Column('uuid') parentId!: string | null;
  @Column('integer') staffCount!: number | null;
  @Column('date') staffCountOn!: string | null;
  /** Name of the public directory it comes from; such an entry is open to everybody. */
  @Column('text') directory!: string | null;
  /** When the organization itself took the record over. */
  @Column('timestamptz') claimedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
