import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something handed in for a commitment. Never changed afterwards: its lateness stays. */
@Entity('evidence')
export class Evidence {
  static readonly shownBy = { Commitment: 'commitmentId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') commitmentId!: string;
  /** For whom it was handed in. */
  @Column('uuid') organizationId!: string;
  @Column('uuid') personId!: string | null;
  @Column('text') description!: string;
  @Column('text') link!: string | null;
  @Column('text') sha256!: string | null;
  /** The file that it shows, where it was uploaded; its hash is `sha256`. */
  @Column('uuid') fileId!: string | null;
  @Column('numeric') value!: number | null;
  /** Whole local days after the due day; 0 is on time. */
  @Column('integer') lateDays!: number;
  @Column('timestamptz') submittedAt!: Date;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
