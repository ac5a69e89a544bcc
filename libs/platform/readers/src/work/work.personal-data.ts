import type { PersonalDataKind, PersonalRecord } from '@quadhelix/personal-data';
import { removeOf } from './waiting-work.store.js';

/** The work list is made of other facts, which are given out and erased where they stand; nothing of it is the person's own but that it waits for him. */
export const workPersonalData: PersonalDataKind = {
  name: 'work',
  title: { en: 'Waiting work', 'zh-CN': '待办事项' },
  purpose: {
    en: 'To show you what waits for you; made from the records that it is about, gone when it is done.',
    'zh-CN': '用于显示您的待办事项;由相关记录生成,办结即消失。',
  },
  async *export(scope, personId): AsyncIterable<PersonalRecord> {
    yield* await scope.sql<PersonalRecord & Record<string, unknown>>(
      `select kind, title_zh as "titleZh", title_en as "titleEn", since, due_on as "dueOn" from waiting_work where tenant_id = $1 and person_id = $2 order by since, id`, [scope.tenantId, personId]);
  },
  erase: (scope, personId) => removeOf(scope, personId),
};
