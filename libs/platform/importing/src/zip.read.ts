import { createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { type ImportLimits, inMegabytes } from './limits.js';
import { ImportFileError } from './problem.js';

interface ZipPart {
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const headerSignature = 0x04034b50;

/**
 * The parts of an archive, read by its central directory. What the directory declares is checked against the limits
 * before anything is unpacked, and a part that unpacks to more than it declared is refused: no archive bomb gets far.
 * @throws ImportFileError IMPORT_FILE_MALFORMED, IMPORT_FILE_TOO_LARGE.
 */
export class ZipArchive {
  private readonly parts = new Map<string, ZipPart>();

  /** What all parts unpack to, together, as the directory declares. */
  readonly unpackedBytes: number = 0;

  constructor(private readonly bytes: Buffer, limits: Pick<ImportLimits, 'parts' | 'unpackedBytes'>) {
    for (const [name, part] of directory(bytes, limits.parts)) {
      this.unpackedBytes += part.unpacked;
      if (this.unpackedBytes > limits.unpackedBytes) throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: inMegabytes(limits.unpackedBytes) });
      this.parts.set(name, part);
    }
  }

  get names(): string[] {
    return [...this.parts.keys()];
  }

  has(name: string): boolean {
    return this.parts.has(name);
  }

  /** The content of a part in pieces; nothing where the archive has no such part. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const part = this.parts.get(name);
    if (!part) return;
    const packed = this.packedBytes(part);
    if (part.method === 0) {
      yield packed;
      return;
    }
    let size = 0;
    try {
      for await (const piece of Readable.from([packed]).pipe(createInflateRaw()) as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > part.unpacked) throw damaged();
        yield piece;
      }
    } catch (error) {
      throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? damaged() : error;
    }
  }

  private packedBytes(part: ZipPart): Buffer {
    const { bytes } = this;
    if (part.offset + 30 > bytes.length || bytes.readUInt32LE(part.offset) !== headerSignature) throw damaged();
    const start = part.offset + 30 + bytes.readUInt16LE(part.offset + 26) + bytes.readUInt16LE(part.offset + 28);
    if (start + part.packed > bytes.length) throw damaged();
    return bytes.subarray(start, start + part.packed);
  }
}

function damaged(): ImportFileError {
  return new ImportFileError('IMPORT_FILE_MALFORMED', { reason: { en: 'the workbook is not a whole archive', 'zh-CN': '工作簿压缩包不完整' } });
}

function* directory(bytes: Buffer, limit: number): Generator<[string, ZipPart]> {
  const end = endOfDirectory(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > limit) throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: `${limit} parts` });
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directorySignature) throw damaged();
    const method = bytes.readUInt16LE(at + 10);
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (encrypted || (method !== 0 && method !== 8)) throw damaged();
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    yield [
      name,
      { method, packed: bytes.readUInt32LE(at + 20), unpacked: bytes.readUInt32LE(at + 24), offset: bytes.readUInt32LE(at + 42) },
    ];
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw damaged();
}
