import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { DownloadOrder, FileKey, FileStore, SignedRequest, StoredBytes, UploadOrder } from './file-store.js';
import type { SignedUrls } from './signed-url.js';

type Place = 'writing' | 'incoming' | 'kept';

const absent = (error: unknown): null => {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
};

/**
 * Files in a folder of this machine: `writing` while they come, `incoming` until they were checked, `kept` what may be given out. Moved by renaming,
 * so each place holds whole files only. Bytes come and go through the api's own routes.
 */
export class LocalStore implements FileStore {
  private readonly root: string;

  constructor(folder: string, private readonly urls: SignedUrls) {
    this.root = resolve(folder);
  }

  signUpload(order: UploadOrder): Promise<SignedRequest> {
    const { tenantId, id, byteSize, sha256, contentType, until } = order;
    const url = this.urls.sign({ method: 'PUT', tenantId, id, byteSize, sha256, expiresAt: until });
    return Promise.resolve({ method: 'PUT', url, headers: [{ name: 'Content-Type', value: contentType }] });
  }

  signDownload({ tenantId, id, byteSize, sha256, until }: DownloadOrder): Promise<string> {
    return Promise.resolve(this.urls.sign({ method: 'GET', tenantId, id, byteSize, sha256, expiresAt: until }));
  }

  async read(key: FileKey): Promise<StoredBytes | null> {
    const handle = (await this.openAt('incoming', key)) ?? (await this.openAt('kept', key));
    return handle && { bytes: handle.createReadStream(), keep: () => this.keep(key) };
  }

  async remove(key: FileKey): Promise<void> {
    await Promise.all((['writing', 'incoming', 'kept'] as const).map((place) => rm(this.at(place, key), { recursive: true, force: true })));
  }

  /** A path to write to that nobody else has; `take` it or `drop` it. */
  async fresh(key: FileKey): Promise<string> {
    const path = join(this.at('writing', key), randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return path;
  }

  /** What was written whole has come. */
  async take(key: FileKey, path: string): Promise<void> {
    await this.move(path, this.at('incoming', key));
  }

  async drop(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** What may be given out, with its size; null where there is nothing. */
  async openKept(key: FileKey): Promise<{ handle: FileHandle; size: number } | null> {
    const handle = await this.openAt('kept', key);
    return handle && { handle, size: (await handle.stat()).size };
  }

  private async keep(key: FileKey): Promise<void> {
    await this.move(this.at('incoming', key), this.at('kept', key)).catch(async (error: unknown) => {
      // A worker that was killed after it had moved the file: it is where it should be.
      absent(error);
      await stat(this.at('kept', key));
    });
    await rm(this.at('writing', key), { recursive: true, force: true });
  }

  private async move(from: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
    // The name is on the disk only when its folder is.
    const folder = await open(dirname(to), 'r');
    await folder.sync().finally(() => folder.close());
  }

  private openAt(place: Place, key: FileKey): Promise<FileHandle | null> {
    return open(this.at(place, key), 'r').catch(absent);
  }

  private at(place: Place, { tenantId, id }: FileKey): string {
    return join(this.root, place, tenantId, id);
  }
}
