import { Column, Entity, PrimaryColumn } from 'typeorm';
import { platformErrors } from '@quadhelix/access';
import { accountabilityErrors } from '../accountability.errors.js';
import { checkDay, checkMeasured, checkTarget, checkText, independent, isPast, lateDays, progressBp, type CommitmentDirection, type Kin } from './commitment.rules.js';
import { commitmentStates, type CommitmentOutcome, type CommitmentState } from './commitment.states.js';

/** What is promised, by whom, and who will judge it. */
export interface CommitmentTerms {
  number: string;
  title: string;
  /** What is measured. */
  metric: string;
  unit: string;
  baseline: number;
  target: number;
  direction: CommitmentDirection;
  /** Local date; the promise is due at the end of this day. */
  dueOn: string;
  /** Weight in the scorecard, 1 to 10,000. */
  weightBp: number;
  /** What evidence has to show; may be empty. */
  requiredEvidence: string;
}

export interface Verdict {
  outcome: CommitmentOutcome;
  /** The metric as the verifier found it, in the commitment's unit. */
  value?: number | null;
}

/** Who judges. `uploaders` are the organizations and people that handed evidence in. */
export interface Judging {
  owner: Kin;
  verifier: Kin;
  personId: string | null;
  uploaders: readonly string[];
  /** Does the person also hold a seat for the owner? */
  actsForOwner?: boolean;
}

/** One promise of one organization to its alliance, judged by another one. */
@Entity('commitments')
export class Commitment {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') ownerOrganizationId!: string;
  @Column('uuid') verifierOrganizationId!: string;
  @Column('text') title!: string;
  @Column('text') metric!: string;
  @Column('text') unit!: string;
  @Column('numeric') baseline!: number;
  @Column('numeric') target!: number;
  @Column('text') direction!: CommitmentDirection;
  @Column('date') dueOn!: string;
  @Column('integer') weightBp!: number;
  @Column('text') requiredEvidence!: string;
  @Column('text') state!: CommitmentState;
  @Column('text') outcome!: CommitmentOutcome | null;
  @Column('boolean') late!: boolean;
  @Column('integer') evidenceCount!: number;
  @Column('numeric') selfReportedValue!: number | null;
  @Column('numeric') verifiedValue!: number | null;
  @Column('timestamptz') acceptedAt!: Date | null;
  @Column('timestamptz') evidenceSubmittedAt!: Date | null;
  @Column('timestamptz') verifiedAt!: Date | null;
  @Column('timestamptz') waivedAt!: Date | null;
  @Column('text') waiverReason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  /** A new promise, not yet accepted. Throws TARGET_…, VALUE_OUT_OF_RANGE, VERIFIER_NOT_INDEPENDENT, INPUT_INVALID. */
  static propose(place: { tenantId: string; id: string }, terms: CommitmentTerms, parties: { owner: Kin; verifier: Kin }, at: Date): Commitment {
    checkText('number', terms.number, 60);
    checkText('title', terms.title, 300);
    checkText('metric', terms.metric, 300);
    checkDay('dueOn', terms.dueOn);
    checkMeasured('baseline', terms.baseline);
    checkMeasured('target', terms.target);
    checkTarget(terms.direction, terms.baseline, terms.target);
    if (!Number.isInteger(terms.weightBp) || terms.weightBp < 1 || terms.weightBp > 10_000) {
      throw platformErrors.INPUT_INVALID({ field: 'weightBp', params: { problem: 'a weight is a whole number from 1 to 10000' } });
    }
    if (!independent(parties.owner, parties.verifier)) throw accountabilityErrors.VERIFIER_NOT_INDEPENDENT({ field: 'verifierOrganizationId' });
    return Object.assign(new Commitment(), {
      ...place, ...terms, number: terms.number.trim(), ownerOrganizationId: parties.owner.id, verifierOrganizationId: parties.verifier.id,
      state: 'PROPOSED', outcome: null, late: false, evidenceCount: 0, selfReportedValue: null, verifiedValue: null,
      acceptedAt: null, evidenceSubmittedAt: null, verifiedAt: null, waivedAt: null, waiverReason: null, createdAt: at, version: 1,
    });
  }

  parties(): { owner: string; verifier: string } {
    return { owner: this.ownerOrganizationId, verifier: this.verifierOrganizationId };
  }

  accept(at: Date): void {
    this.state = commitmentStates.next(this.state, 'accept');
    this.acceptedAt = at;
  }

  /**
   * Takes note of evidence; answers how many local days it is late. The first piece decides whether the promise was kept late,
   * for ever: later pieces neither mend nor spoil it.
   */
  submitEvidence(evidence: { value: number | null }, at: Date, timeZone: string): number {
    this.state = commitmentStates.next(this.state, 'submitEvidence');
    const days = lateDays(this.dueOn, at, timeZone);
    if (this.evidenceSubmittedAt === null) {
      this.evidenceSubmittedAt = at;
      this.late = days > 0;
    }
    this.evidenceCount += 1;
    if (evidence.value !== null) this.selfReportedValue = evidence.value;
    return days;
  }

  /**
   * Closes the promise with a verdict. Throws VERIFIER_NOT_INDEPENDENT where verifier and owner are or have become one house or he also acts for the owner, and
   * VERIFIER_UPLOADED_EVIDENCE where he would judge what his own organization, or he himself for another one, handed in.
   */
  verify(verdict: Verdict, judging: Judging, at: Date): void {
    const state = commitmentStates.next(this.state, 'verify');
    const { owner, verifier, personId, uploaders } = judging;
    if (owner.id !== this.ownerOrganizationId || verifier.id !== this.verifierOrganizationId) throw platformErrors.FORBIDDEN({ params: { action: 'commitment.verify' } });
    if (!independent(owner, verifier)) throw accountabilityErrors.VERIFIER_NOT_INDEPENDENT({ field: 'id' });
    if (uploaders.includes(verifier.id) || (personId !== null && uploaders.includes(personId))) throw accountabilityErrors.VERIFIER_UPLOADED_EVIDENCE({ field: 'id' });
    if (judging.actsForOwner) throw accountabilityErrors.VERIFIER_NOT_INDEPENDENT({ field: 'id' });
    if (verdict.value != null) checkMeasured('value', verdict.value);
    this.state = state;
    this.outcome = verdict.outcome;
    this.verifiedValue = verdict.value ?? null;
    this.verifiedAt = at;
  }

  /** Releases the owner from the promise. Throws WAIVER_BY_OWNER. `byOrganizationId` is null for the product itself. */
  waive(byOrganizationId: string | null, reason: string, at: Date): void {
    const state = commitmentStates.next(this.state, 'waive');
    if (byOrganizationId === this.ownerOrganizationId) throw accountabilityErrors.WAIVER_BY_OWNER({ field: 'id' });
    checkText('reason', reason, 500);
    this.state = state;
    this.waivedAt = at;
    this.waiverReason = reason;
  }

  /** Promised, its day is over, and nothing was handed in. */
  isOverdue(at: Date, timeZone: string): boolean {
    return this.state === 'ACCEPTED' && isPast(this.dueOn, at, timeZone);
  }

  /** Progress from baseline to target in basis points, negative and above 10,000 kept; null where nothing was measured. */
  progressOf(value: number | null): number | null {
    return value === null ? null : progressBp(this, value);
  }
}
