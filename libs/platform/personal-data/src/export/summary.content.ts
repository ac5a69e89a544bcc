import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { Column, DocumentContent, Part, TableRow } from '@quadhelix/documents';
import type { PersonalDataKind } from '../personal-data-kind.js';

const TITLE: BilingualText = { en: 'What this alliance holds about you', 'zh-CN': '本联合体持有的您的个人信息' };
const COLUMNS: readonly Column[] = [
  { header: { en: 'No.', 'zh-CN': '序号' }, type: 'number', width: 0.5 },
  { header: { en: 'What', 'zh-CN': '项目' }, type: 'text', width: 1.5 },
  { header: { en: 'Value', 'zh-CN': '内容' }, type: 'text', width: 4 },
];

/** Everything of an export for reading: a table for each kind, a line for each value. The JSON files beside it hold the same for programs. */
export const summaryOf = (scope: Scope, kinds: readonly PersonalDataKind[], personId: string): DocumentContent => ({
  title: TITLE,
  parts: kinds.flatMap((kind): Part[] => [
    { kind: 'paragraph', text: kind.purpose },
    { kind: 'table', title: kind.title, columns: COLUMNS, rows: linesOf(scope, kind, personId) },
  ]),
});

async function* linesOf(scope: Scope, kind: PersonalDataKind, personId: string): AsyncGenerator<TableRow> {
  let number = 0;
  for await (const record of kind.export(scope, personId)) {
    number += 1;
    for (const [name, value] of Object.entries(record)) if (value !== null && value !== undefined) yield [number, name, textOf(value)];
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
