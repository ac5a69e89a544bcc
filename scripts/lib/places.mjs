import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
/** What a clone keeps between two starts; git-ignored. */
export const STATE = process.env.QUADHELIX_STATE_DIR ?? join(ROOT, '.quadhelix');
export const inRoot = (...parts) => join(ROOT, ...parts);
export const inState = (...parts) => join(STATE, ...parts);
