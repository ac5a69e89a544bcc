import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '@quadhelix/database';
import type { Document } from './document.entity.js';

type Place = Pick<Document, 'tenantId' | 'id' | 'attempts'>;

/** What was stored. */
export interface StoredBytes {
  readonly sha256: string;
  readonly byteSize: number;
}

/** Keeps the bytes of documents below the state folder, which api and worker share. One file for each beginning, so that two workers never write into one. */
@Injectable()
export class DocumentStore {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Stores what `write` writes into the stream; nothing is left where it throws. */
  async put<T>(place: Place, write: (sink: Transform) => Promise<T>): Promise<{ answer: T; stored: StoredBytes }> {
    const path = this.pathOf(place);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    const measure = new Measure();
    const file = pipeline(measure, createWriteStream(`${path}.new`, { mode: 0o600 }));
    file.catch(() => undefined);
    try {
      const answer = await write(measure);
      await file;
      await rename(`${path}.new`, path);
      return { answer, stored: { sha256: measure.hash.digest('hex'), byteSize: measure.size } };
    } catch (error) {
      measure.destroy();
      await finished(measure).catch(() => undefined);
      await file.catch(() => undefined);
      await rm(`${path}.new`, { force: true });
      throw error;
    }
  }

  /** Null where the bytes are not there (any more). */
  async read(place: Place): Promise<{ size: number; bytes: Readable } | null> {
    const path = this.pathOf(place);
    const found = await stat(path).catch(() => null);
    return found ? { size: found.size, bytes: createReadStream(path) } : null;
  }

  async remove(place: Place): Promise<void> {
    await rm(this.pathOf(place), { force: true });
  }

  /** Removes the bytes of all documents of an alliance that is gone. */
  async removeAll(tenantId: string): Promise<void> {
    await rm(join(this.settings.stateFolder, 'documents', tenantId), { recursive: true, force: true });
  }

  private pathOf({ tenantId, id, attempts }: Place): string {
    return join(this.settings.stateFolder, 'documents', tenantId, `${id}.${String(attempts)}`);
  }
}

/** Hands bytes on and measures them. */
class Measure extends Transform {
  readonly hash: Hash = createHash('sha256');
  size = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.size += chunk.length;
    done(null, chunk);
  }
}
