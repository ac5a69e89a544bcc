import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A course of studies of a school whose apprentices are placed (专业). */
@Entity('programmes')
export class Programme {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') schoolOrganizationId!: string;
  /** The school's own code for it; one per school. */
  @Column('text') code!: string;
  @Column('text') name!: string;
  /** Major category (专业大类), two digits of the ministry's catalogue; null: not known. */
  @Column('text') majorCategory!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { school: string } {
    return { school: this.schoolOrganizationId };
  }
}
