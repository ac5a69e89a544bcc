import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file belongs to something: who may read that may read the file. */
@Entity('file_uses')
export class FileUse {
  static readonly shownBy = { File: 'fileId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') fileId!: string;
  /** Type of a Node. */
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
