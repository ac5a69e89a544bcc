import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import { Database } from '@quadhelix/database';
import type { Route, RouteAnswer, RouteRequest } from '@quadhelix/service';
import { File } from '../file.entity.js';
import { attachmentOf } from '../file.name.js';
import { FileStorage } from '../storing/file-storage.js';

/** Gives out the bytes of files that lie in a folder, to be saved and not to be shown. The address was given to somebody who may read the file at that moment. */
@Injectable()
export class DownloadRoute implements Route {
  readonly method = 'GET';
  readonly path = '/files/:alliance/:id';

  constructor(private readonly database: Database, private readonly storage: FileStorage) {}

  handle = async (request: RouteRequest): Promise<RouteAnswer> => {
    const store = this.storage.local;
    if (!store) throw platformErrors.NOT_FOUND();
    const claims = this.storage.urls.open('GET', request.params, request.query, this.database.now());
    const file = await this.database.system(claims.tenantId, `download of file ${claims.id}`, (scope) => scope.byId(File, claims.id), { readOnly: true });
    const kept = file?.state === 'READY' ? await store.openKept(claims) : null;
    if (!file || !kept) throw platformErrors.NOT_FOUND();
    return {
      status: 200, body: kept.handle.createReadStream(),
      headers: { 'content-type': file.contentType, 'content-length': String(kept.size), 'content-disposition': attachmentOf(file.name), 'content-security-policy': "default-src 'none'; sandbox" },
    };
  };
}
