import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TableRow } from '../content/content.js';
import { writeDocument } from './document.write.js';
import { content, rendering } from './samples.fixture.js';

const ROWS = 100_000;
const SAMPLE = 1_000;
/** What a hundred thousand rows may need more than a few do: a PDF remembers its 3,000 pages, some kilobytes each. All rows at once would need more than 100. */
const MORE_MEBIBYTES = 64;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const rowOf = (at: number): TableRow => [`学生${String(at)}`, '2026-03-02', at % 600, at * 100, at % 10_000, at / 7];
const mebibytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
};

describe.each(['CSV', 'XLSX', 'PDF'] as const)('%s of 100,000 rows', (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'quadhelix-long-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  async function written(rows: number): Promise<{ most: number; seconds: number; size: number; rows: number }> {
    const before = mebibytes();
    let most = 0;
    async function* made(): AsyncGenerator<TableRow> {
      for (let at = 0; at < rows; at += 1) {
        if (at % SAMPLE === SAMPLE - 1) {
          // What the facts come from takes its time too.
          await new Promise((resolve) => setImmediate(resolve));
          most = Math.max(most, mebibytes() - before);
        }
        yield rowOf(at);
      }
    }
    const path = join(folder, `${String(rows)}.${format.toLowerCase()}`);
    const began = performance.now();
    const answer = await writeDocument(content(made()), format, rendering, createWriteStream(path));
    return { most, seconds: (performance.now() - began) / 1000, size: statSync(path).size, rows: answer.rows };
  }

  it('needs hardly more memory than a thousand', async () => {
    // The first document loads libraries and font.
    await written(SAMPLE);
    const small = await written(SAMPLE * 2);
    const large = await written(ROWS);
    console.log(`${format}: ${String(ROWS)} rows, ${large.seconds.toFixed(1)} s, ${(large.size / 1e6).toFixed(1)} MB, at most ${large.most.toFixed(0)} MiB (2,000 rows: ${small.most.toFixed(0)} MiB)`);
    expect(large.rows).toBe(ROWS);
    expect(large.most - small.most).toBeLessThan(MORE_MEBIBYTES);
  }, 900_000);
});
