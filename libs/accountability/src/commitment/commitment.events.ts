import type { DomainEvent } from '@quadhelix/database';
import { defineEvents, type EventKind } from '@quadhelix/outbox';
import type { Commitment } from './commitment.entity.js';

type CommitmentFact = 'proposed' | 'accepted' | 'evidenceSubmitted' | 'verified' | 'waived' | 'fellDue' | 'overdue' | 'reminder';

/** Something happened to a commitment, or its time came: `fellDue` once its day is over, `overdue` then where nothing was handed in, `reminder` before and after. Type `commitment.<fact>`. */
export const commitmentEvent = (fact: CommitmentFact, commitment: Commitment, more: Readonly<Record<string, unknown>> = {}): DomainEvent => ({
  type: `commitment.${fact}`,
  subjectType: 'Commitment',
  subjectId: commitment.id,
  payload: {
    ownerOrganizationId: commitment.ownerOrganizationId, verifierOrganizationId: commitment.verifierOrganizationId,
    state: commitment.state, outcome: commitment.outcome, late: commitment.late, dueOn: commitment.dueOn, ...more,
  },
});

/** Events about commitments. */
export const commitmentEvents: readonly EventKind[] = [
  ...defineEvents('accountability', 'Commitment', {
    proposed: { en: 'A commitment was proposed.', 'zh-CN': '承诺已提出。' },
    accepted: { en: 'A commitment was accepted by its owner.', 'zh-CN': '承诺已被承诺方接受。' },
    evidenceSubmitted: { en: 'Evidence for a commitment was handed in.', 'zh-CN': '承诺佐证已提交。' },
    verified: { en: 'A verifier judged a commitment.', 'zh-CN': '承诺已核验。' },
    waived: { en: 'A commitment was waived.', 'zh-CN': '承诺已免除。' },
    fellDue: { en: 'The day on which a commitment was due is over.', 'zh-CN': '承诺到期日已过。' },
    overdue: { en: 'A commitment fell due and nothing was handed in.', 'zh-CN': '承诺到期而未提交佐证。' },
    reminder: { en: 'A commitment will fall due soon, or did some time ago.', 'zh-CN': '承诺即将到期,或已逾期一段时间。' },
  }),
];
