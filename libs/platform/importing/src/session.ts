/** The part of a scope that the importer itself needs; a kind's `apply` gets the very scope the session opened. */
export interface ImportScope {
  /** Runs work in a savepoint. When it throws, everything it wrote is undone and the error goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** Opens transactions for one person in one alliance. */
export interface ImportSession {
  /**
   * Runs work in one transaction and commits it; with `rollback` it is undone although it succeeded
   * (deferred constraints are to be checked before). When work throws, everything is undone and the error goes on.
   */
  openScope<T>(work: (scope: ImportScope) => Promise<T>, options?: { rollback?: boolean }): Promise<T>;
}

/** The shape of a DomainError: a rule refused the record. */
export interface Refusal extends Error {
  readonly code: string;
  /** Key of the column at fault. */
  readonly field?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** True for what a rule refused; false for faults of program or database, which end the run. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'DomainError' && typeof (error as { code?: unknown }).code === 'string';
}

/** The five characters PostgreSQL names an error by, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Data that the database refused (class 22: bad data, class 23: broken constraint): the row's fault, not the run's. */
export function isDataConflict(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

/** Deadlock, serialization failure or lock timeout: the same transaction may well succeed the next time. */
export function isPassing(error: unknown): boolean {
  return ['40P01', '40001', '55P03'].includes(sqlState(error) ?? '');
}
