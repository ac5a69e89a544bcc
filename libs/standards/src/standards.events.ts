import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
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

/** Events about rules, trials and violations. */
export const standardsEvents: readonly EventKind[] = [
  ...defineEvents('standards', 'RuleViolation', {
    raised: { en: 'A rule was found broken.', 'zh-CN': '发现违反规则。' },
  }),
  ...defineEvents('standards', 'RuleVersion', {
    drafted: { en: 'A version of a rule pack was drafted.', 'zh-CN': '规则包版本已起草。' },
    published: { en: 'A version of a rule pack was published.', 'zh-CN': '规则包版本已发布。' },
    retired: { en: 'A version of a rule pack was retired.', 'zh-CN': '规则包版本已停用。' },
  }),
  ...defineEvents('standards', 'PilotWaiver', {
    asked: { en: 'Somebody asked for a trial under another rule.', 'zh-CN': '申请试点。' },
    withdrawn: { en: 'An application for a trial was withdrawn.', 'zh-CN': '试点申请已撤回。' },
    approved: { en: 'A trial was approved.', 'zh-CN': '试点获批。' },
    refused: { en: 'A trial was refused.', 'zh-CN': '试点未获批准。' },
    extended: { en: 'A trial was extended.', 'zh-CN': '试点延期。' },
    adopted: { en: 'What was tried became the rule.', 'zh-CN': '试点成果转为规则。' },
    ended: { en: 'A trial was ended.', 'zh-CN': '试点结束。' },
    expired: { en: 'A trial ended because its time was over.', 'zh-CN': '试点到期终止。' },
    reviewDue: { en: 'The day has come to review a trial.', 'zh-CN': '试点评估到期。' },
  }),
];
