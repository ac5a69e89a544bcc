import type { FileRow } from './csv.read.js';
import { type ImportLimits } from './limits.js';
import { ImportFileError } from './problem.js';
import { numericText } from './xlsx.styles.js';
import { openWorkbook, unescaped, type Workbook } from './xlsx.workbook.js';
import { readXml, type XmlHandler } from './xml.read.js';
import { ZipArchive } from './zip.read.js';

/** Stands for a formula that the saving program never computed; no column takes it. */
export const uncomputed = '#FORMULA!';

/** Rows of a workbook's first visible sheet, streamed; formulas give their stored result, nothing is evaluated. */
export async function* readXlsx(bytes: Uint8Array, limits: ImportLimits): AsyncGenerator<FileRow> {
  const archive = new ZipArchive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits);
  const workbook = await openWorkbook(archive);
  const sheet = new SheetReader(workbook, limits);
  for await (const _pause of readXml(archive.read(workbook.sheet), sheet)) {
    void _pause;
    yield* sheet.take();
  }
  yield* sheet.take();
}

/** Index from 0 of the column in a reference such as AB12. */
function columnIndex(reference: string): number {
  let index = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

class SheetReader implements XmlHandler {
  private done: FileRow[] = [];
  private row = 0;
  private cells: string[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private content = '';
  private part = '';
  private hint = false;
  private formula = false;

  constructor(
    private readonly workbook: Workbook,
    private readonly limits: ImportLimits,
  ) {}

  take(): FileRow[] {
    const rows = this.done;
    this.done = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.row = attributes.r === undefined ? this.row + 1 : Number(attributes.r);
      this.cells = [];
      this.column = -1;
    } else if (name === 'c') {
      this.column = attributes.r === undefined ? this.column + 1 : columnIndex(attributes.r);
      this.type = attributes.t ?? 'n';
      this.style = Number(attributes.s ?? 0);
      this.content = '';
      this.formula = false;
    } else if (name === 'f') {
      this.formula = true;
    } else if (name === 'rPh') {
      this.hint = true;
    }
    this.part = name;
  }

  text(text: string): void {
    if (this.part === 'v' || (this.part === 't' && !this.hint)) this.content += text;
  }

  close(name: string): void {
    this.part = '';
    if (name === 'rPh') this.hint = false;
    if (name === 'c') this.endCell();
    if (name === 'row' && this.cells.length > 0) this.done.push({ row: this.row, cells: Array.from(this.cells, (cell) => cell ?? '') });
  }

  private endCell(): void {
    const value = this.value();
    if (value === '') return;
    if (this.column < 0 || this.column >= this.limits.columns) {
      throw new ImportFileError('IMPORT_FILE_TOO_LARGE', { limit: { en: `${this.limits.columns} columns`, 'zh-CN': `${this.limits.columns} 列` } }, this.row);
    }
    this.cells[this.column] = value;
  }

  private value(): string {
    const { content, workbook } = this;
    if (content === '') return this.formula && this.type !== 'str' ? uncomputed : '';
    if (this.type === 's') return workbook.texts[Number(content)] ?? '';
    if (this.type === 'str' || this.type === 'inlineStr') return unescaped(content);
    if (this.type === 'b') return content === '1' ? 'TRUE' : 'FALSE';
    if (this.type !== 'n') return content;
    return numericText(Number(content), workbook.formats[this.style] ?? 'number', workbook.system1904);
  }
}
