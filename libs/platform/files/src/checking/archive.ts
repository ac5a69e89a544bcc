import { ZipArchive } from '@quadhelix/importing';
import type { FileRejection } from '../file.states.js';

/** What an archive may unpack to: all together, and against its own size. A picture album of 2,000 files passes, a bomb does not. */
const LIMITS = { unpackedBytes: 400_000_000, parts: 5_000 };
const MOST_RATIO = 200;

/** Names that lead out of the folder that somebody unpacks into. */
const ESCAPES = /^\/|^[a-z]:|(^|\/)\.\.(\/|$)|[\x00-\x1f]/i;

/** Code in office files, and programs, pages and shortcuts in archives. */
const RUNS = /(^|\/)(vbaProject|vbaData|attachedToolbars)[^/]*$|(^|\/)(activeX|macrosheets)\/|\.(exe|dll|scr|com|pif|bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|lnk|msi|msp|jar|apk|cpl|reg|html?|xhtml|svg|docm|xlsm|pptm|dotm|xltm|iso|img)$/i;

/**
 * What is wrong with an archive; `mainPart` is the part that an office file must have. It must be one from its first byte to its last:
 * what stands before or behind would make it two files in one.
 */
export function archiveFault(bytes: Buffer, mainPart?: string): FileRejection | null {
  if (bytes.length < 22 || bytes.readUInt32LE(0) !== 0x04034b50 || !endsExactly(bytes)) return 'UNSAFE';
  const archive = opened(bytes);
  if (typeof archive === 'string') return archive;
  if (archive.names.some((name) => ESCAPES.test(name) || RUNS.test(name))) return 'UNSAFE';
  if (archive.unpackedBytes > bytes.length * MOST_RATIO) return 'UNSAFE';
  if (mainPart === undefined) return null;
  return archive.has(mainPart) && archive.has('[Content_Types].xml') ? null : 'TYPE_DIFFERS';
}

function opened(bytes: Buffer): ZipArchive | FileRejection {
  try {
    return new ZipArchive(bytes, LIMITS);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'IMPORT_FILE_TOO_LARGE' ? 'UNSAFE' : 'DAMAGED';
  }
}

/** Does the last end record tell a comment that reaches exactly to the end? */
function endsExactly(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return at !== -1 && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length;
}
