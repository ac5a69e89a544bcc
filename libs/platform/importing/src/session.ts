import type { Scope } from '@quadhelix/database';

/** Opens transactions for one person in one alliance. */
export interface ImportSession {
  /**
   * Runs work in one transaction and commits it; with `rollback` it is undone although it succeeded
   * (deferred constraints are to be checked before). When work throws, everything is undone and the error goes on.
   */
  openScope<T>(work: (scope: Scope) => Promise<T>, options?: { rollback?: boolean }): Promise<T>;
}

/** The five characters PostgreSQL names an error by, also where it is the cause of a failed commit. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : sqlState(error.cause);
}

/** Data that the database refused (class 22: bad data, class 23: broken constraint): the row's fault, not the run's. */
export function isDataConflict(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

/** Deadlock, serialization failure or lock timeout: the same transaction may well succeed the next time. */
export function isPassing(error: unknown): boolean {
  return ['40P01', '40001', '55P03'].includes(sqlState(error) ?? '');
}
