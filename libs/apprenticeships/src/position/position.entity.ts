import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';
import type { PositionConditions } from './position.conditions.js';

/** A position takes apprentices while it is open. */
export const positionStates = defineStates('position', ['OPEN', 'CLOSED'] as const, {
  close: { from: ['OPEN'], to: 'CLOSED' },
});
export type PositionState = (typeof positionStates.states)[number];

/** Work that a host offers to apprentices, with a number of places (岗位). */
@Entity('positions')
export class Position implements PositionConditions {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') hostOrganizationId!: string;
  /** The host's own code for it; one per host. */
  @Column('text') code!: string;
  @Column('text') title!: string;
  /** How many apprentices may hold it on any one day. */
  @Column('integer') places!: number;
  @Column('text') state!: PositionState;
  @Column('text') workRegion!: string | null;
  @Column('text') majorCategory!: string | null;
  @Column('text', { array: true }) workKinds!: string[] | null;
  @Column('text', { array: true }) hazards!: string[] | null;
  @Column('text', { array: true }) specialTimes!: string[] | null;
  @Column('boolean') onlyRepetitive!: boolean | null;
  @Column('integer') minutesPerDay!: number | null;
  @Column('integer') minutesPerWeek!: number | null;
  @Column('boolean') independentWork!: boolean | null;
  @Column('bigint') payFenPerMonth!: number | null;
  @Column('bigint') payFenPerHour!: number | null;
  @Column('bigint') postWageFenPerMonth!: number | null;
  @Column('text', { array: true }) payForms!: string[] | null;
  @Column('boolean') paidDirectly!: boolean | null;
  @Column('integer') payCycleDays!: number | null;
  @Column('text', { array: true }) charges!: string[] | null;
  @Column('integer') postStaff!: number | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { host: string } {
    return { host: this.hostOrganizationId };
  }

  /** The host states anew under which conditions it is worked; also of a closed position, whose placements go on. */
  workUnder(conditions: PositionConditions): void {
    Object.assign(this, conditions);
  }

  close(): void {
    this.state = positionStates.next(this.state, 'close');
  }
}
