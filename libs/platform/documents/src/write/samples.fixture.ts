import { Writable } from 'node:stream';
import type { DocumentContent, DocumentFormat, TableRow } from '../content/content.js';
import { writeDocument } from './document.write.js';
import type { Rendering, Written } from './rendering.js';

export const rendering: Rendering = {
  language: 'zh-CN', timeZone: 'Asia/Shanghai', at: new Date('2026-03-02T01:00:00Z'), issuer: '云河职业技术学院',
  check: { code: '23456A-BCDEFG-HJKMNP', address: 'https://example.org/verify/23456ABCDEFGHJKMNP' },
};

/** One column of each type. */
export const content = (rows: Iterable<TableRow> | AsyncIterable<TableRow>): DocumentContent => ({
  title: { en: 'Training record', 'zh-CN': '实习实训记录' },
  parts: [
    { kind: 'paragraph', text: { en: 'Hours by week.', 'zh-CN': '按周统计的学时。' } },
    { kind: 'facts', facts: [
      { label: { en: 'From', 'zh-CN': '开始日期' }, type: 'date', value: '2026-03-02' },
      { label: { en: 'Allowance', 'zh-CN': '津贴' }, type: 'fen', value: 123_456_78 },
    ] },
    { kind: 'table', title: { en: 'Weeks', 'zh-CN': '周次' }, rows, columns: [
      { header: { en: 'Name', 'zh-CN': '姓名' }, type: 'text', width: 2 },
      { header: { en: 'Day', 'zh-CN': '日期' }, type: 'date', width: 1.5 },
      { header: { en: 'Time', 'zh-CN': '时长' }, type: 'minutes' },
      { header: { en: 'Pay', 'zh-CN': '报酬' }, type: 'fen', width: 1.5 },
      { header: { en: 'Share', 'zh-CN': '比例' }, type: 'basisPoints' },
      { header: { en: 'Value', 'zh-CN': '数值' }, type: 'number' },
    ] },
  ],
});

export const someRows: TableRow[] = [
  ['张三', '2026-03-02', 450, 150_000, 1250, 1234.5],
  ['=HYPERLINK("http://evil")', '2026-03-03', 60, -5, 10_000, -0.25],
  ['㐂龘䶮', null, null, null, null, null],
];

/** All bytes of a document. */
export async function bytesOf(made: DocumentContent, format: DocumentFormat, how: Rendering = rendering): Promise<{ bytes: Buffer; written: Written }> {
  const chunks: Buffer[] = [];
  const sink = new Writable({ write(chunk: Buffer, _encoding, done) { chunks.push(Buffer.from(chunk)); done(); } });
  const written = await writeDocument(made, format, how, sink);
  return { bytes: Buffer.concat(chunks), written };
}
