import type { FileRejection } from '../file.states.js';

/** What is wrong with the form of a picture. */
export function imageFault(bytes: Buffer, type: string): FileRejection | null {
  if (type === 'image/png') return pngFault(bytes);
  if (type === 'image/webp') return webpFault(bytes);
  return jpegFault(bytes);
}

/** Chunk after chunk to the end chunk, and nothing behind it. */
function pngFault(bytes: Buffer): FileRejection | null {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return end === bytes.length ? null : 'UNSAFE';
    at = end;
  }
  return 'DAMAGED';
}

/** A RIFF container tells its length; one byte may fill it up to an even one. */
function webpFault(bytes: Buffer): FileRejection | null {
  const told = bytes.length < 12 ? -1 : bytes.readUInt32LE(4) + 8;
  if (told === bytes.length || told + (told % 2) === bytes.length) return null;
  return told < bytes.length ? 'UNSAFE' : 'DAMAGED';
}

/** Cameras put more pictures behind the first, so only the beginning, an end, and the absence of pages and scripts are held. */
function jpegFault(bytes: Buffer): FileRejection | null {
  const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]));
  if (end === -1) return 'DAMAGED';
  return /<(script|html|svg|iframe|\?php)|%PDF-/i.test(bytes.toString('latin1', end + 2)) ? 'UNSAFE' : null;
}
