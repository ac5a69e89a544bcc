import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { platformErrors } from '@quadhelix/access';
import { Database, type Scope } from '@quadhelix/database';
import { loadConfig, SETTINGS, type Route, type RouteAnswer, type RouteRequest, type Settings } from '@quadhelix/service';
import { fileAccess } from '../file.access.js';
import { File } from '../file.entity.js';
import { fileErrors } from '../file.errors.js';
import { FileStorage } from '../storing/file-storage.js';
import type { LocalStore } from '../storing/local.store.js';
import type { UrlClaims } from '../storing/signed-url.js';
import { PACE, receive, type Pace } from './receive.js';

const variables = z.object({
  FILES_STALL_SECONDS: z.coerce.number().min(1, 'is below 1').max(600, 'is above 600').default(PACE.stall / 1000).describe('set it to the seconds for which an upload may stand still, 1 to 600'),
});

/** Uploads that one process takes at the same time. */
const AT_ONCE = 64;

/** Takes the bytes of files where they lie in a folder: once, exactly what was announced, or nothing. */
@Injectable()
export class UploadRoute implements Route {
  readonly method = 'PUT';
  readonly path = '/files/:alliance/:id';
  private readonly pace: Pace;
  private open = 0;

  constructor(private readonly database: Database, private readonly storage: FileStorage, @Inject(SETTINGS) settings: Settings) {
    this.pace = { ...PACE, stall: loadConfig(variables, settings.env).FILES_STALL_SECONDS * 1000 };
  }

  handle = async (request: RouteRequest): Promise<RouteAnswer> => {
    const store = this.storage.local;
    if (!store) throw platformErrors.NOT_FOUND();
    const claims = this.storage.urls.open('PUT', request.params, request.query, this.database.now());
    const announced = request.headers['content-length'];
    if (announced !== undefined && Number(announced) !== claims.byteSize) throw fileErrors.FILE_SIZE_DIFFERS();
    if (this.open >= AT_ONCE) throw fileErrors.FILE_UPLOADS_BUSY();
    this.open += 1;
    try {
      await this.take(store, claims, request);
    } finally {
      this.open -= 1;
    }
    return { status: 200 };
  };

  private async take(store: LocalStore, claims: UrlClaims, request: RouteRequest): Promise<void> {
    await this.within(claims, (scope) => scope.byId(File, claims.id).then(demandAwaited));
    const path = await store.fresh(claims);
    try {
      await receive(request.body, path, claims, request.signal, this.pace);
      // Of several that send at once, one gets the row; an address is worth one file, whatever becomes of that.
      await this.within(claims, async (scope) => {
        const [file] = await scope.manyForUpdate(File, [claims.id]);
        const awaited = demandAwaited(file ?? null);
        scope.authorize(fileAccess.check);
        await store.take(claims, path);
        awaited.uploadedAt = scope.now;
        await scope.save(awaited);
      });
    } finally {
      await store.drop(path);
    }
  }

  private within<T>({ tenantId, id }: UrlClaims, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.database.system(tenantId, `upload of file ${id}`, work);
  }
}

function demandAwaited(file: File | null): File {
  if (!file?.awaited) throw fileErrors.FILE_URL_USED();
  return file;
}
