import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChannelKind } from '@quadhelix/mail';

/** An address at which a person is reached: his own on the whole platform. Row-level security shows it to nobody else. */
@Entity('contact_points')
export class ContactPoint {
  static readonly personal = ['address'];

  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') channel!: ChannelKind;
  @Column('text') address!: string;
  /** When its owner gave the code; null: nothing but codes is sent there. */
  @Column('timestamptz') verifiedAt!: Date | null;
  @Column('timestamptz') codeIssuedAt!: Date | null;
  @Column('integer') codeAttempts!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
