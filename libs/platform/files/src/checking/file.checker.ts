import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@quadhelix/access';
import { Database } from '@quadhelix/database';
import { fileAccess } from '../file.access.js';
import { FileDue } from '../file.due.js';
import { File } from '../file.entity.js';
import { fileEvent } from '../file.events.js';
import type { FileJob } from '../file.queues.js';
import type { FileRejection } from '../file.states.js';
import { FileStorage } from '../storing/file-storage.js';
import { measured } from '../transfer/receive.js';
import { inspect } from './content.js';
import { CommandScanner } from './scanner.js';

interface Verdict {
  readonly detectedType: string | null;
  readonly rejection: FileRejection | null;
  readonly threat: string | null;
}

const rejected = (rejection: FileRejection, detectedType: string | null = null): Verdict => ({ detectedType, rejection, threat: null });

/**
 * Decides in the worker what becomes of a file whose bytes were sent: what the client said about them counts nothing. Size and hash are measured on a copy of its own, so a
 * later upload to the same place changes nothing. May be killed anywhere and run again: bytes are put where downloads come from before the row says READY, and both steps
 * find out whether they were done.
 */
@Injectable()
export class FileChecker {
  constructor(
    private readonly database: Database,
    private readonly due: FileDue,
    private readonly storage: FileStorage,
    private readonly scanner: CommandScanner,
  ) {}

  async run({ tenantId, fileId }: FileJob, signal?: AbortSignal): Promise<void> {
    const file = await this.database.system(tenantId, `check of file ${fileId}`, (scope) => scope.byId(File, fileId), { readOnly: true });
    if (file?.state !== 'CHECKING') return;
    const folder = join(this.storage.checking, fileId);
    const path = join(folder, randomUUID());
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await this.end(file, await this.judge(file, path, signal));
    } catch (error) {
      // The copy of another run stays: a scanner that loses its file may call that a find.
      await rm(path, { force: true });
      throw error;
    }
    await rm(folder, { recursive: true, force: true });
  }

  /** Looks at the bytes, and keeps them where they are good. */
  private async judge(file: File, path: string, signal?: AbortSignal): Promise<Verdict> {
    const stored = await this.storage.store.read(file);
    if (!stored) return rejected('NOT_UPLOADED');
    try {
      await pipeline(stored.bytes, (source: AsyncIterable<Buffer>) => measured(source, file), createWriteStream(path, { flags: 'wx', mode: 0o600 }), signal ? { signal } : {});
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return rejected(error.code === 'FILE_SIZE_DIFFERS' ? 'SIZE_DIFFERS' : 'HASH_DIFFERS');
    }
    const { detectedType, fault } = await inspect(await readFile(path), file.contentType);
    if (fault !== null) return rejected(fault, detectedType);
    const threat = await this.scanner.scan(path, signal);
    if (threat === null) await stored.keep();
    return { detectedType, rejection: null, threat };
  }

  private async end({ tenantId, id }: File, { detectedType, rejection, threat }: Verdict): Promise<void> {
    await this.database.system(tenantId, `check of file ${id}`, async (scope) => {
      const [file] = await scope.manyForUpdate(File, [id]);
      if (file?.state !== 'CHECKING') return;
      scope.authorize(fileAccess.check);
      const fact = rejection !== null ? 'rejected' : threat !== null ? 'quarantined' : 'ready';
      if (rejection !== null) file.reject(rejection, detectedType, scope.now);
      else if (threat !== null) file.quarantine(threat, scope.now);
      else file.pass(detectedType ?? file.contentType, scope.now);
      await scope.save(file);
      scope.record(fileEvent(fact, file));
      if (fact !== 'ready') await this.due.endWithout(scope, file);
    });
  }
}
