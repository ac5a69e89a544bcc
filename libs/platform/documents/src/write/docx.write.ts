import type { Writable } from 'node:stream';
import type { Paragraph as DocxParagraph, Table as DocxTable } from 'docx';
import type { DocumentContent, Table } from '../content/content.js';
import { said, valueText } from '../content/value.text.js';
import { documentErrors } from '../issue/document.errors.js';
import { finish, put, RowReader, type Rendering, type Written } from './rendering.js';

/** A word processor's file is built as a whole; what is larger belongs into a workbook. */
export const MOST_DOCX_ROWS = 5_000;

type Docx = typeof import('docx');

/** Throws DOCUMENT_TOO_LARGE_FOR_WORD above 5,000 rows. */
export async function writeDocxDocument(content: DocumentContent, rendering: Rendering, sink: Writable): Promise<Written> {
  const docx = await import('docx');
  const { issuer, check, language } = rendering;
  const reader = new RowReader(rendering);
  const title = content.title[language];
  const children: (DocxParagraph | DocxTable)[] = [new docx.Paragraph({ text: title, heading: docx.HeadingLevel.TITLE }), new docx.Paragraph({ text: issuer })];
  for (const part of content.parts) {
    if (part.kind === 'facts') children.push(grid(docx, part.facts.map(({ label, type, value }) => [label[language], valueText(type, value, rendering)])));
    else if (part.kind === 'table') children.push(new docx.Paragraph({ text: part.title[language], heading: docx.HeadingLevel.HEADING_2 }), await tableOf(docx, part, reader, rendering));
    else children.push(new docx.Paragraph({ text: said(part.text, language), ...(part.kind === 'heading' ? { heading: docx.HeadingLevel.HEADING_1 } : {}) }));
  }
  if (check) children.push(new docx.Paragraph({ text: `${check.code}  ${check.address}` }));
  const font = { ascii: 'Noto Sans SC', hAnsi: 'Noto Sans SC', eastAsia: 'Noto Sans SC' };
  const file = new docx.Document({
    creator: issuer, lastModifiedBy: issuer, title, styles: { default: { document: { run: { font } } } },
    sections: [{ properties: { page: { size: { orientation: content.wide ? docx.PageOrientation.LANDSCAPE : docx.PageOrientation.PORTRAIT } } }, children }],
  });
  await put(sink, await dated(await docx.Packer.toBuffer(file), rendering.at));
  await finish(sink);
  return { rows: reader.count, missing: [] };
}

async function tableOf(docx: Docx, table: Table, reader: RowReader, rendering: Rendering): Promise<DocxTable> {
  const rows: string[][] = [table.columns.map(({ header }) => header[rendering.language])];
  for await (const row of reader.rows(table)) {
    if (reader.count > MOST_DOCX_ROWS) throw documentErrors.DOCUMENT_TOO_LARGE_FOR_WORD({ field: 'format', params: { limit: MOST_DOCX_ROWS } });
    rows.push(table.columns.map(({ type }, at) => valueText(type, row[at] ?? null, rendering)));
  }
  return grid(docx, rows, true);
}

function grid(docx: Docx, rows: readonly (readonly string[])[], header = false): DocxTable {
  const bold = (row: number): boolean => header && row === 0;
  return new docx.Table({
    width: { size: 100, type: docx.WidthType.PERCENTAGE },
    rows: rows.map((cells, row) => new docx.TableRow({
      tableHeader: bold(row), cantSplit: true,
      children: cells.map((text) => new docx.TableCell({ children: [new docx.Paragraph({ children: [new docx.TextRun({ text, bold: bold(row) })] })] })),
    })),
  });
}

/** The library dates the file and the entries of its archive by the wall clock; the same content is to give the same bytes. */
async function dated(bytes: Buffer, at: Date): Promise<Buffer> {
  const { default: JSZip } = await import('jszip');
  const zip = await JSZip.loadAsync(bytes);
  const made = new JSZip();
  for (const name of Object.keys(zip.files).filter((each) => !zip.files[each]?.dir).sort()) {
    const content = (await zip.file(name)?.async('nodebuffer')) ?? Buffer.alloc(0);
    const text = name === 'docProps/core.xml' ? content.toString('utf8').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, at.toISOString()) : content;
    made.file(name, text, { date: at, createFolders: false });
  }
  return made.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

