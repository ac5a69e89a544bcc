import { ImportFileError } from './problem.js';
import { cellFormat, type CellFormat } from './xlsx.styles.js';
import { readWholeXml } from './xml.read.js';
import type { ZipArchive } from './zip.read.js';

/** What is needed to understand the cells of a workbook's first visible sheet. */
export interface Workbook {
  /** Name of the sheet's part in the archive. */
  readonly sheet: string;
  readonly system1904: boolean;
  /** Texts that cells refer to by number. */
  readonly texts: readonly string[];
  /** Meaning of numbers, by style. */
  readonly formats: readonly CellFormat[];
}

/** Reads everything but the rows. @throws ImportFileError IMPORT_FILE_TYPE for an archive that is no workbook. */
export async function openWorkbook(archive: ZipArchive): Promise<Workbook> {
  if (!archive.has('xl/workbook.xml')) {
    throw new ImportFileError('IMPORT_FILE_TYPE', { found: { en: 'another kind of archive', 'zh-CN': '其他类型的压缩包' } });
  }
  const { relation, system1904 } = await firstSheet(archive);
  return {
    sheet: await sheetPart(archive, relation),
    system1904,
    texts: await sharedTexts(archive),
    formats: await styleFormats(archive),
  };
}

async function firstSheet(archive: ZipArchive): Promise<{ relation: string; system1904: boolean }> {
  const visible: string[] = [];
  let system1904 = false;
  await readWholeXml(archive.read('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'workbookPr') system1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      visible.push(Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '');
    },
  });
  const relation = visible[0];
  if (!relation) throw new ImportFileError('IMPORT_FILE_EMPTY');
  return { relation, system1904 };
}

async function sheetPart(archive: ZipArchive, relation: string): Promise<string> {
  let target = '';
  await readWholeXml(archive.read('xl/_rels/workbook.xml.rels'), {
    open: (name, attributes) => {
      if (name === 'Relationship' && attributes.Id === relation) target = attributes.Target ?? '';
    },
  });
  const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  if (!archive.has(part)) {
    throw new ImportFileError('IMPORT_FILE_MALFORMED', { reason: { en: 'the first sheet is missing', 'zh-CN': '缺少第一个工作表' } });
  }
  return part;
}

/** Texts of the shared table; pronunciation hints (rPh) are no part of a text. */
async function sharedTexts(archive: ZipArchive): Promise<string[]> {
  const texts: string[] = [];
  let current = '';
  let inside = false;
  let hint = false;
  await readWholeXml(archive.read('xl/sharedStrings.xml'), {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') hint = true;
      inside = name === 't' && !hint;
    },
    text: (text) => {
      if (inside) current += text;
    },
    close: (name) => {
      inside = false;
      if (name === 'rPh') hint = false;
      if (name === 'si') texts.push(unescaped(current));
    },
  });
  return texts;
}

async function styleFormats(archive: ZipArchive): Promise<CellFormat[]> {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  await readWholeXml(archive.read('xl/styles.xml'), {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      const id = Number(attributes.numFmtId ?? 0);
      if (name === 'xf' && inCells) formats.push(cellFormat(id, codes.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

/** Excel writes characters that XML can't hold as _x000D_. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}
