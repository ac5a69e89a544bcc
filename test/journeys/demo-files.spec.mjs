import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generate } from '../../demo/generate.mjs';

const demo = join(import.meta.dirname, '../../demo');
const committed = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => relative(demo, join(entry.parentPath, entry.name)));

describe('the files of the demo', () => {
  it('are what the generator makes, byte for byte', async () => {
    const made = await generate();
    expect([...made.keys()].filter((path) => !readFileSync(join(demo, path)).equals(made.get(path)))).toEqual([]);
  });

  it('are all made by the generator', async () => {
    const made = await generate();
    expect(committed(join(demo, 'files')).filter((path) => !made.has(path))).toEqual([]);
  });

  it('name no organization without its mark, and give no credit code that an office has issued', async () => {
    const rows = ['yunhe', 'chuanbei-jidian'].flatMap((slug) => readFileSync(join(demo, 'files', `organizations-${slug}.csv`), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')));
    expect(rows.length).toBe(16);
    expect(rows.filter(([name, , code]) => !name.endsWith('(示例)') || (code !== '' && code.slice(8, 10) !== 'YY'))).toEqual([]);
  });
});
