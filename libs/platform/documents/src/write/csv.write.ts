import type { Writable } from 'node:stream';
import { CSV_MARK, csvLine } from '@quadhelix/importing';
import type { DocumentContent, Facts, Table } from '../content/content.js';
import { plainText } from '../content/value.text.js';
import { finish, put, RowReader, type Rendering, type Written } from './rendering.js';

const AT_ONCE = 64 * 1024;

/** Every table and list of facts, one after the other with an empty line between; prose is for people and left out. Values are those that an import reads. */
export async function writeCsvDocument(content: DocumentContent, rendering: Rendering, sink: Writable): Promise<Written> {
  const reader = new RowReader(rendering);
  const { language } = rendering;
  let pending = CSV_MARK;
  const add = async (line: string): Promise<void> => {
    pending += line;
    if (pending.length < AT_ONCE) return;
    await put(sink, pending);
    pending = '';
  };
  const tables = content.parts.filter((part): part is Table | Facts => part.kind === 'table' || part.kind === 'facts');
  for (const [index, part] of tables.entries()) {
    if (index > 0) await add('\r\n');
    if (part.kind === 'facts') {
      for (const { label, type, value } of part.facts) await add(csvLine([label[language], plainText(type, value, rendering)]));
      continue;
    }
    await add(csvLine(part.columns.map(({ header }) => header[language])));
    for await (const row of reader.rows(part)) await add(csvLine(part.columns.map(({ type }, at) => plainText(type, row[at] ?? null, rendering))));
  }
  await put(sink, pending);
  await finish(sink);
  return { rows: reader.count, missing: [] };
}
