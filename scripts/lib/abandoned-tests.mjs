import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The beginning of the name of every throw-away data folder. */
export const TEST_FOLDER = 'quadhelix-test-';

/** Stops and removes the servers of test runs that were killed; those of live runs are left alone. */
export async function sweepAbandoned(say) {
  const { stopAbandonedServer } = await import('@quadhelix/database');
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(TEST_FOLDER))) {
    const folder = join(tmpdir(), name);
    try {
      if (await stopAbandonedServer(folder)) {
        say(`Removed ${folder}, which a killed test run left behind`);
        rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // Another user's folder.
    }
  }
}
