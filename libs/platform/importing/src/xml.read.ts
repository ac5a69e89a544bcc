import { SaxesParser } from 'saxes';
import { ImportFileError } from './problem.js';

/** What is called while XML goes by; names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * Feeds XML to a handler piece by piece and pauses after each, so that the reader can hand rows on.
 * Entities of a document type are not expanded.
 * @throws ImportFileError IMPORT_FILE_MALFORMED where the XML is not well formed.
 */
export async function* readXml(pieces: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw new ImportFileError('IMPORT_FILE_MALFORMED', { reason: { en: 'a part of the workbook is no XML', 'zh-CN': '工作簿中的部件不是有效的 XML' } });
  });
  parser.on('opentag', (tag) => handler.open?.(localName(tag.name), tag.attributes as Record<string, string>));
  parser.on('closetag', (tag) => handler.close?.(localName(tag.name)));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let begun = false;
  for await (const piece of pieces) {
    begun = true;
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  if (begun) parser.close();
}

/** Feeds a small XML part to a handler as a whole; a part that the archive lacks says nothing. */
export async function readWholeXml(pieces: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _pause of readXml(pieces, handler)) void _pause;
}
