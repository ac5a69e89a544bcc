import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Jobs, schedule } from '@quadhelix/outbox';
import { fileAccess } from './file.access.js';
import { File, type FileFacts } from './file.entity.js';
import { fileErrors } from './file.errors.js';
import { FILE_ABANDONED, FILE_UNCHECKED, UNCHECKED_AFTER, UPLOAD_WITHIN } from './file.due.js';
import { checkQueue } from './file.queues.js';
import { readFacts } from './file.order.js';
import { openUploads } from './file.queries.js';
import { FileStorage } from './storing/file-storage.js';
import type { SignedRequest } from './storing/file-store.js';
import { URL_LIFE } from './storing/signed-url.js';

/** Uploads of one organization that are begun and not finished. */
const MOST_OPEN = 100;

/** How the bytes are to be sent, and until when that may begin. */
export interface UploadRequest extends SignedRequest {
  expiresAt: Date;
}

@Injectable()
export class FileService {
  constructor(private readonly storage: FileStorage, private readonly jobs: Jobs) {}

  /**
   * Announces a file of the organization that the person acts for, and answers where its bytes go, once, within a minute.
   * Throws what `readFacts` throws, and FILE_UPLOADS_OPEN.
   */
  async start(scope: Scope, facts: FileFacts): Promise<{ file: File; upload: UploadRequest }> {
    const { organizationId, personId } = scope.actor;
    scope.authorize(fileAccess.upload, { parties: () => ({ owner: organizationId, uploader: personId }) });
    if (organizationId === null || personId === null) throw platformErrors.FORBIDDEN({ params: { action: fileAccess.upload.name } });
    const read = readFacts(facts);
    if ((await openUploads(scope, organizationId)) >= MOST_OPEN) throw fileErrors.FILE_UPLOADS_OPEN({ params: { limit: MOST_OPEN } });
    const { tenantId, now } = scope;
    const file = File.announce({ tenantId, id: scope.newId(), organizationId, personId }, read, now);
    await scope.insert(file);
    await schedule(scope, FILE_ABANDONED, file.id, new Date(now.getTime() + UPLOAD_WITHIN));
    const expiresAt = new Date(now.getTime() + URL_LIFE);
    const { id, contentType, byteSize, sha256 } = file;
    return { file, upload: { ...(await this.storage.store.signUpload({ tenantId, id, contentType, byteSize, sha256, now, until: expiresAt })), expiresAt } };
  }

  /** The bytes were sent: the worker checks them. Throws FILE_NOT_UPLOADED where that is known to be wrong. */
  async complete(scope: Scope, id: string): Promise<File> {
    const file = await scope.forUpdate(File, id, fileAccess.upload);
    file.complete(scope.now);
    if (this.storage.local && file.uploadedAt === null) throw fileErrors.FILE_NOT_UPLOADED({ field: 'id' });
    await scope.save(file);
    await this.jobs.send(scope, checkQueue, { tenantId: file.tenantId, fileId: file.id });
    await schedule(scope, FILE_UNCHECKED, file.id, new Date(scope.now.getTime() + UNCHECKED_AFTER));
    return file;
  }

  /** Where a READY file can be fetched for a minute; null for every other. Who may read it is for the caller to ask. */
  async download(scope: Scope, file: File): Promise<string | null> {
    if (file.state !== 'READY') return null;
    const { tenantId, id, name, contentType, byteSize, sha256 } = file;
    return this.storage.store.signDownload({ tenantId, id, name, contentType, byteSize, sha256, now: scope.now, until: new Date(scope.now.getTime() + URL_LIFE) });
  }
}
