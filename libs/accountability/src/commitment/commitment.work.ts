import type { BilingualText, Role } from '@quadhelix/access';
import { idsAfter, type Scope } from '@quadhelix/database';
import type { WorkItem, WorkKind } from '@quadhelix/readers';
import { SPOKESPEOPLE, WORKERS } from '../accountability.people.js';
import { Commitment } from './commitment.entity.js';
import type { CommitmentState } from './commitment.states.js';

interface Waiting {
  readonly name: string;
  readonly state: CommitmentState;
  readonly title: (commitment: Commitment) => BilingualText;
  /** Who has to act, in which roles, since when. */
  readonly who: (commitment: Commitment) => { readonly organizationId: string; readonly roles: readonly Role[]; readonly since: Date };
}

function workKind({ name, state, title, who }: Waiting): WorkKind {
  return {
    name, type: 'Commitment', of: [],
    touched: (_scope: Scope, changed) => Promise.resolve(changed.Commitment ?? []),
    async items(scope: Scope, subjectIds: readonly string[]): Promise<readonly WorkItem[]> {
      const waiting = await scope.find(Commitment, { id: [...subjectIds], state });
      return waiting.map((commitment) => {
        const { organizationId, roles, since } = who(commitment);
        return { subjectType: 'Commitment', subjectId: commitment.id, waitsFor: { organizationId, roles }, title: title(commitment), since, dueOn: commitment.dueOn };
      });
    },
    after: (scope, id, limit) => idsAfter(scope, 'commitments', id, limit),
  };
}

/** What promises wait for: the answer of the owner, his evidence (until its day and after it), the verdict of the verifier. */
export const commitmentWork: readonly WorkKind[] = [
  workKind({
    name: 'commitment.accept', state: 'PROPOSED',
    title: ({ number, title }) => ({ en: `Answer the proposal ${number}: ${title}`, 'zh-CN': `答复承诺提议 ${number}：${title}` }),
    who: ({ ownerOrganizationId, createdAt }) => ({ organizationId: ownerOrganizationId, roles: SPOKESPEOPLE, since: createdAt }),
  }),
  workKind({
    name: 'commitment.submitEvidence', state: 'ACCEPTED',
    title: ({ number, title }) => ({ en: `Hand in evidence for ${number}: ${title}`, 'zh-CN': `提交承诺 ${number} 的佐证材料：${title}` }),
    who: ({ ownerOrganizationId, acceptedAt, createdAt }) => ({ organizationId: ownerOrganizationId, roles: WORKERS, since: acceptedAt ?? createdAt }),
  }),
  workKind({
    name: 'commitment.verify', state: 'EVIDENCE_SUBMITTED',
    title: ({ number, title }) => ({ en: `Judge ${number}: ${title}`, 'zh-CN': `核验承诺 ${number}：${title}` }),
    who: ({ verifierOrganizationId, evidenceSubmittedAt, createdAt }) => ({ organizationId: verifierOrganizationId, roles: SPOKESPEOPLE, since: evidenceSubmittedAt ?? createdAt }),
  }),
];
