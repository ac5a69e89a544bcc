import type { Scope } from '@quadhelix/database';
import { FileUse } from './file-use.entity.js';
import { File } from './file.entity.js';
import { fileErrors } from './file.errors.js';
import type { FilePurpose } from './file.purposes.js';

/** What a file is to belong to: a Node of any slice, by its type and row id. */
export interface FileSubject {
  readonly type: string;
  readonly id: string;
}

export interface AttachOptions {
  /** Whose file it has to be. */
  readonly organizationId: string;
  readonly purpose: FilePurpose;
  /** Field of the input that named the file. */
  readonly field: string;
}

/**
 * A READY file of the organization that was uploaded for the purpose. Throws FILE_NOT_USABLE for every other: somebody else's, one that is not ready, and one that does not exist
 * answer the same.
 */
export async function usableFile(scope: Scope, fileId: string, { organizationId, purpose, field }: AttachOptions): Promise<File> {
  // Held, so that it does not end before what it is for is written.
  const [file] = await scope.manyForUpdate(File, [fileId]);
  if (!file || file.organizationId !== organizationId || file.purpose !== purpose || file.state !== 'READY') throw fileErrors.FILE_NOT_USABLE({ field });
  return file;
}

/**
 * Says that a file belongs to something: whoever may read that, by its own access table, may from now on read and fetch the file. The subject is written in the same
 * transaction. Needs an authorized action.
 */
export async function attachFile(scope: Scope, file: File, subject: FileSubject): Promise<void> {
  await scope.insert(Object.assign(new FileUse(), {
    tenantId: scope.tenantId, id: scope.newId(), fileId: file.id, subjectType: subject.type, subjectId: subject.id, createdAt: scope.now, version: 1,
  }));
}
