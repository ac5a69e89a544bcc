import { Injectable } from '@nestjs/common';
import { breaksConstraint, type Scope } from '@quadhelix/database';
import { attachFile, usableFile } from '@quadhelix/files';
import { schedule } from '@quadhelix/outbox';
import { commitmentAccess } from '../accountability.access.js';
import { accountabilityErrors } from '../accountability.errors.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { uploadersOf } from '../evidence/evidence.queries.js';
import { readEvidence, type EvidenceFacts } from '../evidence/evidence.rules.js';
import { Verification } from '../verification/verification.entity.js';
import { Commitment, type CommitmentTerms, type Verdict } from './commitment.entity.js';
import { commitmentEvent } from './commitment.events.js';
import { COMMITMENT_OVERDUE } from './commitment.overdue.js';
import { actsFor, current, guarded, happened, kinOf, membersOf, type Origin } from './commitment.checks.js';
import { scheduleReminders } from './commitment.reminders.js';
import { checkText, lateFrom } from './commitment.rules.js';

/** A new promise. */
export interface CommitmentFacts extends CommitmentTerms {
  ownerOrganizationId: string;
  verifierOrganizationId: string;
}

export interface VerdictFacts extends Verdict {
  remark: string;
}

/** `version` is the one that the caller read; a step on another one is refused with STALE_VERSION. */
export interface StepOptions extends Origin {
  version?: number | null;
}

@Injectable()
export class CommitmentService {
  /**
   * Proposes a promise to its owner. Owner and verifier are active members of the alliance.
   * Throws NOT_A_MEMBER, COMMITMENT_NUMBER_TAKEN, TARGET_EQUALS_BASELINE, TARGET_AGAINST_DIRECTION, VALUE_OUT_OF_RANGE, VERIFIER_NOT_INDEPENDENT.
   */
  async propose(scope: Scope, facts: CommitmentFacts, origin?: Origin): Promise<Commitment> {
    const { ownerOrganizationId, verifierOrganizationId, ...terms } = facts;
    scope.authorize(commitmentAccess.propose, { parties: () => ({ owner: ownerOrganizationId }) });
    const parties = await membersOf(scope, ownerOrganizationId, verifierOrganizationId);
    const place = { tenantId: scope.tenantId, id: scope.newId() };
    const commitment = guarded(scope, commitmentAccess.propose, () => Commitment.propose(place, terms, parties, happened(scope, origin).at));
    try {
      await scope.savepoint(() => scope.insert(commitment));
    } catch (error) {
      if (breaksConstraint(error, 'commitments_tenant_id_number_key')) throw accountabilityErrors.COMMITMENT_NUMBER_TAKEN({ field: 'number', params: { number: facts.number } });
      throw error;
    }
    scope.record(commitmentEvent('proposed', commitment));
    return commitment;
  }

  /** The owner takes the promise on; from then on it is watched until its day. `version` is the one that was read. */
  async accept(scope: Scope, id: string, options: StepOptions = {}): Promise<Commitment> {
    const commitment = await scope.forUpdate(Commitment, id, commitmentAccess.accept);
    current(commitment, options.version);
    commitment.accept(happened(scope, options).at);
    await scope.save(commitment);
    await schedule(scope, COMMITMENT_OVERDUE, commitment.id, lateFrom(commitment.dueOn, scope.timeZone));
    await scheduleReminders(scope, commitment, [-14, -3, 1, 14]);
    scope.record(commitmentEvent('accepted', commitment));
    return commitment;
  }

  /**
   * The owner hands something in, also late, also again, until there is a verdict.
   * Throws FILE_NOT_USABLE, EVIDENCE_EMPTY, EVIDENCE_LINK_INVALID, EVIDENCE_HASH_INVALID, EVIDENCE_HASH_OF_OTHER_FILE, EVIDENCE_FILE_EMPTY, VALUE_OUT_OF_RANGE.
   */
  async submitEvidence(scope: Scope, id: string, facts: EvidenceFacts, origin?: Origin): Promise<{ commitment: Commitment; evidence: Evidence }> {
    const commitment = await scope.forUpdate(Commitment, id, commitmentAccess.submitEvidence);
    const { at, organizationId: told } = happened(scope, origin);
    const organizationId = told ?? commitment.ownerOrganizationId;
    const file = facts.fileId ? await usableFile(scope, facts.fileId, { organizationId, purpose: 'EVIDENCE', field: 'fileId' }) : null;
    const read = readEvidence(facts, file);
    const lateDays = commitment.submitEvidence(read, at, scope.timeZone);
    const evidence = Object.assign(new Evidence(), {
      tenantId: scope.tenantId, id: scope.newId(), commitmentId: id, organizationId,
      personId: scope.actor.personId, ...read, fileId: file?.id ?? null, lateDays, submittedAt: at, createdAt: scope.now, version: 1,
    });
    await scope.save(commitment);
    await scope.insert(evidence);
    if (file) await attachFile(scope, file, { type: 'Evidence', id: evidence.id });
    scope.record(commitmentEvent('evidenceSubmitted', commitment, { evidenceId: evidence.id, lateDays }));
    return { commitment, evidence };
  }

  /**
   * The verifier judges. Of two verdicts at once the second gets STATE_FORBIDS, or STALE_VERSION where it names the version it read.
   * Throws VERIFIER_NOT_INDEPENDENT, VERIFIER_UPLOADED_EVIDENCE, VALUE_OUT_OF_RANGE.
   */
  async verify(scope: Scope, id: string, verdict: VerdictFacts, options: StepOptions = {}): Promise<{ commitment: Commitment; verification: Verification }> {
    const commitment = await scope.forUpdate(Commitment, id, commitmentAccess.verify, verdict.remark);
    current(commitment, options.version);
    checkText('remark', verdict.remark, 2000);
    const { at } = happened(scope, options);
    const [owner, verifier, uploaders, actsForOwner] = await Promise.all([
      kinOf(scope, commitment.ownerOrganizationId), kinOf(scope, commitment.verifierOrganizationId), uploadersOf(scope, id),
      actsFor(scope, commitment.ownerOrganizationId),
    ]);
    guarded(scope, commitmentAccess.verify, () => { commitment.verify(verdict, { owner, verifier, personId: scope.actor.personId, uploaders, actsForOwner }, at); });
    const verification = Object.assign(new Verification(), {
      tenantId: scope.tenantId, id: scope.newId(), commitmentId: id, organizationId: verifier.id, personId: scope.actor.personId,
      outcome: verdict.outcome, value: verdict.value ?? null, remark: verdict.remark, verifiedAt: at, createdAt: scope.now, version: 1,
    });
    await scope.save(commitment);
    await scope.insert(verification);
    scope.record(commitmentEvent('verified', commitment, { verificationId: verification.id }));
    return { commitment, verification };
  }

  /** Somebody of another organization than the owner's releases it from the promise. Throws WAIVER_BY_OWNER. */
  async waive(scope: Scope, id: string, reason: string, origin?: Origin): Promise<Commitment> {
    const commitment = await scope.forUpdate(Commitment, id, commitmentAccess.waive, reason);
    if (await actsFor(scope, commitment.ownerOrganizationId)) throw scope.refuse(accountabilityErrors.WAIVER_BY_OWNER({ field: 'id' }), commitmentAccess.waive);
    const { at, organizationId } = happened(scope, origin);
    guarded(scope, commitmentAccess.waive, () => { commitment.waive(organizationId, reason, at); });
    await scope.save(commitment);
    scope.record(commitmentEvent('waived', commitment));
    return commitment;
  }
}
