import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planMigrations, readMigrations } from './plan.js';

const migration = (name: string, checksum = name): { name: string; sql: string; checksum: string } => ({ name, sql: '', checksum });
const FILES = [migration('0001_a.sql'), migration('0002_b.sql'), migration('0003_c.sql')];

describe('the plan of a migration', () => {
  it.each([
    ['everything on an empty database', [], ['0001_a.sql', '0002_b.sql', '0003_c.sql']],
    ['what is new', ['0001_a.sql', '0002_b.sql'], ['0003_c.sql']],
    ['nothing when all is there', ['0001_a.sql', '0002_b.sql', '0003_c.sql'], []],
  ])('applies %s', (_title, applied, expected) => {
    expect(planMigrations(FILES, applied.map((name) => migration(name))).map(({ name }) => name)).toEqual(expected);
  });

  it.each([
    ['a changed file', [migration('0001_a.sql', 'other')], /0001_a\.sql was changed after it was applied/],
    ['a file that was left out', [migration('0001_a.sql'), migration('0003_c.sql')], /0002_b\.sql was never applied, but 0003_c\.sql/],
    ['a database ahead of the release', [...FILES, migration('0004_d.sql')], /ahead of this release: it has 0004_d\.sql/],
  ])('refuses %s', (_title, applied, message) => {
    expect(() => planMigrations(FILES, applied)).toThrow(message);
  });
});

describe('the folder of migrations', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quadhelix-plan-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (...names: string[]): void => names.forEach((name) => writeFileSync(join(folder, name), `select '${name}';\r\n`));

  it('is read in order, and its checksums do not depend on line ends', () => {
    write('0002_b.sql', '0001_a.sql');
    const windows = readMigrations(folder);
    expect(windows.map(({ name }) => name)).toEqual(['0001_a.sql', '0002_b.sql']);
    writeFileSync(join(folder, '0001_a.sql'), "select '0001_a.sql';\n");
    expect(readMigrations(folder)[0]?.checksum).toBe(windows[0]?.checksum);
  });

  it.each([
    ['a missing number', ['0001_a.sql', '0003_c.sql'], /Migration 0002 is missing/],
    ['a number used twice', ['0001_a.sql', '0002_b.sql', '0002_c.sql'], /Two migrations have the number 0002/],
    ['a name of another form', ['0001-a.sql'], /is named NNNN_words\.sql/],
  ])('is refused with %s', (_title, names, message) => {
    write(...names);
    expect(() => readMigrations(folder)).toThrow(message);
  });
});
