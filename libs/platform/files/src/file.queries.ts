import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { fileAccess } from './file.access.js';
import { FileUse } from './file-use.entity.js';
import { File } from './file.entity.js';
import type { FileState } from './file.states.js';

/** Uploads of an organization that were begun and are not READY or ended. */
export async function openUploads(scope: Scope, organizationId: string): Promise<number> {
  const [row] = await scope.sql<{ count: number }>(
    `select count(*) as count from files where tenant_id = $1 and organization_id = $2 and state in ('AWAITING_UPLOAD', 'CHECKING')`, [scope.tenantId, organizationId]);
  return Number(row?.count ?? 0);
}

/** Files of the organization that the person acts for, newest first; where he has no insight into its papers, those that he uploaded. What belongs to other things is found there. */
export function listFiles(scope: Scope, args: PageArgs, states: readonly FileState[] | null): Promise<Connection<File>> {
  const reach = scope.reach(fileAccess.read);
  const values: unknown[] = [scope.tenantId];
  const terms = ['tenant_id = $1'];
  const add = (term: string, value: unknown): void => { values.push(value); terms.push(`${term}$${String(values.length)}`); };
  if (reach.includes('owner') || reach.includes('alliance')) add('organization_id = ', scope.actor.organizationId);
  else add('person_id = ', scope.actor.personId);
  if (states) {
    values.push(states);
    terms.push(`state = any($${String(values.length)})`);
  }
  return paginate(scope, { entity: File, name: 'files', terms, values, order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true } }, args);
}

const USES = Symbol('uses of files');

/** To what a file belongs; asked for several files, in one statement. */
export function usesOf(scope: Scope, fileId: string): Promise<FileUse[]> {
  return scope.loader<string, FileUse[]>(USES, async (fileIds) => {
    const uses = Map.groupBy(await scope.find(FileUse, { fileId: fileIds }), (use) => use.fileId);
    return fileIds.map((id) => uses.get(id) ?? []);
  }).load(fileId);
}
