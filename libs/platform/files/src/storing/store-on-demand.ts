import type { DownloadOrder, FileKey, FileStore, SignedRequest, StoredBytes, UploadOrder } from './file-store.js';

/** A store that is opened when it is first asked for something: its library is large, and whoever keeps files in a folder never needs it. */
export class StoreOnDemand implements FileStore {
  private opened: Promise<FileStore> | undefined;

  constructor(private readonly open: () => Promise<FileStore>) {}

  async signUpload(order: UploadOrder): Promise<SignedRequest> {
    return (await this.store()).signUpload(order);
  }

  async signDownload(order: DownloadOrder): Promise<string> {
    return (await this.store()).signDownload(order);
  }

  async read(key: FileKey): Promise<StoredBytes | null> {
    return (await this.store()).read(key);
  }

  async remove(key: FileKey): Promise<void> {
    return (await this.store()).remove(key);
  }

  private store(): Promise<FileStore> {
    return (this.opened ??= this.open());
  }
}
