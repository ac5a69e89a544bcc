import iconv from 'iconv-lite';
import JSZip from 'jszip';

const cell = (text) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The bytes of a table's file, the same every time. */
export async function bytesOf({ file, encoding, rows }) {
  if (file.endsWith('.xlsx')) return workbook(rows);
  const text = rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
  return encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text);
}

const xml = (text) => text.replaceAll(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const column = (index) => String.fromCharCode(65 + index);
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** The smallest workbook that spreadsheets open: one sheet, all cells text. */
function workbook(rows) {
  const sheet = rows.map((row, y) => `<row r="${y + 1}">${row.map((text, x) => (text === '' ? '' : `<c r="${column(x)}${y + 1}" t="inlineStr"><is><t>${xml(text)}</t></is></c>`)).join('')}</row>`).join('');
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
  };
  const zip = new JSZip();
  for (const [path, body] of Object.entries(parts)) zip.file(path, HEAD + body, { date: new Date('2026-08-17T00:00:00Z'), createFolders: false });
  return zip.generateAsync({ type: 'nodebuffer', compression: 'STORE', platform: 'DOS' });
}
