import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RunAs } from './account.js';
import type { Binaries } from './binaries.js';
import { cannotRun, programEnvironment } from './cluster.js';
import type { Home } from './home.js';

export interface LaunchSettings {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly durable: boolean;
  readonly onProgress: (line: string) => void;
}

const LOG_LIMIT_BYTES = 10_000_000;

const ALWAYS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path may be too long, and 127.0.0.1 with a password is the one door.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
};

const THROW_AWAY: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Starts the postmaster; its words go to the log file, so that it outlives a killed supervisor without a broken pipe. */
export function spawnPostmaster({ home, binaries, runAs, durable }: LaunchSettings, port: number): ChildProcess {
  if (existsSync(home.logFile) && statSync(home.logFile).size > LOG_LIMIT_BYTES) truncateSync(home.logFile);
  const log = openSync(home.logFile, 'a', 0o600);
  const settings = Object.entries({ ...ALWAYS, ...(durable ? {} : THROW_AWAY) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    return spawn(join(binaries.folder, 'bin', 'postgres'), ['-D', home.cluster, '-p', String(port), ...settings], {
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', log, log],
      // A session of its own: a Ctrl-C in the terminal reaches us, and we end the apps first.
      detached: true,
      ...(runAs.uid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid ?? runAs.uid }),
    });
  } finally {
    closeSync(log);
  }
}

/** Waits until the server answers; false when the process ended before. Recovery after a crash may take its time. */
export async function untilReady(child: ChildProcess, url: string, { binaries, onProgress }: LaunchSettings): Promise<boolean> {
  let ended = child.exitCode !== null || child.signalCode !== null;
  let failure: Error | undefined;
  child.once('exit', () => (ended = true));
  child.once('error', (error) => {
    ended = true;
    failure = cannotRun(join(binaries.folder, 'bin', 'postgres'), error);
  });
  for (let tries = 1; !ended; tries += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        failure = new Error('PostgreSQL refuses the superuser password that is kept beside its data.');
        break;
      }
      if (tries % 200 === 0) onProgress('PostgreSQL is still recovering what a crash left …');
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

/** The last lines of the log, for an error message. */
export function tailOfLog(home: Home): string {
  return existsSync(home.logFile) ? readFileSync(home.logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : '';
}
