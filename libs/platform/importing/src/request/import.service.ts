import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { platformErrors, type Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { defineQueue, Jobs } from '@quadhelix/outbox';
import { importAccess } from './import.access.js';
import { Import, type ImportMode } from './import.entity.js';
import { importErrors } from './import.errors.js';
import { ImportKinds } from './import-kinds.js';

/** Imports that wait for a worker. */
export const importQueue = defineQueue<{ tenantId: string; importId: string }>('imports');

const MAX_MEBIBYTES = 8;

/** What somebody asks for. */
export interface ImportOrder {
  kind: string;
  fileName: string;
  /** Bytes of the file in base64. */
  content: string;
  mode: ImportMode;
  dryRun: boolean;
  /** In which the problems are told. */
  language: Language;
}

@Injectable()
export class ImportService {
  constructor(
    private readonly jobs: Jobs,
    private readonly kinds: ImportKinds,
  ) {}

  /**
   * Takes a file in, to be imported by the worker with the rights of the person who asks.
   * Throws IMPORT_KIND_UNKNOWN, IMPORT_CONTENT_INVALID, IMPORT_CONTENT_TOO_LARGE, FORBIDDEN where he may not do what the kind does.
   */
  async start(scope: Scope, order: ImportOrder): Promise<Import> {
    const { accountId, personId, organizationId, clientId, scopes } = scope.actor;
    const kind = this.kinds.offered(order.kind);
    if (kind.action) scope.authorize(kind.action);
    scope.authorize(importAccess.start, { parties: () => ({ organization: organizationId }) });
    if (accountId === null || personId === null || organizationId === null || clientId === null) throw platformErrors.FORBIDDEN({ params: { action: importAccess.start.name } });
    const bytes = bytesOf(order.content);
    const made = Object.assign(new Import(), {
      tenantId: scope.tenantId, id: scope.newId(), kind: kind.name, fileName: order.fileName, byteSize: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'),
      mode: order.mode, dryRun: order.dryRun, language: order.language, state: 'QUEUED' as const,
      total: 0, done: 0, added: 0, updated: 0, unchanged: 0, failed: 0, problemCount: 0, problems: [], attempts: 0,
      accountId, personId, organizationId, clientId, scopes: [...scopes], startedAt: null, finishedAt: null, createdAt: scope.now, version: 1,
    });
    await scope.insert(made);
    await scope.sql('insert into import_files (tenant_id, id, bytes) values ($1, $2, $3)', [made.tenantId, made.id, bytes]);
    await this.jobs.send(scope, importQueue, { tenantId: made.tenantId, importId: made.id });
    return made;
  }
}

function bytesOf(content: string): Buffer {
  const limit = MAX_MEBIBYTES * 1024 * 1024;
  if (content.length > Math.ceil(limit / 3) * 4) throw importErrors.IMPORT_CONTENT_TOO_LARGE({ field: 'content', params: { limit: MAX_MEBIBYTES } });
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== content) throw importErrors.IMPORT_CONTENT_INVALID({ field: 'content' });
  return bytes;
}
