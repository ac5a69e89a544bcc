import { setImmediate } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { CellValue, stream, Worksheet } from 'exceljs';
import { DateTime } from 'luxon';
import { formulaSafe } from '@quadhelix/importing';
import type { DocumentContent, Facts, Prose, Table, TableRow, Value, ValueType } from '../content/content.js';
import { plainText, said } from '../content/value.text.js';
import { RowReader, type Rendering, type Written } from './rendering.js';

type Workbook = stream.xlsx.WorkbookWriter;

/** Rows of a sheet below its header that every spreadsheet program opens. */
const MOST_ROWS = 1_000_000;
/** What a number in a spreadsheet holds without loss. */
const MOST_DIGITS = 1e15;
const BREATHE_EVERY = 100;
const FORMATS: Readonly<Record<ValueType, string>> = {
  text: '@', date: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm', minutes: '[h]:mm', fen: '#,##0.00', basisPoints: '0.00%', number: '#,##0.####',
};
const MINUTES_A_DAY = 1440;

/** Typed cells, so that a spreadsheet computes with them; text never becomes a formula. Each table has its sheet, what stands between tables another one. */
export async function writeXlsxDocument(content: DocumentContent, rendering: Rendering, sink: Writable): Promise<Written> {
  const { default: ExcelJS } = await import('exceljs');
  const { issuer: creator, at } = rendering;
  const workbook = new (dated(ExcelJS.stream.xlsx.WorkbookWriter, at))({ stream: sink, useStyles: true, useSharedStrings: false, ...{ creator, lastModifiedBy: creator, created: at, modified: at } });
  const writer = new SheetWriter(workbook, rendering);
  await writer.prose(content.title[rendering.language], [{ kind: 'heading', text: content.title }, ...leading(content)]);
  const rest = content.parts.slice(leading(content).length);
  for (const part of rest) {
    if (part.kind === 'table') await writer.table(part);
    else await writer.prose(part.kind === 'facts' ? content.title[rendering.language] : said(part.text, rendering.language), [part]);
  }
  await workbook.commit();
  return { rows: writer.reader.count, missing: [] };
}

/** What stands before the first table. */
function leading({ parts }: DocumentContent): (Prose | Facts)[] {
  const first = parts.findIndex(({ kind }) => kind === 'table');
  return parts.slice(0, first < 0 ? parts.length : first) as (Prose | Facts)[];
}

interface Archive { append(source: unknown, data: object): unknown }
type WriterClass = new (options: ConstructorParameters<typeof stream.xlsx.WorkbookWriter>[0]) => Workbook & { zip: Archive; addThemes(): Promise<void> };

/**
 * exceljs dates the entries of its archive by the wall clock and has no option for it: equal content would get another hash each second.
 * `addThemes` is the first thing that it appends, still in its constructor.
 */
function dated(Writer: typeof stream.xlsx.WorkbookWriter, date: Date): new (...options: ConstructorParameters<typeof stream.xlsx.WorkbookWriter>) => Workbook {
  return class extends (Writer as unknown as WriterClass) {
    override addThemes(): Promise<void> {
      const append = this.zip.append.bind(this.zip);
      this.zip.append = (source, data) => append(source, { ...data, date });
      return super.addThemes();
    }
  };
}

class SheetWriter {
  readonly reader: RowReader;
  private readonly names = new Set<string>();

  constructor(private readonly workbook: Workbook, private readonly rendering: Rendering) {
    this.reader = new RowReader(rendering);
  }

  async prose(name: string, parts: readonly (Prose | Facts)[]): Promise<void> {
    const sheet = this.workbook.addWorksheet(this.nameOf(name));
    sheet.columns = [{ width: 32 }, { width: 40 }];
    for (const part of parts) {
      if (part.kind === 'facts') for (const fact of part.facts) this.add(sheet, [fact.label, fact.value], ['text', fact.type]);
      else this.add(sheet, [part.text], ['text'], part.kind === 'heading');
    }
    sheet.commit();
    await setImmediate();
  }

  async table(table: Table): Promise<void> {
    const types = table.columns.map(({ type }) => type);
    let sheet = this.open(table);
    let rows = 0;
    for await (const row of this.reader.rows(table)) {
      if (rows === MOST_ROWS) {
        sheet.commit();
        sheet = this.open(table);
        rows = 0;
      }
      this.add(sheet, row, types);
      rows += 1;
      // exceljs hands rows on without waiting: the archive has to come after.
      if (rows % BREATHE_EVERY === 0) await setImmediate();
    }
    sheet.commit();
  }

  private open({ title, columns }: Table): Worksheet {
    const { language } = this.rendering;
    const sheet = this.workbook.addWorksheet(this.nameOf(title[language]), { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ header, width }) => ({ width: Math.min(60, Math.max(12, header[language].length * 2 + 2, (width ?? 1) * 12)) }));
    this.add(sheet, columns.map(({ header }) => header), columns.map((): ValueType => 'text'), true);
    return sheet;
  }

  private add(sheet: Worksheet, row: TableRow, types: readonly ValueType[], bold = false): void {
    const added = sheet.addRow(types.map((type, at) => this.cell(type, row[at] ?? null)));
    types.forEach((type, at) => { added.getCell(at + 1).numFmt = FORMATS[type]; });
    if (bold) added.font = { bold: true };
    added.commit();
  }

  private cell(type: ValueType, value: Value): CellValue {
    if (value === null) return null;
    if (value instanceof Date) return DateTime.fromJSDate(value, { zone: this.rendering.timeZone }).setZone('utc', { keepLocalTime: true }).toJSDate();
    if (typeof value !== 'number') {
      if (type === 'date') return DateTime.fromISO(String(value), { zone: 'utc' }).toJSDate();
      return formulaSafe(said(value, this.rendering.language));
    }
    if (Math.abs(value) >= MOST_DIGITS) return plainText(type, value, this.rendering);
    if (type === 'minutes') return value / MINUTES_A_DAY;
    return type === 'fen' ? value / 100 : type === 'basisPoints' ? value / 10_000 : value;
  }

  /** At most 31 characters, none that a sheet's name may not have, each once. */
  private nameOf(wanted: string): string {
    const base = wanted.replaceAll(/[\\/?*[\]:']/g, ' ').trim() || 'Sheet';
    for (let number = 1; ; number += 1) {
      const end = number === 1 ? '' : ` (${String(number)})`;
      const name = `${[...base].join('').slice(0, 31 - end.length)}${end}`;
      if (this.names.has(name.toLowerCase())) continue;
      this.names.add(name.toLowerCase());
      return name;
    }
  }
}
