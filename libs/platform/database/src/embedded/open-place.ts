import { mkdirSync, statSync } from 'node:fs';
import { canRead, type RunAs } from './account.js';

const PLACES = ['/var/lib/quadhelix', '/var/tmp/quadhelix', '/opt/quadhelix'];

/** A folder of root's that the account can enter, for what it can't reach in the clone. Never one that somebody else has put there. */
export function openPlace(runAs: RunAs): string {
  for (const place of PLACES) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o755 });
    } catch {
      continue;
    }
    if (statSync(place).uid === 0 && canRead(place, runAs)) return place;
  }
  throw new Error(
    `User ${runAs.name}, who runs PostgreSQL for root, can't enter this folder, and none of ${PLACES.join(', ')} can be used instead. ` +
      'Make one of them, owned by root with mode 755; or start as a normal user.',
  );
}
