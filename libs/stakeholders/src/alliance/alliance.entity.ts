import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ALLIANCE_KINDS = ['INDUSTRIAL_COLLEGE', 'CITY_CONSORTIUM', 'SECTOR_COMMUNITY'] as const;
export type AllianceKind = (typeof ALLIANCE_KINDS)[number];

/** A space in which organizations of the four sectors work together; the tenant. Its id is the isolation key. */
@Entity('alliances')
export class Alliance {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('text') name!: string;
  @Column('text') kind!: AllianceKind;
  @Column('text') regionCode!: string;
  @Column('text') timeZone!: string;
  @Column('text') state!: 'ACTIVE' | 'CLOSED';
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
