import { fileTypeFromBuffer } from 'file-type';
import { isArchive, isText, mainPartOf } from '../file.purposes.js';
import type { FileRejection } from '../file.states.js';
import { archiveFault } from './archive.js';
import { imageFault } from './image.js';
import { textFault } from './text.js';

/** What bytes turned out to be, and what is wrong with them as a file of the declared type. */
export interface Finding {
  readonly detectedType: string | null;
  readonly fault: FileRejection | null;
}

/**
 * Judges bytes by themselves, not by what their sender says: magic bytes, the form that belongs to the type from beginning to end, no second type in them, no macros.
 * What a type allows to run inside (a PDF's scripts) is for a scanner.
 */
export async function inspect(bytes: Buffer, declared: string): Promise<Finding> {
  if (isText(declared)) {
    const fault = textFault(bytes);
    return { detectedType: fault === null ? declared : ((await fileTypeFromBuffer(bytes))?.mime ?? null), fault };
  }
  const detectedType: string | null = (await fileTypeFromBuffer(bytes))?.mime ?? null;
  if (detectedType !== declared && !(detectedType === 'application/zip' && isArchive(declared))) return { detectedType, fault: 'TYPE_DIFFERS' };
  return { detectedType: declared, fault: await faultOf(bytes, declared) };
}

async function faultOf(bytes: Buffer, type: string): Promise<FileRejection | null> {
  if (isArchive(type)) return archiveFault(bytes, mainPartOf(type));
  if (endsAsArchive(bytes)) return 'UNSAFE';
  return type === 'application/pdf' ? pdfFault(bytes) : imageFault(bytes, type);
}

/** Readers look for the end within the last kilobyte; what stands behind it is no part of the document. */
function pdfFault(bytes: Buffer): FileRejection | null {
  const tail = bytes.subarray(-1024).toString('latin1');
  const end = tail.lastIndexOf('%%EOF');
  return end === -1 ? 'DAMAGED' : /^%%EOF[\s\0]*$/.test(tail.slice(end)) ? null : 'UNSAFE';
}

/** Is there an archive's directory at the end, so that others would open it as one? */
function endsAsArchive(bytes: Buffer): boolean {
  const tail = bytes.subarray(-65_557);
  for (let at = tail.indexOf('PK\x05\x06', 0, 'latin1'); at !== -1; at = tail.indexOf('PK\x05\x06', at + 1, 'latin1')) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
  }
  return false;
}
