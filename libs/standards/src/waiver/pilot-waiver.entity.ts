import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ParameterValue, PublicLevel } from '../rule/rule.types.js';
import { standardsErrors } from '../standards.errors.js';
import { pilotWaiverStates, type PilotWaiverState } from '../standards.states.js';

/** What a trial is judged by. */
export interface OutcomeMeasure {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
}

/** An authority that decides. */
export interface Approver {
  readonly level: PublicLevel;
  readonly region: string;
  readonly organizationId: string;
}

/** A trial: one parameter of one rule is loosened for a scope, up to a bound, until a day (试点豁免). */
@Entity('pilot_waivers')
export class PilotWaiver {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') rule!: string;
  @Column('text') parameter!: string;
  /** How loose it may become. */
  @Column('jsonb') bound!: ParameterValue;
  @Column('text') reason!: string;
  /** Place of work; null: everywhere. */
  @Column('text') region!: string | null;
  /** Empty: all. */
  @Column('jsonb') hostOrganizationIds!: readonly string[];
  @Column('jsonb') programmeIds!: readonly string[];
  @Column('date') startsOn!: string;
  /** Last day, unless it is extended, adopted or ended. */
  @Column('date') expiresOn!: string;
  @Column('date') reviewOn!: string;
  @Column('text') comparisonRegion!: string;
  @Column('jsonb') measures!: readonly OutcomeMeasure[];
  @Column('text') state!: PilotWaiverState;
  @Column('date') lastDay!: string | null;
  @Column('uuid') askedByOrganizationId!: string | null;
  @Column('uuid') askedByPersonId!: string | null;
  @Column('text') approverLevel!: PublicLevel | null;
  @Column('text') approverRegion!: string | null;
  @Column('uuid') approverOrganizationId!: string | null;
  @Column('timestamptz') decidedAt!: Date | null;
  @Column('text') decisionReason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { approver: string | null } {
    return { approver: this.approverOrganizationId };
  }

  withdraw(): void {
    this.state = pilotWaiverStates.next(this.state, 'withdraw');
  }

  approve(by: Approver, at: Date, reason: string): void {
    this.state = pilotWaiverStates.next(this.state, 'approve');
    this.approverLevel = by.level;
    this.approverRegion = by.region;
    this.lastDay = this.expiresOn;
    this.decided(by, at, reason);
  }

  refuse(by: Approver, at: Date, reason: string): void {
    this.state = pilotWaiverStates.next(this.state, 'refuse');
    this.decided(by, at, reason);
  }

  /** Until another day, with another review. Throws WAIVER_REVIEW_NOT_DUE, WAIVER_DATES_INVALID. */
  extend(by: Approver, days: { expiresOn: string; reviewOn: string }, today: string, at: Date, reason: string): void {
    const state = pilotWaiverStates.next(this.state, 'extend');
    this.demandReview(today);
    if (days.reviewOn <= today || days.reviewOn > days.expiresOn || days.expiresOn <= this.expiresOn) throw standardsErrors.WAIVER_DATES_INVALID({ field: 'expiresOn' });
    this.state = state;
    this.expiresOn = days.expiresOn;
    this.reviewOn = days.reviewOn;
    this.lastDay = days.expiresOn;
    this.decided(by, at, reason);
  }

  /** For good. Throws WAIVER_REVIEW_NOT_DUE. */
  adopt(by: Approver, today: string, at: Date, reason: string): void {
    const state = pilotWaiverStates.next(this.state, 'adopt');
    this.demandReview(today);
    this.state = state;
    this.lastDay = null;
    this.decided(by, at, reason);
  }

  /** At once: today is the first day without it. */
  end(by: Approver, yesterday: string, at: Date, reason: string): void {
    this.state = pilotWaiverStates.next(this.state, 'end');
    this.lastDay = yesterday;
    this.decided(by, at, reason);
  }

  /** Nobody decided: it is over since its last day. */
  expire(at: Date): void {
    this.state = pilotWaiverStates.next(this.state, 'expire');
    this.decidedAt = at;
  }

  private demandReview(today: string): void {
    if (today < this.reviewOn) throw standardsErrors.WAIVER_REVIEW_NOT_DUE({ field: 'id', params: { reviewOn: this.reviewOn } });
  }

  private decided(by: Approver, at: Date, reason: string): void {
    this.approverOrganizationId = by.organizationId;
    this.decidedAt = at;
    this.decisionReason = reason;
  }
}

/** A measured outcome of a trial, in the region of the trial or in the one it is compared with. */
@Entity('waiver_measurements')
export class WaiverMeasurement {
  static readonly shownBy = { PilotWaiver: 'waiverId' };

  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') waiverId!: string;
  @Column('text') measure!: string;
  @Column('text') side!: 'PILOT' | 'COMPARISON';
  @Column('text') period!: 'BEFORE' | 'AFTER';
  @Column('numeric') value!: number;
  /** Where the number comes from. */
  @Column('text') source!: string;
  @Column('uuid') organizationId!: string | null;
  @Column('uuid') personId!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
