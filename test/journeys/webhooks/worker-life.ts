import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TEST_SECRET } from '@quadhelix/testing';
import type { WebhookWorld } from './webhooks.world.js';

/** A worker as a process, on the database of a world. */
export class WorkerLife {
  private constructor(private readonly child: ChildProcess) {}

  static async begin({ world, all }: WebhookWorld): Promise<WorkerLife> {
    const settings = { secret: TEST_SECRET, stateFolder: world.stateFolder, publicUrl: 'http://localhost', env: { WEBHOOKS_LOOPBACK: 'allow', WEBHOOKS_DEADLINE_MS: '5000' } };
    const life = { databaseUrl: world.copy.url('quadhelix_app'), secret: TEST_SECRET, tenantId: all.a.id, settings };
    const child = spawn(process.execPath, [fileURLToPath(new URL('life.mjs', import.meta.url))], { env: { PATH: process.env.PATH, LIFE: JSON.stringify(life) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => { throw new Error(`A worker did not start: ${String(code)}`); })]);
    return new WorkerLife(child);
  }

  /** Sends all that is due at an instant; false where it died. */
  through(now: Date): Promise<boolean> {
    const ended = Promise.race([once(this.child, 'message').then(() => true), once(this.child, 'exit').then(([code, signal]) => {
      if (signal !== 'SIGKILL') throw new Error(`A worker ended by itself: ${String(code)}`);
      return false;
    })]);
    this.child.send(now.toISOString());
    return ended;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.kill();
    await gone;
  }
}
