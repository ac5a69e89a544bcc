import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BilingualText } from '@quadhelix/access';
import type { NotificationState } from './notification.states.js';

/** A notification as its reader finds it without naming an alliance: a copy that the database keeps. */
@Entity('inbox_entries')
export class InboxEntry {
  @PrimaryColumn('uuid') personId!: string;
  /** The alliance. Not called tenantId: that would keep reads to the alliance of the request. */
  @PrimaryColumn('uuid', { name: 'tenant_id' }) allianceId!: string;
  /** That of the notification. */
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('boolean') mandatory!: boolean;
  @Column('text') subjectType!: string;
  @Column('uuid') subjectId!: string;
  @Column('jsonb') title!: BilingualText;
  @Column('jsonb') text!: BilingualText;
  @Column('text') state!: NotificationState;
  @Column('timestamptz') createdAt!: Date;
}
