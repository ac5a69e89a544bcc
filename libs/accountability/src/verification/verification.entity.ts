import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CommitmentOutcome } from '../commitment/commitment.states.js';

/** A verdict of an independent organization on a commitment. */
@Entity('verifications')
export class Verification {
  static readonly shownBy = { Commitment: 'commitmentId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') commitmentId!: string;
  /** Who judged. */
  @Column('uuid') organizationId!: string;
  @Column('uuid') personId!: string | null;
  @Column('text') outcome!: CommitmentOutcome;
  @Column('numeric') value!: number | null;
  @Column('text') remark!: string;
  @Column('timestamptz') verifiedAt!: Date;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
