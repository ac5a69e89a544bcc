import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that waits for a person, as the projection wrote it; he reads it over all alliances. */
@Entity('work_items')
export class WorkItemEntry {
  @PrimaryColumn('uuid') personId!: string;
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('text') titleEn!: string;
  @Column('text') titleZh!: string;
  @Column('timestamptz') since!: Date;
  @Column('date') dueOn!: string | null;
  /** The order of the list: by due day, what has none last, then by age. */
  @Column('text') place!: string;
}
