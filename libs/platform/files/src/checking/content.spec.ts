import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { inspect } from './content.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), Buffer.alloc(40, 1), Buffer.from([0xff, 0xd9])]);
const webp = (told: number, length = told + 8): Buffer => {
  const bytes = Buffer.alloc(length, 1);
  bytes.write('RIFF', 'latin1');
  bytes.writeUInt32LE(told, 4);
  bytes.write('WEBPVP8 ', 8, 'latin1');
  return bytes;
};
const office = (part: string, more: Record<string, string> = {}): Promise<Buffer> => {
  const zip = new JSZip();
  zip.file('[Content_Types].xml', `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${part.startsWith('word') ? 'wordprocessingml.document' : 'spreadsheetml.sheet'}.main+xml"/></Types>`);
  zip.file(part, '<x/>');
  for (const [name, content] of Object.entries(more)) zip.file(name, content);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
};
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const encrypted = async (): Promise<Buffer> => {
  const bytes = await office('word/document.xml');
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')) bytes.writeUInt16LE(1, at + 8);
  return bytes;
};

type Make = () => Buffer | Promise<Buffer>;

describe('bytes are judged by themselves', () => {
  it.each<[string, string, Make, string | null]>([
    ['a PDF', 'application/pdf', () => PDF, null],
    ['a PDF with blanks behind its end', 'application/pdf', () => Buffer.concat([PDF, Buffer.from('\r\n \n\0')]), null],
    ['a PDF with an older end before', 'application/pdf', () => Buffer.concat([PDF, Buffer.from('2 0 obj\nendobj\n%%EOF')]), null],
    ['a PNG', 'image/png', () => PNG, null],
    ['a PNG with one byte behind its end', 'image/png', () => Buffer.concat([PNG, Buffer.from('x')]), 'UNSAFE'],
    ['a PNG whose chunk tells too much', 'image/png', () => { const bytes = Buffer.from(PNG); bytes.writeUInt32BE(0xfffffff0, 33); return bytes; }, 'TYPE_DIFFERS'],
    ['a JPEG', 'image/jpeg', () => JPEG, null],
    ['a JPEG with a second picture behind it, as phones make them', 'image/jpeg', () => Buffer.concat([JPEG, JPEG]), null],
    ['a JPEG with a script behind it', 'image/jpeg', () => Buffer.concat([JPEG, Buffer.from('<?php system($x); ?>')]), 'UNSAFE'],
    ['a JPEG with an archive behind it', 'image/jpeg', async () => Buffer.concat([JPEG, await office('word/document.xml')]), 'UNSAFE'],
    ['a JPEG without an end', 'image/jpeg', () => JPEG.subarray(0, -2), 'DAMAGED'],
    ['a WebP', 'image/webp', () => webp(32), null],
    ['a WebP with one byte to fill it up', 'image/webp', () => webp(31, 40), null],
    ['a WebP with more behind it', 'image/webp', () => webp(32, 60), 'UNSAFE'],
    ['a WebP cut short', 'image/webp', () => webp(60, 50), 'DAMAGED'],
    ['a text document', DOCX, () => office('word/document.xml'), null],
    ['a workbook', XLSX, () => office('xl/workbook.xml'), null],
    ['a workbook with macros', XLSX, () => office('xl/workbook.xml', { 'xl/vbaProject.bin': 'x' }), 'UNSAFE'],
    ['a workbook with old macro sheets', XLSX, () => office('xl/workbook.xml', { 'xl/macrosheets/sheet1.xml': '<x/>' }), 'UNSAFE'],
    ['a text document with controls that run', DOCX, () => office('word/document.xml', { 'word/activeX/activeX1.xml': '<x/>' }), 'UNSAFE'],
    ['a text document behind a password', DOCX, encrypted, 'DAMAGED'],
    ['a text document cut short', DOCX, async () => (await office('word/document.xml')).subarray(0, -30), 'UNSAFE'],
    ['a text document with something behind it', DOCX, async () => Buffer.concat([await office('word/document.xml'), Buffer.from('x')]), 'UNSAFE'],
    ['a text document as mere archive', 'application/zip', () => office('word/document.xml'), 'TYPE_DIFFERS'],
    ['an archive', 'application/zip', () => new JSZip().file('照片/1.txt', 'x').generateAsync({ type: 'nodebuffer' }), null],
    ['an archive that climbs out as on Windows', 'application/zip', () => new JSZip().file('..\\..\\a.txt', 'x').generateAsync({ type: 'nodebuffer' }), 'UNSAFE'],
    ['an archive for a drive', 'application/zip', () => new JSZip().file('C:/a.txt', 'x').generateAsync({ type: 'nodebuffer' }), 'UNSAFE'],
    ['a table in UTF-8', 'text/csv', () => Buffer.from('姓名,日期\n李薇（示例）,2026-03-02\n'), null],
    ['a table in GB18030', 'text/csv', () => iconv.encode('姓名,日期\n李薇,2026-03-02\n', 'gb18030'), null],
    ['a table that begins like a picture', 'text/csv', () => Buffer.from('BM,GIF,x\n1,2,3\n'), null],
    ['a table with a mark before it', 'text/csv', () => Buffer.from('\ufeffa,b\n'), null],
    ['a text with "less than" in it', 'text/plain', () => Buffer.from('5 < 6 and <b> is written so'), null],
    ['bytes of no encoding', 'text/plain', () => Buffer.from([0x41, 0x81, 0x20, 0xff, 0xff]), 'TYPE_DIFFERS'],
    ['a text with a null byte', 'text/plain', () => Buffer.from('a\0b'), 'TYPE_DIFFERS'],
    ['a page behind a mark and blanks', 'text/plain', () => Buffer.from('\ufeff \n<ScRiPt>'), 'TYPE_DIFFERS'],
    ['a page as GB18030', 'text/plain', () => iconv.encode('<html>李薇', 'gb18030'), 'TYPE_DIFFERS'],
    ['nothing that is known', 'application/pdf', () => Buffer.from('hello'), 'TYPE_DIFFERS'],
    ['an old Word file', DOCX, () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'TYPE_DIFFERS'],
  ])('%s as %s', async (_why, declared, make, fault) => {
    const finding = await inspect(await make(), declared);
    expect(finding.fault).toBe(fault);
    if (fault === null) expect(finding.detectedType).toBe(declared);
  });
});
