import type { Scope } from '@quadhelix/database';
import { documentAccess } from './document.access.js';
import { Document, type DocumentProblem, type IssuedBytes } from './document.entity.js';

/** Begins a document once more; null where there is nothing left to do. */
export async function beginDocument(scope: Scope, id: string): Promise<Document | null> {
  const [document] = await scope.manyForUpdate(Document, [id]);
  if (!document || !['QUEUED', 'RUNNING'].includes(document.state)) return null;
  scope.authorize(documentAccess.make, document);
  document.begin();
  await scope.save(document);
  return document;
}

/** Says how far this beginning is. */
export async function tellProgress(scope: Scope, { id, attempts }: Document, rows: number): Promise<void> {
  await scope.sql(`update document_issues set done = $4 where tenant_id = $1 and id = $2 and attempts = $3 and state = 'RUNNING'`, [scope.tenantId, id, attempts, rows]);
}

/** Issues what this beginning wrote, and supersedes what it takes the place of; false where another beginning has taken over. */
export async function endDocument(scope: Scope, { id, attempts, replacesId }: Document, issued: IssuedBytes, people: readonly string[]): Promise<boolean> {
  const locked = await scope.manyForUpdate(Document, replacesId === null ? [id] : [id, replacesId]);
  const document = locked.find((each) => each.id === id);
  if (document?.state !== 'RUNNING' || document.attempts !== attempts) return false;
  scope.authorize(documentAccess.make, document);
  document.issue(issued, scope.now);
  const old = locked.find((each) => each.id === replacesId && each.state === 'ISSUED');
  old?.supersede();
  await scope.save(locked);
  await scope.sql(
    'insert into document_people (tenant_id, document_id, person_id, created_at) select $1, $2, person, $4 from unnest($3::uuid[]) as person on conflict do nothing',
    [scope.tenantId, id, [...new Set(people)], scope.now],
  );
  scope.record({ type: 'document.issued', subjectType: 'Document', subjectId: id, payload: { kind: document.kind, organizationId: document.organizationId, personId: document.personId } });
  return true;
}

/** Ends it without a document. */
export async function failDocument(scope: Scope, { id, attempts }: Document, problem: DocumentProblem): Promise<void> {
  const [document] = await scope.manyForUpdate(Document, [id]);
  if (document?.state !== 'RUNNING' || document.attempts !== attempts) return;
  scope.authorize(documentAccess.make, document);
  document.fail(problem);
  await scope.save(document);
}
