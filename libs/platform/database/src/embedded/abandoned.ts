import { statSync } from 'node:fs';
import { findHome, readState } from './home.js';
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.js';

const YOUNG_MS = 600_000;

/**
 * Stops the server that a killed process left on this data folder. True when nobody uses the folder any more, false when a live
 * process looks after it or may be about to (a folder younger than ten minutes without a server).
 */
export async function stopAbandonedServer(dataDir: string): Promise<boolean> {
  const home = await findHome(dataDir);
  const state = readState(home);
  const running = await findPostmaster(home.cluster);
  if (running !== undefined) {
    if (running.parent === state?.supervisor) return false;
    await stopPostmaster(running.pid);
    return true;
  }
  return state === undefined ? Date.now() - statSync(home.folder).mtimeMs > YOUNG_MS : !isAlive(state.supervisor);
}
