import type { DomainEvent } from '@quadhelix/database';
import type { RuleViolation } from './evaluation/rule-evaluation.entity.js';
import type { PilotWaiver } from './waiver/pilot-waiver.entity.js';

/** A rule was found broken. Type `ruleViolation.raised`. */
export const ruleViolationRaised = (violation: RuleViolation): DomainEvent => ({
  type: 'ruleViolation.raised', subjectType: 'RuleViolation', subjectId: violation.id,
  payload: { rule: violation.rule, severity: violation.severity, organizationId: violation.organizationId, subjectType: violation.subjectType, subjectId: violation.subjectId, onDate: violation.onDate },
});

export interface VersionFact {
  readonly id: string;
  readonly pack: string;
  readonly number: number;
  readonly level: string;
  readonly region: string;
  readonly effectiveFrom: string;
  readonly effectiveUntil: string | null;
}

/** A version came into a state. Type `ruleVersion.<drafted | published | retired>`. */
export const ruleVersionChanged = (fact: 'drafted' | 'published' | 'retired', { id, ...payload }: VersionFact): DomainEvent => ({ type: `ruleVersion.${fact}`, subjectType: 'RuleVersion', subjectId: id, payload });

type WaiverFact = 'asked' | 'withdrawn' | 'approved' | 'refused' | 'extended' | 'adopted' | 'ended' | 'expired' | 'reviewDue';

/** Something happened to a waiver. Type `pilotWaiver.<fact>`. */
export const pilotWaiverChanged = (fact: WaiverFact, waiver: PilotWaiver): DomainEvent => ({
  type: `pilotWaiver.${fact}`, subjectType: 'PilotWaiver', subjectId: waiver.id,
  payload: { rule: waiver.rule, parameter: waiver.parameter, state: waiver.state, region: waiver.region, reviewOn: waiver.reviewOn, expiresOn: waiver.expiresOn, lastDay: waiver.lastDay },
});
