import type { Scope } from '@quadhelix/database';
import type { DocumentStore } from '@quadhelix/documents';
import type { PersonalDataKind, PersonalRecord } from '../personal-data-kind.js';
import { PersonalDataRequest } from './request.entity.js';

/** What a person asked for about his own data. His words and the archives go with him; that he asked, and was answered in time, stays. */
export const requestsHeld = (store: DocumentStore): PersonalDataKind => ({
  name: 'personalDataRequests',
  title: { en: 'Your requests about personal data', 'zh-CN': '您的个人信息请求' },
  purpose: {
    en: 'To show that your rights were granted in time; three years. Archives are kept for seven days.',
    'zh-CN': '用于证明您的权利得到及时响应,保存三年;导出的压缩包保存七日。',
  },
  async *export(scope, personId): AsyncIterable<PersonalRecord> {
    for (const { kind, state, statement, field, wanted, dueOn, decidedAt, decisionReason, law, createdAt, doneAt } of await scope.find(PersonalDataRequest, { personId }, { createdAt: 'ASC' })) {
      yield { kind, state, statement, field, wanted, dueOn, decidedAt, decisionReason, law, createdAt, doneAt };
    }
  },
  async erase(scope: Scope, personId): Promise<number> {
    const requests = await scope.find(PersonalDataRequest, { personId });
    for (const request of requests.filter(({ sha256 }) => sha256 !== null)) await store.remove(request);
    // Not through an entity: what was there before would be written into the audit trail.
    await scope.sql(
      `update personal_data_requests set statement = null, wanted = null, decision_reason = case state when 'REFUSED' then '—' end,
         file_removed_at = case when sha256 is null then file_removed_at else coalesce(file_removed_at, $3) end, version = version + 1
       where tenant_id = $1 and person_id = $2`, [scope.tenantId, personId, scope.now]);
    const erased = await scope.erasePersonalValues('PersonalDataRequest', requests.map(({ id }) => id));
    return requests.length + erased;
  },
});
