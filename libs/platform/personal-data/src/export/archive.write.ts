import { createHash, type Hash } from 'node:crypto';
import { PassThrough, Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Scope } from '@quadhelix/database';
import { writeDocument, type DocumentFormat } from '@quadhelix/documents';
import type { PersonalDataKind } from '../personal-data-kind.js';
import type { PersonalDataRequest } from '../request/request.entity.js';
import { summaryOf } from './summary.content.js';

/** A file of an export, as its manifest lists it. */
interface Listed {
  file: string;
  records?: number;
  bytes: number;
  sha256: string;
}

/** Adds one part; `list` is called with what went through once it has. */
type Part = { name: string; records?: () => number; stream: () => Readable };

/**
 * Writes everything that the alliance holds about the person into an archive: a JSON file for each kind, a summary to read as PDF and workbook, and a manifest
 * with the SHA-256 of each. Part after part, row after row; answers how many records each kind had.
 */
export async function writeArchive(scope: Scope, kinds: readonly PersonalDataKind[], request: Pick<PersonalDataRequest, 'id' | 'personId' | 'language'>, sink: Writable): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const listed: Listed[] = [];
  const records = kinds.map((kind): Part => ({ name: `${kind.name}.json`, records: () => counts[kind.name] ?? 0, stream: () => Readable.from(jsonOf(scope, kind, request.personId, counts)) }));
  const summaries = (['PDF', 'XLSX'] as const).map((format): Part => ({ name: `summary.${format.toLowerCase()}`, stream: () => summaryStream(scope, kinds, request, format) }));
  const zip = new ZipFile();
  const failed = new Promise<never>((_resolve, reject) => { zip.on('error', reject); });
  failed.catch(() => undefined);
  const add = ({ name, stream }: Part, done: (bytes: number, sha256: string) => void): void => {
    zip.addReadStreamLazy(name, { mtime: scope.now }, (give) => {
      const measured = new Measured(done);
      pipeline(stream(), measured).catch((error: unknown) => { zip.emit('error', error); });
      give(null, measured);
    });
  };
  for (const part of [...records, ...summaries]) add(part, (bytes, sha256) => listed.push({ file: part.name, ...(part.records ? { records: part.records() } : {}), bytes, sha256 }));
  add({ name: 'manifest.json', stream: () => Readable.from([JSON.stringify({ request: request.id, madeAt: scope.now, hash: 'SHA-256', files: listed }, null, 2)]) }, () => undefined);
  zip.end();
  await Promise.race([pipeline(zip.outputStream, sink), failed]);
  return counts;
}

async function* jsonOf(scope: Scope, kind: PersonalDataKind, personId: string, counts: Record<string, number>): AsyncGenerator<string> {
  counts[kind.name] = 0;
  yield `${JSON.stringify({ name: kind.name, title: kind.title, purpose: kind.purpose }).slice(0, -1)},"records":[`;
  for await (const record of kind.export(scope, personId)) {
    yield `${counts[kind.name] === 0 ? '\n' : ',\n'}${JSON.stringify(record)}`;
    counts[kind.name] = (counts[kind.name] ?? 0) + 1;
  }
  yield '\n]}\n';
}

function summaryStream(scope: Scope, kinds: readonly PersonalDataKind[], { personId, language }: Pick<PersonalDataRequest, 'personId' | 'language'>, format: DocumentFormat): Readable {
  const through = new PassThrough();
  const rendering = { language, timeZone: scope.timeZone, at: scope.now, issuer: 'Quadhelix' };
  writeDocument(summaryOf(scope, kinds, personId), format, rendering, through).catch((error: unknown) => { through.destroy(error instanceof Error ? error : new Error(String(error))); });
  return through;
}

/** Hands bytes on and tells how many and which they were. */
class Measured extends Transform {
  private readonly hash: Hash = createHash('sha256');
  private size = 0;

  constructor(private readonly done: (bytes: number, sha256: string) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, next: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.size += chunk.length;
    next(null, chunk);
  }

  override _flush(next: () => void): void {
    this.done(this.size, this.hash.digest('hex'));
    next();
  }
}
