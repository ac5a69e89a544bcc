import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineStates } from '@quadhelix/access';
import type { Booking } from '@quadhelix/stakeholders';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';

/** A plan binds nobody; from `start` on the apprentice's time is booked, except while it is paused. */
export const placementStates = defineStates('placement', ['PLANNED', 'ACTIVE', 'PAUSED', 'COMPLETED', 'STOPPED'] as const, {
  start: { from: ['PLANNED'], to: 'ACTIVE' },
  pause: { from: ['ACTIVE'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'ACTIVE' },
  complete: { from: ['ACTIVE'], to: 'COMPLETED' },
  stop: { from: ['PLANNED', 'ACTIVE', 'PAUSED'], to: 'STOPPED' },
});
export type PlacementState = (typeof placementStates.states)[number];

/** Days on which a placement was paused. */
export interface Pause {
  readonly startsOn: string;
  /** First day after it. */
  readonly endsBefore: string;
}

/** Name of placements in the person-time ledger. */
export const PLACEMENT_TIME = 'placement';

/** An apprentice of a school learns in a position of a host for a period, with a share of his time (实习安排). */
@Entity('placements')
export class Placement {
  static readonly personal = ['stopReason'];

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') programmeId!: string;
  @Column('uuid') positionId!: string;
  @Column('uuid') apprenticePersonId!: string;
  @Column('uuid') hostOrganizationId!: string;
  @Column('uuid') schoolOrganizationId!: string;
  @Column('uuid') mentorPersonId!: string | null;
  @Column('uuid') teacherPersonId!: string | null;
  @Column('date') startsOn!: string;
  /** First day after the planned period. */
  @Column('date') endsBefore!: string;
  /** Share of full time in basis points. */
  @Column('integer') loadBp!: number;
  /** 1 is the first year; null: not known. */
  @Column('integer') yearOfStudy!: number | null;
  /** Did the student find the place himself? Null: not known. */
  @Column('boolean') ownChoice!: boolean | null;
  @Column('text') state!: PlacementState;
  /** First day of the present pause. */
  @Column('date') pausedOn!: string | null;
  /** Pauses that are over. */
  @Column('jsonb') pauses!: readonly Pause[];
  /** First day that no longer belongs to it, once completed or stopped. */
  @Column('date') endedOn!: string | null;
  @Column('text') stopReason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { host: string; school: string; apprentice: string } {
    return { host: this.hostOrganizationId, school: this.schoolOrganizationId, apprentice: this.apprenticePersonId };
  }

  /** May hours be logged on this local date? */
  covers(date: string): boolean {
    return date >= this.startsOn && date < (this.endedOn ?? this.endsBefore) && (this.pausedOn === null || date < this.pausedOn)
      && !this.pauses.some((pause) => date >= pause.startsOn && date < pause.endsBefore);
  }

  /** Answers the time it binds. */
  start(): Booking {
    this.state = placementStates.next(this.state, 'start');
    return this.booking(this.startsOn);
  }

  /** @param on first day without it */
  pause(on: string): void {
    const state = placementStates.next(this.state, 'pause');
    this.demandWithin(on, 'on');
    this.state = state;
    this.pausedOn = on;
  }

  /** @param on first day with it again, not before the pause; answers the time it binds again */
  resume(on: string): Booking {
    const state = placementStates.next(this.state, 'resume');
    this.demandWithin(on, 'on');
    if (this.pausedOn !== null && on < this.pausedOn) throw this.outside('on');
    this.state = state;
    if (this.pausedOn !== null && this.pausedOn < on) this.pauses = [...this.pauses, { startsOn: this.pausedOn, endsBefore: on }];
    this.pausedOn = null;
    return this.booking(on);
  }

  /** @param lastDay the last day that was worked */
  complete(lastDay: string, dayAfter: string): void {
    const state = placementStates.next(this.state, 'complete');
    this.demandWithin(lastDay, 'lastDay');
    this.state = state;
    this.endedOn = dayAfter;
  }

  /** @param on first day without it; before its start it never took place */
  stop(reason: string, on: string): void {
    const state = placementStates.next(this.state, 'stop');
    if (on > this.endsBefore) throw this.outside('on');
    this.state = state;
    this.endedOn = on < this.startsOn ? this.startsOn : on;
    this.stopReason = reason;
  }

  private booking(startsOn: string): Booking {
    return { personId: this.apprenticePersonId, sourceType: PLACEMENT_TIME, sourceId: this.id, startsOn, endsBefore: this.endsBefore, loadBp: this.loadBp };
  }

  private demandWithin(day: string, field: string): void {
    if (day < this.startsOn || day >= this.endsBefore) throw this.outside(field);
  }

  private outside(field: string): Error {
    return apprenticeshipErrors.DAY_OUTSIDE_PLACEMENT({ field, params: { startsOn: this.startsOn, endsBefore: this.endsBefore } });
  }
}
