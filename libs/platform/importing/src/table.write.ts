import type { CellValue, Worksheet } from 'exceljs';
import { formulaSafe } from './formula.js';

/** A sheet to write: rows of text, the first of them the header. */
export interface SheetContent {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** Values that a column offers for choosing, by index of the column. */
  readonly choices?: ReadonlyMap<number, readonly string[]>;
}

function csvCell(text: string): string {
  const safe = formulaSafe(text);
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a CSV file begins with, so that Excel reads it as UTF-8. */
export const CSV_MARK = '\uFEFF';

/** A row as a line of CSV, with its CRLF; no cell is taken for a formula. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** CSV that Excel opens rightly: UTF-8 with byte order mark, CRLF; no cell is taken for a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(CSV_MARK + rows.map(csvLine).join(''));
}

/** An .xlsx workbook whose cells are all text, so that codes keep their zeros and digits; no cell is a formula. */
export async function writeXlsx(sheets: readonly SheetContent[]): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  for (const content of sheets) {
    const sheet = workbook.addWorksheet(content.name, { views: [{ state: 'frozen', ySplit: 1 }] });
    fill(sheet, content);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function fill(sheet: Worksheet, { rows, choices }: SheetContent): void {
  sheet.columns = (rows[0] ?? []).map((header) => ({ width: Math.min(40, Math.max(12, header.length * 2 + 2)), style: { numFmt: '@' } }));
  for (const row of rows) sheet.addRow(row.map((cell): CellValue => (cell === '' ? null : formulaSafe(cell))));
  sheet.getRow(1).font = { bold: true };
  for (const [index, values] of choices ?? []) offer(sheet, index, values);
}

/** How many rows below the written ones get a list to choose from. */
const offeredRows = 200;

function offer(sheet: Worksheet, index: number, values: readonly string[]): void {
  const list = `"${values.join(',')}"`;
  const canBeListed = list.length <= 255 && values.every((value) => !/[",]/.test(value));
  if (!canBeListed) return;
  const first = sheet.rowCount + 1;
  for (let row = first; row < first + offeredRows; row += 1) {
    sheet.getCell(row, index + 1).dataValidation = { type: 'list', allowBlank: true, formulae: [list] };
  }
}
