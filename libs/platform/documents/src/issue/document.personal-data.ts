import type { Scope } from '@quadhelix/database';
import { Document } from './document.entity.js';
import type { DocumentStore } from './document.store.js';

/** Documents that name a person or that he asked for: given out as a list, their bytes removed with him. That they were issued can still be checked. */
export const documentsHeld = (store: DocumentStore) => ({
  name: 'documents',
  title: { en: 'Documents', 'zh-CN': '文件' },
  purpose: {
    en: 'Documents that you asked for or that name you. The bytes of those that name you are removed when you are erased; that they were issued stays checkable.',
    'zh-CN': '您申请的或提及您的文件。删除个人信息时,提及您的文件内容将被移除,其签发记录仍可核验。',
  },
  async *export(scope: Scope, personId: string): AsyncIterable<Record<string, unknown>> {
    yield* await scope.sql(
      `select id, kind, format, language, state, person_id = $2 as "askedByYou", issued_at as "issuedAt", sha256, created_at as "createdAt" from document_issues
       where tenant_id = $1 and (person_id = $2 or id in (select p.document_id from document_people p where p.tenant_id = $1 and p.person_id = $2)) order by created_at, id`, [scope.tenantId, personId]);
  },
  async erase(scope: Scope, personId: string): Promise<number> {
    const named = await scope.sql<{ document_id: string }>('delete from document_people where tenant_id = $1 and person_id = $2 returning document_id', [scope.tenantId, personId]);
    const documents = await scope.manyForUpdate(Document, named.map(({ document_id: id }) => id));
    for (const document of documents.filter(({ removedAt }) => removedAt === null)) {
      document.removeBytes(scope.now);
      await store.remove(document);
    }
    await scope.save(documents);
    return documents.length;
  },
});
