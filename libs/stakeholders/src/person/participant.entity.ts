import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person takes part in an alliance in connection with an organization: what makes him visible there, and to whom. */
@Entity('participants')
export class Participant {
  static readonly shownBy = { Person: 'personId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') organizationId!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
