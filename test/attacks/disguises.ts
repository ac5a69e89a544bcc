import JSZip from 'jszip';
import { pdf } from '../journeys/uploading.js';

/** Bytes that pretend to be another type, or are two at once. */
export interface Disguise {
  readonly why: string;
  readonly name: string;
  readonly contentType: string;
  readonly rejection: string;
  readonly make: () => Buffer | Promise<Buffer>;
}

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>';

/** An archive of these parts. */
export const zipOf = (parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(parts)) zip.file(name, content, { createFolders: false });
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
};

export const docx = (more: Readonly<Record<string, string | Buffer>> = {}): Promise<Buffer> => zipOf({ '[Content_Types].xml': CONTENT_TYPES, 'word/document.xml': '<document/>', ...more });

const joined = (...parts: readonly (string | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

export const DISGUISES: readonly Disguise[] = [
  { why: 'a page as a picture', name: 'a.png', contentType: 'image/png', rejection: 'TYPE_DIFFERS', make: () => Buffer.from('<!doctype html><script>alert(1)</script>') },
  { why: 'a program as a PDF', name: 'a.pdf', contentType: 'application/pdf', rejection: 'TYPE_DIFFERS', make: () => joined('MZ', Buffer.alloc(300), 'This program cannot be run in DOS mode.') },
  { why: 'a scripted picture as PNG', name: 'a.png', contentType: 'image/png', rejection: 'TYPE_DIFFERS', make: () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
  { why: 'a page as text', name: 'a.txt', contentType: 'text/plain', rejection: 'TYPE_DIFFERS', make: () => Buffer.from('\n  <HTML><body onload=alert(1)>') },
  { why: 'a scripted picture as a table', name: 'a.csv', contentType: 'text/csv', rejection: 'TYPE_DIFFERS', make: () => Buffer.from('<?xml version="1.0"?><svg/>') },
  { why: 'a program as a table', name: 'a.csv', contentType: 'text/csv', rejection: 'TYPE_DIFFERS', make: () => joined('\x7fELF', Buffer.from([2, 1, 1, 0, 0, 0])) },
  { why: 'a PDF as text', name: 'a.txt', contentType: 'text/plain', rejection: 'TYPE_DIFFERS', make: () => pdf('x') },
  { why: 'a PNG as JPEG', name: 'a.jpg', contentType: 'image/jpeg', rejection: 'TYPE_DIFFERS', make: () => PNG },
  { why: 'a PNG with a page behind it', name: 'a.png', contentType: 'image/png', rejection: 'UNSAFE', make: () => joined(PNG, '<script>alert(1)</script>') },
  { why: 'a PNG with an archive behind it', name: 'a.png', contentType: 'image/png', rejection: 'UNSAFE', make: async () => joined(PNG, await zipOf({ 'a.txt': 'x' })) },
  { why: 'a PNG cut short', name: 'a.png', contentType: 'image/png', rejection: 'DAMAGED', make: () => PNG.subarray(0, -8) },
  { why: 'a PDF with an archive behind it', name: 'a.pdf', contentType: 'application/pdf', rejection: 'UNSAFE', make: async () => joined(pdf('x'), await zipOf({ 'a.txt': 'x' })) },
  { why: 'a PDF with a page behind it', name: 'a.pdf', contentType: 'application/pdf', rejection: 'UNSAFE', make: () => joined(pdf('x'), '<script>alert(1)</script>') },
  { why: 'a PDF without an end', name: 'a.pdf', contentType: 'application/pdf', rejection: 'DAMAGED', make: () => Buffer.from('%PDF-1.4\n1 0 obj\n') },
  { why: 'an archive with a picture before it', name: 'a.zip', contentType: 'application/zip', rejection: 'TYPE_DIFFERS', make: async () => joined(PNG, await zipOf({ 'a.txt': 'x' })) },
  { why: 'an archive that climbs out', name: 'a.zip', contentType: 'application/zip', rejection: 'UNSAFE', make: () => zipOf({ '../../a.txt': 'x' }) },
  { why: 'an archive with a program', name: 'a.zip', contentType: 'application/zip', rejection: 'UNSAFE', make: () => zipOf({ 'list/run.exe': 'x' }) },
  { why: 'an archive with a page', name: 'a.zip', contentType: 'application/zip', rejection: 'UNSAFE', make: () => zipOf({ 'index.html': 'x' }) },
  { why: 'an archive that unpacks to a thousand times its size', name: 'a.zip', contentType: 'application/zip', rejection: 'UNSAFE', make: () => zipOf({ 'zeros.txt': Buffer.alloc(5_000_000) }) },
  { why: 'an archive as a text document', name: 'a.docx', contentType: DOCX, rejection: 'TYPE_DIFFERS', make: () => zipOf({ 'a.txt': 'x' }) },
  { why: 'a text document as a workbook', name: 'a.xlsx', contentType: XLSX, rejection: 'TYPE_DIFFERS', make: () => docx() },
  { why: 'a text document with macros', name: 'a.docx', contentType: DOCX, rejection: 'UNSAFE', make: () => docx({ 'word/vbaProject.bin': 'x' }) },
];
