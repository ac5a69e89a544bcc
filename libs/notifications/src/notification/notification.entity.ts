import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BilingualText } from '@quadhelix/access';
import type { NotificationState } from './notification.states.js';

/** What one person was told in an alliance: a line of his inbox there. */
@Entity('notifications')
export class Notification {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** For which organization he was told, and as what; null for himself. */
  @Column('uuid') organizationId!: string | null;
  @Column('text', { array: true }) roles!: string[] | null;
  /** The same for everybody who was told the same. */
  @Column('uuid') noticeId!: string;
  @Column('text') kind!: string;
  @Column('boolean') mandatory!: boolean;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('jsonb') title!: BilingualText;
  @Column('jsonb') text!: BilingualText;
  @Column('text') state!: NotificationState;
  @Column('timestamptz') readAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { self: string } {
    return { self: this.personId };
  }
}
