import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterableHome, findHome } from './home.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quadhelix-home-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the folder of the data', () => {
  it('is the one asked for, made where it is missing', async () => {
    expect((await findHome(join(folder, 'new', 'postgres'))).folder).toBe(join(folder, 'new', 'postgres'));
    expect(existsSync(join(folder, 'new', 'postgres'))).toBe(true);
  });

  it('is found by its pointer, also after the clone was moved, but not from a copy of the clone', async () => {
    const clone = await findHome(join(folder, 'clone'));
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(join(clone.folder, 'moved.json'), JSON.stringify({ from: clone.folder, to: elsewhere }));
    cpSync(clone.folder, join(folder, 'copy'), { recursive: true });
    expect((await findHome(clone.folder)).folder).toBe(elsewhere);
    expect((await findHome(join(folder, 'copy'))).folder).toBe(join(folder, 'copy'));
    expect((await findHome(clone.folder)).folder).toBe(elsewhere);
    renameSync(clone.folder, join(folder, 'renamed'));
    expect((await findHome(join(folder, 'renamed'))).folder).toBe(elsewhere);
    cpSync(join(folder, 'renamed'), join(folder, 'second copy'), { recursive: true });
    expect((await findHome(join(folder, 'second copy'))).folder).toBe(join(folder, 'second copy'));
  });

  it('stays where it is when data is in it already, and the account is told what it lacks', async () => {
    const home = await findHome(join(folder, 'postgres'));
    writeFileSync(home.cluster, '');
    chmodSync(folder, 0o755);
    const nobody = process.getuid?.() === 0 ? { name: 'nobody', uid: 65534, gid: 65534 } : { name: 'me' };
    expect(await enterableHome(home, nobody, () => undefined)).toBe(home);
    chmodSync(home.folder, 0o000);
    await expect(enterableHome(home, nobody, () => undefined)).rejects.toThrow(/owns the data in .* but can't enter/);
    chmodSync(home.folder, 0o755);
    expect(readFileSync(home.cluster, 'utf8')).toBe('');
  });
});
