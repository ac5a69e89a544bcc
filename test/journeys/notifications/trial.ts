import { defineAccess } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { Notice, NoticeKind, Recipients } from '@quadhelix/mail';
import { defineSlice } from '@quadhelix/service';

const access = defineAccess('notifications', 'trial', { write: { ALLIANCE_ADMIN: 'alliance' } });

/** What a trial event says: whom to tell, and what. */
export interface TrialPayload {
  readonly to: readonly Recipients[];
  readonly title: string;
}

const kind = (name: string, more: Pick<NoticeKind, 'by' | 'mandatory'>): NoticeKind => ({
  name, event: name, title: { 'en': name, 'zh-CN': `类别 ${name}` }, ...more,
  notices: (_scope, { subjectId, payload }) => {
    const { to, title } = payload as unknown as TrialPayload;
    return Promise.resolve([{ to, title: { 'en': title, 'zh-CN': `《${title}》` }, text: { 'en': `About ${title}.`, 'zh-CN': `关于${title}。` }, subjectType: 'Trial', subjectId } satisfies Notice]);
  },
});

/** Three kinds of notices for tests: urgent, for the digest, and what must be told. */
export const trialSlice = defineSlice({
  name: 'trial',
  notices: [kind('trial.urgent', { by: 'AT_ONCE' }), kind('trial.calm', { by: 'DIGEST' }), kind('trial.legal', { by: 'AT_ONCE', mandatory: true })],
});

/** Something happens of which somebody is told. */
export function happen(scope: Scope, name: 'trial.urgent' | 'trial.calm' | 'trial.legal', payload: TrialPayload, subjectId = scope.newId()): string {
  scope.authorize(access.write);
  scope.record({ type: name, subjectType: 'Trial', subjectId, payload: payload as unknown as Record<string, unknown> });
  return subjectId;
}
