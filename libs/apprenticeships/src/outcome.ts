import { platformErrors } from '@quadhelix/access';

/** What a call did that may be repeated: the same call twice is one. */
export type Outcome = 'ADDED' | 'UPDATED' | 'UNCHANGED';

/** Throws STALE_VERSION where the caller read another version; null means the caller did not say. */
export function expectVersion(row: { version: number }, read: number | null): void {
  if (read !== null && row.version !== read) throw platformErrors.STALE_VERSION({ field: 'version' });
}
