import type { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { attachmentOf } from '../file.name.js';
import type { DownloadOrder, FileKey, FileStore, SignedRequest, StoredBytes, UploadOrder } from './file-store.js';

/** Where the bucket is. */
export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Address of a service that is not Amazon's. */
  readonly endpoint?: string | undefined;
}

/** Milliseconds that the service has to accept a connection, and to say something. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/**
 * Files in a bucket. Clients talk to the service itself by signed requests: an upload is bound to size, type and hash by signed headers and taken once
 * (`If-None-Match: *`). What came lies under `incoming/`; checked bytes are copied to `kept/`, where no client can ever write: what was checked is
 * what is given out, whatever happens to the upload afterwards.
 */
export class S3Store implements FileStore {
  private readonly client: S3Client;

  constructor(private readonly settings: S3Settings) {
    const { region, accessKeyId, secretAccessKey, endpoint } = settings;
    this.client = new S3Client({
      region, credentials: { accessKeyId, secretAccessKey }, requestHandler: PATIENCE, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    });
  }

  async signUpload(order: UploadOrder): Promise<SignedRequest> {
    const checksum = Buffer.from(order.sha256, 'hex').toString('base64');
    const command = new PutObjectCommand({
      Bucket: this.settings.bucket, Key: keyOf('incoming', order), ContentType: order.contentType, ContentLength: order.byteSize, ChecksumSHA256: checksum, IfNoneMatch: '*',
    });
    const url = await getSignedUrl(this.client, command, {
      ...lifeOf(order), signableHeaders: new Set(['host', 'content-type', 'content-length', 'if-none-match', 'x-amz-checksum-sha256']), unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    const headers = { 'Content-Type': order.contentType, 'If-None-Match': '*', 'x-amz-checksum-sha256': checksum };
    return { method: 'PUT', url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })) };
  }

  signDownload(order: DownloadOrder): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.settings.bucket, Key: keyOf('kept', order), ResponseContentDisposition: attachmentOf(order.name), ResponseContentType: order.contentType, ResponseCacheControl: 'no-store',
    });
    return getSignedUrl(this.client, command, lifeOf(order));
  }

  async read(key: FileKey): Promise<StoredBytes | null> {
    const come = await this.get(keyOf('incoming', key));
    if (come) return { bytes: come.bytes, keep: () => this.keep(key, come.tag) };
    const kept = await this.get(keyOf('kept', key));
    return kept && { bytes: kept.bytes, keep: () => Promise.resolve() };
  }

  async remove(key: FileKey): Promise<void> {
    for (const place of ['incoming', 'kept'] as const) await this.client.send(new DeleteObjectCommand({ Bucket: this.settings.bucket, Key: keyOf(place, key) }));
  }

  private async get(Key: string): Promise<{ bytes: Readable; tag: string } | null> {
    try {
      const { Body, ETag } = await this.client.send(new GetObjectCommand({ Bucket: this.settings.bucket, Key }));
      return { bytes: Body as Readable, tag: ETag ?? '' };
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return null;
      throw error;
    }
  }

  private async keep(key: FileKey, tag: string): Promise<void> {
    const { bucket } = this.settings;
    await this.client.send(new CopyObjectCommand({ Bucket: bucket, Key: keyOf('kept', key), CopySource: `${bucket}/${keyOf('incoming', key)}`, CopySourceIfMatch: tag }));
    await this.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf('incoming', key) }));
  }
}

const keyOf = (place: 'incoming' | 'kept', { tenantId, id }: FileKey): string => `${place}/${tenantId}/${id}`;

/** Whole seconds, rounded down: never longer than it should be. */
const lifeOf = ({ now, until }: UploadOrder): { expiresIn: number; signingDate: Date } => ({ expiresIn: Math.floor((until.getTime() - now.getTime()) / 1000), signingDate: now });
