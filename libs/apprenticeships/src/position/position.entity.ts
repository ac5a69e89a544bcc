import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';

/** A position takes apprentices while it is open. */
export const positionStates = defineStates('position', ['OPEN', 'CLOSED'] as const, {
  close: { from: ['OPEN'], to: 'CLOSED' },
});
export type PositionState = (typeof positionStates.states)[number];

/** Work that a host offers to apprentices, with a number of places (岗位). */
@Entity('positions')
export class Position {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') hostOrganizationId!: string;
  /** The host's own code for it; one per host. */
  @Column('text') code!: string;
  @Column('text') title!: string;
  /** How many apprentices may hold it on any one day. */
  @Column('integer') places!: number;
  @Column('text') state!: PositionState;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { host: string } {
    return { host: this.hostOrganizationId };
  }

  close(): void {
    this.state = positionStates.next(this.state, 'close');
  }
}
