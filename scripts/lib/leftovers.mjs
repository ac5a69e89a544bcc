import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { recall } from './memory.mjs';
import { inRoot } from './places.mjs';

/** Ends apps that a killed supervisor left behind and that have not noticed yet: they would hold the ports. */
export async function clearLeftovers(say) {
  for (const [name, pid] of Object.entries(recall('running.json')?.apps ?? {})) {
    for (let tries = 0; runs(name, pid); tries += 1) {
      if (tries === 0) say(`Ending ${name} (process ${pid}), which an interrupted run left behind`);
      process.kill(pid, tries < 50 ? 'SIGTERM' : 'SIGKILL');
      await sleep(100);
    }
  }
}

function runs(name, pid) {
  const file = inRoot('apps', name, 'dist', 'main.js');
  if (process.platform !== 'linux') return (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').includes(file);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
  } catch {
    return false;
  }
}
