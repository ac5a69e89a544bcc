import { Column, Entity, PrimaryColumn } from 'typeorm';

export const AFFILIATION_KINDS = ['STAFF', 'STUDENT', 'MEMBER'] as const;
export type AffiliationKind = (typeof AFFILIATION_KINDS)[number];

/** A person belongs to an organization for a period, with a share of his time. */
@Entity('affiliations')
export class Affiliation {
  static readonly shownBy = { Person: 'personId' };

  static readonly personal = ['memberNumber', 'title'];

  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') kind!: AffiliationKind;
  /** The organization's own number for the person (staff or student number). */
  @Column('text') memberNumber!: string;
  @Column('text') title!: string | null;
  @Column('integer') shareBp!: number;
  @Column('date') validFrom!: string;
  /** Last day; null is open-ended. */
  @Column('date') validUntil!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
