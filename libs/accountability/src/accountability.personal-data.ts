import type { EntityClass, Scope } from '@quadhelix/database';
import type { PersonalDataKind, PersonalRecord } from '@quadhelix/personal-data';
import { Evidence } from './evidence/evidence.entity.js';
import { Verification } from './verification/verification.entity.js';

const PAGE = 200;

/** Rows that name a person in `person_id`, by pages in the order of their ids. */
async function* rowsOf<T extends { id: string }>(scope: Scope, entity: EntityClass<T>, personId: string): AsyncGenerator<T> {
  for (let last: string | undefined, more = true; more; ) {
    const values = last === undefined ? [scope.tenantId, personId] : [scope.tenantId, personId, last];
    const rows: T[] = await scope.select(entity, `where tenant_id = $1 and person_id = $2 ${last === undefined ? '' : 'and id > $3'} order by id limit ${String(PAGE)}`, values);
    yield* rows;
    last = rows.at(-1)?.id;
    more = rows.length === PAGE;
  }
}

/** Only the id of the person stands in these rows, and they can't be changed: once his name is replaced where it is kept, nothing here tells who he was. */
const nothingToErase = (): Promise<number> => Promise.resolve(0);

/** What a person handed in and judged for his organization. */
export const accountabilityPersonalData: readonly PersonalDataKind[] = [
  {
    name: 'evidence', title: { en: 'Evidence that you handed in', 'zh-CN': '您提交的佐证材料' },
    purpose: {
      en: 'Shows how a promise of your organization was kept. Kept as long as the alliance exists; the text is that of your organization, your name is replaced when you are erased.',
      'zh-CN': '用于证明贵单位承诺的履行情况，在联合体存续期间保存；文字属于贵单位，删除个人信息时以化名替换您的姓名。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for await (const { id, commitmentId, organizationId, description, link, sha256, value, lateDays, submittedAt } of rowsOf(scope, Evidence, personId)) {
        yield { id, commitmentId, organizationId, description, link, sha256, value, lateDays, submittedAt };
      }
    },
    erase: nothingToErase,
  },
  {
    name: 'verifications', title: { en: 'Verdicts that you gave', 'zh-CN': '您作出的核验结论' },
    purpose: {
      en: 'Shows who judged a promise. Kept as long as the alliance exists; the text is that of your organization, your name is replaced when you are erased.',
      'zh-CN': '用于说明承诺由谁核验，在联合体存续期间保存；文字属于贵单位，删除个人信息时以化名替换您的姓名。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for await (const { id, commitmentId, organizationId, outcome, value, remark, verifiedAt } of rowsOf(scope, Verification, personId)) {
        yield { id, commitmentId, organizationId, outcome, value, remark, verifiedAt };
      }
    },
    erase: nothingToErase,
  },
];
