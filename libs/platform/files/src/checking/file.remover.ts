import { Injectable } from '@nestjs/common';
import { Database } from '@quadhelix/database';
import { File } from '../file.entity.js';
import type { FileJob } from '../file.queues.js';
import { FileStorage } from '../storing/file-storage.js';

/** Removes the bytes of files that came to nothing or are gone. */
@Injectable()
export class FileRemover {
  constructor(private readonly database: Database, private readonly storage: FileStorage) {}

  async run({ tenantId, fileId }: FileJob): Promise<void> {
    const file = await this.database.system(tenantId, `removal of file ${fileId}`, (scope) => scope.byId(File, fileId), { readOnly: true });
    if (file && !['REJECTED', 'EXPIRED'].includes(file.state)) return;
    await this.storage.store.remove({ tenantId, id: fileId });
  }
}
