import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A PostgreSQL server that runs on a cluster folder, as its postmaster.pid tells. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly parent: number;
}

/** The server that runs on this folder, if any. A stale pid file whose number another program has got since is removed. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (pid === undefined || !(pid > 1) || !isAlive(pid)) return undefined;
  const words = commandLine(pid);
  if (words.includes(`-D\0${cluster}\0`) || words.includes(` -D ${cluster} `)) return { pid, port: port ?? 0, parent: parentOf(pid) };
  // PostgreSQL itself would take any live process with that number for a server and refuse to start.
  await rm(file, { force: true });
  return undefined;
}

/** Ends a server: first a fast shutdown, which rolls back what is open and writes a checkpoint; then ever harder. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [['SIGINT', 30], ['SIGQUIT', 5], ['SIGKILL', 5]] as const) {
    if (!sendSignal(pid, signal)) return;
    for (let waited = 0; waited < seconds * 20; waited += 1) {
      await sleep(50);
      if (!isAlive(pid)) return;
    }
  }
}

export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** A zombie counts as gone: it holds nothing, and in a container nobody may ever reap it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statusField(pid, 'State')?.startsWith('Z') !== true;
}

function statusField(pid: number, name: string): string | undefined {
  try {
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ps(pid, 'command=');
  }
}

function parentOf(pid: number): number {
  return Number(statusField(pid, 'PPid') ?? ps(pid, 'ppid='));
}

function ps(pid: number, field: string): string {
  return process.platform === 'linux' ? '' : (spawnSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim();
}
