import iconv from 'iconv-lite';
import { ImportFileError } from './problem.js';

const utf8Bom = [0xef, 0xbb, 0xbf];

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function strictly(encoding: 'utf-8' | 'utf-16le', bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The text of a file. UTF-8 is tried first, strictly; what is no UTF-8 is GB18030 (which contains GBK and GB 2312),
 * with or without a byte order mark of either. "Unicode text" of Excel is UTF-16 with its mark.
 * @throws ImportFileError IMPORT_FILE_ENCODING where bytes are invalid in both.
 */
export function decodeText(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return strictly('utf-16le', bytes) ?? refuse();
  const unicode = strictly('utf-8', bytes);
  if (unicode !== undefined) return unicode;
  const text = iconv.decode(Buffer.from(startsWith(bytes, utf8Bom) ? bytes.subarray(3) : bytes), 'gb18030');
  if (text.includes('\uFFFD')) refuse();
  return text.replace(/^\uFEFF/, '');
}

function refuse(): never {
  throw new ImportFileError('IMPORT_FILE_ENCODING');
}
