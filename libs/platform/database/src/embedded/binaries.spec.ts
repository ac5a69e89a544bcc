import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hydrateLinks, locateBinaries } from './binaries.js';

describe('the programs of the bundled PostgreSQL', () => {
  it('are found, with their version', () => {
    const { folder, major } = locateBinaries();
    expect(major).toBe(18);
    for (const program of ['initdb', 'postgres']) expect(existsSync(join(folder, 'bin', program))).toBe(true);
  });

  it('get the links that a blocked install script did not make', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quadhelix-binaries-'));
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
    writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }]));
    hydrateLinks(folder);
    hydrateLinks(folder);
    const link = join(folder, 'native', 'lib', 'libpq.so');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(link, 'utf8')).toBe('library');
    rmSync(folder, { recursive: true });
  });
});
