import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A human being; one row over the whole platform. Visible in an alliance where he takes part in it. */
@Entity('people')
export class Person {
  static readonly personal = ['name', 'birthDate', 'idNumberHmac'];

  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('date') birthDate!: string | null;
  @Column('bytea') idNumberHmac!: Buffer | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
