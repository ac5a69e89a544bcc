import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ConfigError, loadConfig, SETTINGS, type Settings } from '@quadhelix/service';
import type { FileStore } from './file-store.js';
import { LocalStore } from './local.store.js';
import { SignedUrls } from './signed-url.js';
import { StoreOnDemand } from './store-on-demand.js';

const variables = z.object({
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the name of a bucket').optional().describe('set it to the name of the bucket, or leave it unset to keep files in a folder'),
  S3_REGION: z.string().default('us-east-1').describe('set it to the region of the bucket'),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'is not an http or https address' }).optional().describe('set it to the address of the service where it is not Amazon'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('set it to the access key for the bucket'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('set it to the secret that belongs to the access key'),
});

/** The store that this process was configured with: a bucket where S3_BUCKET is set, else a folder below the state folder. */
@Injectable()
export class FileStorage {
  readonly urls: SignedUrls;
  readonly store: FileStore;
  /** The folder, where bytes pass through the api itself; null with a bucket. */
  readonly local: LocalStore | null;
  /** Folder for copies that are being checked. */
  readonly checking: string;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.urls = new SignedUrls(settings.secret, settings.publicUrl);
    this.checking = join(settings.stateFolder, 'files', 'checking');
    const { S3_BUCKET: bucket, S3_REGION: region, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = loadConfig(variables, settings.env);
    this.local = bucket === undefined ? new LocalStore(join(settings.stateFolder, 'files'), this.urls) : null;
    if (this.local) {
      this.store = this.local;
    } else {
      const bucketOf = { bucket: bucket ?? '', region, endpoint, accessKeyId: demanded('S3_ACCESS_KEY_ID', accessKeyId), secretAccessKey: demanded('S3_SECRET_ACCESS_KEY', secretAccessKey) };
      this.store = new StoreOnDemand(async () => new (await import('./s3.store.js')).S3Store(bucketOf));
    }
  }
}

function demanded(variable: string, value: string | undefined): string {
  if (value === undefined) throw new ConfigError([{ variable, wrong: 'is not set', todo: 'with S3_BUCKET, set it to the credentials of the bucket' }]);
  return value;
}
