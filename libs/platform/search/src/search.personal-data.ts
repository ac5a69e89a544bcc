import type { PersonalDataKind, PersonalRecord } from '@quadhelix/personal-data';

/** Search holds copies of what stands elsewhere, and is given out and erased there; here the copies go with them. */
export const searchPersonalData: PersonalDataKind = {
  name: 'search',
  title: { en: 'Search entries', 'zh-CN': '检索条目' },
  purpose: { en: 'To be found by those who may read your name; made from the records that it is about.', 'zh-CN': '供有权查看您姓名的人检索;由相关记录生成。' },
  async *export(scope, personId): AsyncIterable<PersonalRecord> {
    yield* await scope.sql<PersonalRecord & Record<string, unknown>>(
      'select subject_type as "type", title from search_entries where tenant_id = $1 and person_id = $2 order by subject_type, subject_id', [scope.tenantId, personId]);
  },
  async erase(scope, personId) {
    return (await scope.sql('delete from search_entries where tenant_id = $1 and person_id = $2 returning subject_id', [scope.tenantId, personId])).length;
  },
};
