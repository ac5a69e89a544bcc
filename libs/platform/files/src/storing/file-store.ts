import type { Readable } from 'node:stream';

/** Where the bytes of one file lie. */
export interface FileKey {
  readonly tenantId: string;
  readonly id: string;
}

/** Bytes that are to come, and until when they may. */
export interface UploadOrder extends FileKey {
  readonly contentType: string;
  readonly byteSize: number;
  readonly sha256: string;
  readonly now: Date;
  readonly until: Date;
}

/** A download to be signed. */
export interface DownloadOrder extends UploadOrder {
  readonly name: string;
}

/** A request that a client makes by itself: exactly this method, address and headers. */
export interface SignedRequest {
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Bytes as they were found. */
export interface StoredBytes {
  readonly bytes: Readable;
  /** Puts exactly these bytes where downloads come from; harmless to repeat. Throws where others have come in their place since. */
  keep(): Promise<void>;
}

/**
 * Where bytes lie: what came and is not checked yet apart from what may be given out. Signing asks nobody, so it may be done inside an operation;
 * everything else is for the worker and the doors.
 */
export interface FileStore {
  signUpload(order: UploadOrder): Promise<SignedRequest>;
  signDownload(order: DownloadOrder): Promise<string>;
  /** What came for the file, or is kept already; null where nothing is there. */
  read(key: FileKey): Promise<StoredBytes | null>;
  /** Removes whatever there is of the file. */
  remove(key: FileKey): Promise<void>;
}
