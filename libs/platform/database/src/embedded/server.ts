import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountToRunAs } from './account.js';
import { locateBinaries, readableBinaries } from './binaries.js';
import { checkVersion, createCluster, superuserPassword } from './cluster.js';
import { enterableHome, findHome, type Home, readState, type State } from './home.js';
import { type LaunchSettings, spawnPostmaster, tailOfLog, untilReady } from './launch.js';
import { choosePort } from './port.js';
import { findPostmaster, sendSignal, stopPostmaster } from './postmaster.js';

/** How to run the PostgreSQL that comes with the product. */
export interface EmbeddedServerOptions {
  /** The folder that keeps the data; it is made where it is missing. */
  readonly dataDir: string;
  /** False for tests: nothing waits for the disk, and the folder is removed by `stop()`. */
  readonly durable: boolean;
  /** Told what happens, one line each, in words for the person who started it. */
  readonly onProgress: (line: string) => void;
  /** The wished port. Without it, or where it is taken, the port of the last run, else any free one. */
  readonly port?: number;
}

/** A running PostgreSQL, restarted where it dies, until `stop()`. */
export interface EmbeddedServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Where the data stands: `dataDir`, or the folder its pointer names. */
  readonly folder: string;
  /** The address for the superuser `postgres`, with its password. */
  superuserUrl(database?: string): string;
  /** Ends the server in order (fast shutdown) and waits until it is gone. */
  stop(): Promise<void>;
}

/** Another live process supervises a server on this data folder. */
export class ServerInUseError extends Error {
  constructor(readonly supervisor: number, readonly port: number, folder: string) {
    super(`PostgreSQL already runs on ${folder} for process ${supervisor} (port ${port}); stop that one first.`);
    this.name = 'ServerInUseError';
  }
}

/**
 * Starts the bundled PostgreSQL on `dataDir`, making the cluster at the first start. What a killed supervisor left behind is
 * cleared first: a stale pid file is removed, an orphaned server is stopped; two servers never run on one folder.
 *
 * Throws `ServerInUseError` when a live supervisor holds the folder, and an `Error` with instructions when the data was written by
 * another major version, belongs to another user, or the programs can't run here.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { durable, onProgress } = options;
  const found = await findHome(options.dataDir);
  const runAs = accountToRunAs(found.cluster, onProgress);
  const home = await enterableHome(found, runAs, onProgress);
  const binaries = await readableBinaries(locateBinaries(), runAs, onProgress);
  checkVersion(home, binaries);
  const state = readState(home);
  await clearLeftovers(home, state, onProgress);
  if (!existsSync(home.cluster)) {
    onProgress(`Preparing PostgreSQL ${binaries.version.split('.', 2).join('.')} in ${home.folder}`);
    await createCluster(home, binaries, runAs, durable);
  }
  const server = new Supervised({ home, binaries, runAs, durable, onProgress }, await superuserPassword(home));
  await server.start([options.port, state?.port]);
  return server;
}

async function clearLeftovers(home: Home, state: State | undefined, onProgress: (line: string) => void): Promise<void> {
  const running = await findPostmaster(home.cluster);
  if (running === undefined) return;
  // A dead process has no children: while the server's parent is the one that started it, somebody looks after it.
  if (running.parent === state?.supervisor) throw new ServerInUseError(running.parent, running.port, home.folder);
  onProgress(`Stopping the PostgreSQL (process ${running.pid}) that an interrupted run left behind`);
  await stopPostmaster(running.pid);
}

class Supervised implements EmbeddedServer {
  port = 0;
  #child: ChildProcess | undefined;
  #stopping = false;
  readonly #atExit = (): void => void (this.#child?.pid !== undefined && sendSignal(this.#child.pid, 'SIGINT'));

  constructor(
    private readonly settings: LaunchSettings,
    private readonly password: string,
  ) {}

  get folder(): string {
    return this.settings.home.folder;
  }

  superuserUrl(database = 'postgres'): string {
    return `postgresql://postgres:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  async start(wished: readonly (number | undefined)[]): Promise<void> {
    const began = Date.now();
    process.once('exit', this.#atExit);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      this.port = await choosePort(wished);
      if (await this.#launch()) {
        this.settings.onProgress(`PostgreSQL is ready on 127.0.0.1:${this.port} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
        return;
      }
      // Somebody took the port meanwhile, or the last processes of a killed server are still letting go of its memory.
      await sleep(500 * attempt);
    }
    process.off('exit', this.#atExit);
    throw new Error(`PostgreSQL does not start. Its log, ${this.settings.home.logFile}, ends:\n${tailOfLog(this.settings.home)}`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    process.off('exit', this.#atExit);
    const pid = this.#child?.pid;
    if (pid !== undefined && this.#child?.exitCode === null && this.#child.signalCode === null) await stopPostmaster(pid);
    if (!this.settings.durable) await rm(this.settings.home.folder, { recursive: true, force: true });
  }

  async #launch(): Promise<boolean> {
    const child = spawnPostmaster(this.settings, this.port);
    this.#child = child;
    writeFileSync(this.settings.home.stateFile, `${JSON.stringify({ port: this.port, supervisor: process.pid })}\n`, { mode: 0o600 });
    try {
      if (!(await untilReady(child, this.superuserUrl(), this.settings))) return false;
    } catch (error) {
      if (child.pid !== undefined) await stopPostmaster(child.pid);
      throw error;
    }
    if (child.exitCode !== null || child.signalCode !== null) return false;
    child.once('exit', (code, signal) => void this.#restart(signal ?? `exit code ${code}`));
    return true;
  }

  async #restart(why: string): Promise<void> {
    for (let wait = 500; !this.#stopping; wait = Math.min(wait * 2, 30_000)) {
      this.settings.onProgress(`PostgreSQL ended unexpectedly (${why}); restarting it`);
      await sleep(wait);
      if (this.#stopping) return;
      if (await this.#launch().catch(() => false)) {
        this.settings.onProgress(`PostgreSQL is back on 127.0.0.1:${this.port}`);
        return;
      }
    }
  }
}
