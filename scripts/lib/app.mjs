import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot, inState, ROOT } from './places.mjs';

const LOG_LIMIT_BYTES = 10_000_000;

/** One app as a child process: restarted with growing pauses where it dies, until stop(). Its log goes to a file. */
export class App {
  #child;
  #stopping = false;
  #deaths = 0;

  constructor(name, { port, env, say }) {
    Object.assign(this, { name, port, env, say, main: inRoot('apps', name, 'dist', 'main.js'), log: inState('logs', `${name}.log`) });
  }

  get pid() {
    return this.#child?.pid;
  }

  start() {
    mkdirSync(inState('logs'), { recursive: true });
    if (existsSync(this.log) && statSync(this.log).size > LOG_LIMIT_BYTES) truncateSync(this.log);
    const log = openSync(this.log, 'a', 0o600);
    const began = Date.now();
    // The channel tells the app when we are gone. A session of its own keeps a terminal's Ctrl-C to us, who stop all in order.
    const child = spawn(process.execPath, ['--enable-source-maps', this.main], { cwd: ROOT, env: this.env, stdio: ['ignore', log, log, 'ipc'], detached: true });
    closeSync(log);
    this.#child = child;
    child.once('error', (error) => this.say(`${this.name} does not start: ${error.message}`));
    child.once('exit', (code, signal) => void this.#ended(signal ?? `exit code ${code}`, Date.now() - began));
    this.onStart?.();
  }

  async #ended(why, lived) {
    if (this.#stopping) return;
    this.#deaths = lived > 60_000 ? 1 : this.#deaths + 1;
    const pause = Math.min(500 * 2 ** (this.#deaths - 1), 30_000);
    this.say(`${this.name} ended unexpectedly (${why}); restarting it in ${pause / 1000} s. Its log, ${this.log}, ends:\n${this.tail()}`);
    await sleep(pause);
    if (!this.#stopping) this.start();
  }

  tail() {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-5).map((line) => `    ${line.slice(0, 400)}`).join('\n');
  }

  /** Waits until /readyz says yes; gives up when the app died three times or within `limit` ms never got there. */
  async ready(limit = 90_000) {
    for (const until = Date.now() + limit; Date.now() < until; await sleep(100)) {
      if (this.#stopping) return;
      if (this.#deaths >= 3) break;
      const answer = await fetch(`http://localhost:${this.port}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`${this.name} does not get ready. Its log, ${this.log}, ends:\n${this.tail()}`);
  }

  /** SIGTERM; SIGKILL where it does not end within `patience` ms. */
  async stop(patience = 10_000) {
    this.#stopping = true;
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => {
      this.say(`${this.name} does not stop; killing it`);
      child.kill('SIGKILL');
    }, patience);
    await gone;
    clearTimeout(late);
  }
}
