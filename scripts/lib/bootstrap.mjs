import { existsSync, realpathSync } from 'node:fs';
import { delimiter } from 'node:path';
import { install } from './install.mjs';
import { withLock } from './lock.mjs';
import { continueOn, pinnedNode } from './node24.mjs';
import { inRoot, inState } from './places.mjs';
import { giveUp, say, seconds } from './say.mjs';
import { runStep } from './step.mjs';

/** From a fresh clone to `run(words)` of a module of this folder, on the pinned Node with everything installed and built. */
export async function bootstrap(moduleName, words = process.argv.slice(2)) {
  try {
    checkMachine();
    const node = await withLock(inState('install.lock'), (pid) => say(`Waiting for process ${pid}, which installs in this folder …`), async () => {
      await install();
      const pinned = await pinnedNode();
      await build(pinned);
      return pinned;
    });
    await continueOn(node, moduleName, words);
  } catch (error) {
    giveUp(error);
  }
}

function checkMachine() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 18) throw new Error(`This is Node ${process.versions.node}; Node 20 or newer is needed to install (it then brings its own Node 24): https://nodejs.org`);
  if (!existsSync(inRoot('package-lock.json'))) throw new Error('package-lock.json is missing: the checkout is incomplete.');
}

/** Nx builds only what changed since the last time. */
async function build(node) {
  const began = Date.now();
  const env = {
    ...process.env,
    PATH: [inRoot('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    FORCE_COLOR: '0',
  };
  await runStep('building', node, [realpathSync(inRoot('node_modules', '.bin', 'nx')), 'run-many', '-t', 'build', '--output-style=static'], { env, quiet: true });
  say(`Built (${seconds(began)})`);
}
