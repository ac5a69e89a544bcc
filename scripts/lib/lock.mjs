import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** When the process with this id began, in the words of the operating system: tells it from a later one with the same id. */
export function beginningOf(pid) {
  if (process.platform !== 'linux') return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The id of the live process that holds the lock, or undefined. */
export function holderOf(file) {
  try {
    const { pid, began } = JSON.parse(readFileSync(file, 'utf8'));
    return beginningOf(pid) === began ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock for this process. Returns { release } or, where a live process holds it, { holder }. A dead holder's lock is void. */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) }));
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, and never over another one.
        linkSync(mine, file);
        return { release: () => holderOf(file) === process.pid && rmSync(file, { force: true }) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = holderOf(file);
      if (holder !== undefined) return { holder };
      setAside(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function setAside(file) {
  const aside = `${file}.void.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Another starter may have put a live lock there since we looked: give it back.
  if (holderOf(aside) !== undefined) {
    try {
      linkSync(aside, file);
    } catch {
      // Somebody was faster; the loop in takeLock sees who.
    }
  }
  rmSync(aside, { force: true });
}

/** Does the work under the lock, waiting as long as another live process holds it. */
export async function withLock(file, onWait, work) {
  let lock = takeLock(file);
  if (lock.holder !== undefined) onWait(lock.holder);
  while (lock.release === undefined) {
    await sleep(300);
    lock = takeLock(file);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
