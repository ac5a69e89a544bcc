import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { create } from 'qrcode';
import type { DocumentContent, Facts, Part, Table, TableRow } from '../content/content.js';
import { said, valueText } from '../content/value.text.js';
import { Paper } from './pdf.page.js';
import { REPLACEMENT } from './pdf.glyphs.js';
import { RowReader, type CheckMark, type Rendering, type Written } from './rendering.js';

const TEXT = 10;
const CELL = 9;
const LINE = CELL * 1.4;
const GAP = 4;
const GREY = '#5a6775';
const NUMERIC = new Set(['minutes', 'fen', 'basisPoints', 'number']);
const QR = 84;

/** A4 pages with title, issuer, check mark and page numbers; the head of a table is on each of its pages. */
export async function writePdfDocument(content: DocumentContent, rendering: Rendering, sink: Writable): Promise<Written> {
  const paper = new Paper(content, rendering);
  const reader = new RowReader(rendering);
  const through = pipeline(paper.doc, sink);
  // Where writing fails, the pipe fails with it; what went wrong first is what counts.
  through.catch(() => undefined);
  try {
    await paper.page();
    await head(paper, content, rendering);
    for (const part of content.parts) await write(paper, part, reader, rendering);
    await missingNote(paper, rendering);
    paper.doc.end();
  } catch (error) {
    paper.doc.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  await through;
  return { rows: reader.count, missing: paper.glyphs.missing() };
}

async function head(paper: Paper, content: DocumentContent, { language, issuer, check }: Rendering): Promise<void> {
  const width = paper.width - (check ? QR + 12 : 0);
  if (check) square(paper, check);
  await paper.prose(content.title[language], 18, { width, after: 2 });
  await paper.prose(issuer, TEXT, { color: GREY, width, after: 6 });
  if (check) {
    await paper.prose(language === 'en' ? 'Anyone can check this document, without signing in:' : '任何人无需登录即可核验本文件:', 8, { color: GREY, width, after: 0 });
    await paper.prose(check.address, 8, { color: GREY, width, after: 0 });
    paper.y = Math.max(paper.y, paper.left + QR + 8);
  }
}

/** The address as a QR code, drawn as vectors. */
function square(paper: Paper, { address }: CheckMark): void {
  const { modules } = create(address, { errorCorrectionLevel: 'M' });
  const side = QR / modules.size;
  const [left, top] = [paper.left + paper.width - QR, paper.left];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) paper.doc.rect(left + column * side, top + row * side, side, side);
    }
  }
  paper.doc.fill('#000000');
}

async function write(paper: Paper, part: Part, reader: RowReader, rendering: Rendering): Promise<void> {
  const { language } = rendering;
  if (part.kind === 'table') await table(paper, part, reader, rendering);
  else if (part.kind === 'facts') await facts(paper, part, rendering);
  else await paper.prose(said(part.text, language), part.kind === 'heading' ? 13 : TEXT);
}

async function facts(paper: Paper, { facts: list }: Facts, rendering: Rendering): Promise<void> {
  const label = paper.width * 0.3;
  for (const { label: words, type, value } of list) {
    const left = paper.lines(words[rendering.language], TEXT, label - GAP);
    const right = paper.lines(valueText(type, value, rendering), TEXT, paper.width - label);
    const height = Math.max(left.length, right.length) * TEXT * 1.5;
    await paper.room(height);
    left.forEach((line, at) => { paper.line(line, paper.left, paper.y + at * TEXT * 1.5, { size: TEXT, color: GREY }); });
    right.forEach((line, at) => { paper.line(line, paper.left + label, paper.y + at * TEXT * 1.5, { size: TEXT }); });
    paper.y += height + 2;
  }
  paper.y += 8;
}

async function table(paper: Paper, part: Table, reader: RowReader, rendering: Rendering): Promise<void> {
  const { language } = rendering;
  const shares = part.columns.map(({ width }) => width ?? 1);
  const unit = paper.width / shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => share * unit);
  const lay = (texts: readonly string[]): string[][] => texts.map((text, at) => paper.lines(text, CELL, (widths[at] ?? 0) - 2 * GAP));
  const tall = (cells: readonly (readonly string[])[]): number => Math.max(1, ...cells.map(({ length }) => length)) * LINE + 2 * GAP;
  const heading = lay(part.columns.map(({ header }) => header[language]));
  const draw = (cells: readonly (readonly string[])[], from: number, lines: number, color?: string): void => {
    let x = paper.left;
    cells.forEach((cell, column) => {
      const width = widths[column] ?? 0;
      const right = NUMERIC.has(part.columns[column]?.type ?? 'text') ? { rightOf: width - 2 * GAP } : {};
      cell.slice(from, from + lines).forEach((line, at) => { paper.line(line, x + GAP, paper.y + GAP + at * LINE, { size: CELL, ...(color ? { color } : {}), ...right }); });
      x += width;
    });
  };
  const drawHead = (): void => {
    draw(heading, 0, Infinity, GREY);
    paper.y += tall(heading);
    paper.rule(paper.y, '#1c2733');
  };
  await paper.room(13 * 1.5 + tall(heading) + LINE + 2 * GAP);
  await paper.prose(part.title[language], 13, { after: 2 });
  drawHead();
  const add = async (row: TableRow): Promise<void> => {
    const cells = lay(part.columns.map(({ type }, at) => valueText(type, row[at] ?? null, rendering)));
    const most = Math.max(1, ...cells.map(({ length }) => length));
    // A row that is longer than a page goes on on the next one.
    for (let from = 0; from < most;) {
      const whole = (most - from) * LINE + 2 * GAP;
      const page = paper.bottom - paper.left - tall(heading);
      if (await paper.room(Math.min(whole, page))) drawHead();
      const lines = Math.min(most - from, Math.floor((paper.bottom - paper.y - 2 * GAP) / LINE));
      draw(cells, from, lines);
      paper.y += lines * LINE + 2 * GAP;
      paper.rule(paper.y);
      from += lines;
    }
  };
  for await (const row of reader.rows(part)) await add(row);
  paper.y += 12;
}

async function missingNote(paper: Paper, { language }: Rendering): Promise<void> {
  const missing = paper.glyphs.missing();
  if (missing.length === 0) return;
  const list = missing.map(({ codePoint, times }) => `${codePoint} × ${String(times)}`).join(language === 'en' ? ', ' : '、');
  await paper.prose(language === 'en'
    ? `The font of this document lacks these characters; ${REPLACEMENT} stands for what would be visible: ${list}`
    : `本文件所用字体缺少以下字符,可见者以 ${REPLACEMENT} 代替:${list}`, 8, { color: GREY });
}
