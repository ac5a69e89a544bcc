import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { Jobs, schedule, type DueKind } from '@quadhelix/outbox';
import { fileAccess } from './file.access.js';
import { File } from './file.entity.js';
import { fileEvent } from './file.events.js';
import { checkQueue, removalQueue } from './file.queues.js';

export const FILE_ABANDONED = 'file.abandoned';
export const FILE_UNCHECKED = 'file.unchecked';
export const FILE_PURGE = 'file.purge';

/** Milliseconds from the announcement in which an upload must be completed. */
export const UPLOAD_WITHIN = 3_600_000;
/** Milliseconds after which a check that has not ended is asked for again: a scanner may have been away longer than a job is repeated. */
export const UNCHECKED_AFTER = 1_800_000;

/** What becomes of files by itself. */
@Injectable()
export class FileDue {
  constructor(private readonly jobs: Jobs) {}

  /** Nobody completed the upload: its bytes go at once, its row after its retention. */
  readonly abandoned: DueKind = {
    kind: FILE_ABANDONED,
    handle: async (scope, fileId) => {
      const [file] = await scope.manyForUpdate(File, [fileId]);
      if (file?.state !== 'AWAITING_UPLOAD') return;
      scope.authorize(fileAccess.check);
      file.expire(scope.now);
      await scope.save(file);
      scope.record(fileEvent('expired', file));
      await this.endWithout(scope, file);
    },
  };

  /** The check of a file has still not ended. */
  readonly unchecked: DueKind = {
    kind: FILE_UNCHECKED,
    handle: async (scope, fileId) => {
      const [file] = await scope.find(File, { id: fileId });
      if (file?.state !== 'CHECKING') return;
      await this.jobs.send(scope, checkQueue, { tenantId: file.tenantId, fileId });
      await schedule(scope, FILE_UNCHECKED, fileId, new Date(scope.now.getTime() + UNCHECKED_AFTER));
    },
  };

  /** The retention of a file that came to nothing is over. */
  readonly purge: DueKind = {
    kind: FILE_PURGE,
    handle: async (scope, fileId) => {
      const [file] = await scope.manyForUpdate(File, [fileId]);
      if (!file || file.endedAt === null || file.state === 'READY') return;
      scope.authorize(fileAccess.check);
      await scope.remove([file]);
      await scope.erasePersonalValues('File', [fileId]);
      await this.jobs.send(scope, removalQueue, { tenantId: file.tenantId, fileId });
    },
  };

  /** A file has come to nothing: its row goes after the retention of the table, its bytes now, unless they are kept apart to be looked into. */
  async endWithout(scope: Scope, file: File): Promise<void> {
    const [until] = await scope.sql<{ at: Date }>(`select $1::timestamptz + keep as at from retentions where table_name = 'files'`, [file.endedAt]);
    if (until) await schedule(scope, FILE_PURGE, file.id, until.at);
    if (file.state !== 'QUARANTINED') await this.jobs.send(scope, removalQueue, { tenantId: file.tenantId, fileId: file.id });
  }
}
