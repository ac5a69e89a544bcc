import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canRead, type RunAs } from './account.js';
import { openPlace } from './open-place.js';

/** What one server keeps: `cluster/` (PostgreSQL's own), the superuser's password, the log, the port. */
export interface Home {
  readonly folder: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly stateFile: string;
  readonly logFile: string;
}

/** What the last start noted: the port it got, and the process that looks after the server. */
export interface State {
  readonly port: number;
  readonly supervisor: number;
}

interface Pointer {
  readonly from: string;
  readonly to: string;
}

const POINTER = 'moved.json';

export function homeIn(folder: string): Home {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    passwordFile: join(folder, 'superuser-password'),
    stateFile: join(folder, 'server.json'),
    logFile: join(folder, 'server.log'),
  };
}

/** Where the data of `dataDir` stands now: there, or where its pointer says. */
export async function findHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const here = await realpath(dataDir);
  const pointer = readPointer(here);
  // A clone that was copied with its pointer must not run on the original's data; a clone that was moved must.
  const copied = pointer !== undefined && pointer.from !== here && readPointer(pointer.from)?.to === pointer.to;
  if (copied) await rm(join(here, POINTER));
  if (pointer === undefined || copied) return homeIn(here);
  if (pointer.from !== here) await writePointer(here, pointer.to);
  return homeIn(pointer.to);
}

/** Moves an empty home to a folder that the account can enter, where it can't enter this one, and leaves a pointer. */
export async function enterableHome(home: Home, runAs: RunAs, onProgress: (line: string) => void): Promise<Home> {
  if (canRead(home.folder, runAs)) return home;
  if (existsSync(home.cluster)) {
    throw new Error(`User ${runAs.name} owns the data in ${home.cluster} but can't enter the folder; let it: chmod o+x each folder above it.`);
  }
  const name = `${createHash('sha256').update(home.folder).digest('hex').slice(0, 8)}-${randomBytes(4).toString('hex')}`;
  const folder = join(openPlace(runAs), name);
  await mkdir(folder, { mode: 0o755 });
  await writePointer(home.folder, folder);
  onProgress(`User ${runAs.name} can't enter ${home.folder}: the data is kept in ${folder}`);
  return homeIn(folder);
}

export function readState(home: Home): State | undefined {
  try {
    return JSON.parse(readFileSync(home.stateFile, 'utf8')) as State;
  } catch {
    return undefined;
  }
}

function readPointer(folder: string): Pointer | undefined {
  const file = join(folder, POINTER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Pointer) : undefined;
}

const writePointer = (from: string, to: string): Promise<void> => writeFile(join(from, POINTER), `${JSON.stringify({ from, to })}\n`);
