import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginningOf, holderOf, takeLock } from './lock.mjs';

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quadhelix-lock-'));
  file = join(folder, 'deep', 'start.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (end) =>
  `import(${JSON.stringify(new URL('lock.mjs', import.meta.url).href)}).then(({ takeLock }) => { const l = takeLock(${JSON.stringify(file)}); process.stdout.write(l.release ? 'taken' : 'held'); ${end} })`;

describe('the lock of a clone', () => {
  it('is given back by release', () => {
    const lock = takeLock(file);
    expect(holderOf(file)).toBe(process.pid);
    lock.release();
    expect(holderOf(file)).toBeUndefined();
  });

  it('is kept from others while its holder lives, and void once the holder was killed', async () => {
    const holder = spawn(process.execPath, ['-e', program('setInterval(() => {}, 1000)')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(takeLock(file)).toEqual({ holder: holder.pid });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(takeLock(file).holder).toBeUndefined();
    expect(holderOf(file)).toBe(process.pid);
  });

  it('does not take a later process with the same number for its holder', () => {
    takeLock(file);
    writeFileSync(file, JSON.stringify({ pid: process.pid, began: `${beginningOf(process.pid)} earlier` }));
    expect(holderOf(file)).toBeUndefined();
  });

  it('goes to exactly one of many who find a void one', async () => {
    takeLock(file).release();
    writeFileSync(file, JSON.stringify({ pid: 1, began: 'long ago' }));
    const children = Array.from({ length: 8 }, () => spawn(process.execPath, ['-e', program('setInterval(() => {}, 1000)')], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const answers = await Promise.all(children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
    children.forEach((child) => child.kill('SIGKILL'));
    await Promise.all(children.map((child) => once(child, 'exit')));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
  });
});
