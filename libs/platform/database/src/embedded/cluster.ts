import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAs } from './account.js';
import type { Binaries } from './binaries.js';
import type { Home } from './home.js';

/** Messages in English, whatever the machine speaks: we read some of them. */
export const programEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

/** Refuses a data folder that another major version wrote: PostgreSQL can't read it, and only its own programs can convert it. */
export function checkVersion(home: Home, binaries: Binaries): void {
  const file = join(home.cluster, 'PG_VERSION');
  if (!existsSync(file)) return;
  const written = readFileSync(file, 'utf8').trim();
  if (written === String(binaries.major)) return;
  throw new Error(
    `The data in ${home.cluster} was written by PostgreSQL ${written}; this release runs PostgreSQL ${binaries.major} and can't open it.\n` +
      `  To keep it: copy the folder ${home.folder}, upgrade the copy with pg_upgrade of PostgreSQL ${binaries.major}, and put it back;\n` +
      `    or go back to the release that wrote it.\n` +
      `  To start empty: mv ${home.folder} ${home.folder}-${written}`,
  );
}

/** The superuser's password, made once, readable by the starting user only. */
export async function superuserPassword(home: Home): Promise<string> {
  if (existsSync(home.passwordFile)) return readFileSync(home.passwordFile, 'utf8').trim();
  if (existsSync(home.cluster)) {
    throw new Error(`The data in ${home.cluster} is there, but its password file ${home.passwordFile} is not. Put it back, or move the data away.`);
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(home.passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}

/** Makes the cluster, in a folder beside its own so that an interrupted attempt leaves nothing half-made. */
export async function createCluster(home: Home, binaries: Binaries, runAs: RunAs, durable: boolean): Promise<void> {
  const password = await superuserPassword(home);
  const half = `${home.cluster}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  const passwordCopy = join(half, 'password');
  const dataFolder = join(half, 'data');
  await mkdir(dataFolder, { mode: 0o700 });
  await writeFile(passwordCopy, `${password}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined) for (const path of [half, passwordCopy, dataFolder]) await chown(path, runAs.uid, runAs.gid ?? runAs.uid);
  await run(join(binaries.folder, 'bin', 'initdb'), [
    `--pgdata=${dataFolder}`,
    '--username=postgres',
    `--pwfile=${passwordCopy}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine, whatever its C library or ICU.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync', '--no-data-checksums']),
  ], runAs);
  await rename(dataFolder, home.cluster);
  await rm(half, { recursive: true, force: true });
}

function run(program: string, words: readonly string[], { uid, gid }: RunAs): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.once('error', (error) => reject(cannotRun(program, error)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} failed:\n${said.trim()}`))));
  });
}

export function cannotRun(program: string, error: Error): Error {
  const hint = (error as NodeJS.ErrnoException).code === 'ENOENT' ? ' (the bundled programs need glibc; Alpine has another C library)' : '';
  return new Error(`Could not run ${program}: ${error.message}${hint}`);
}
