/** The part of a PostgreSQL error that decides what to do about it. Its text never leaves the process. */
export interface PostgresError extends Error {
  code: string;
  constraint?: string;
}

/** Told by its SQLSTATE; `EPIPE` and the like, of a connection, are none. */
export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && typeof (error as Partial<PostgresError>).code === 'string' && /^[0-9FHPX][0-9A-Z]{4}$/.test((error as PostgresError).code);
}

/** Did this statement break the named unique or exclusion constraint? */
export function breaksConstraint(error: unknown, constraint: string): boolean {
  return isPostgresError(error) && (error.code === '23505' || error.code === '23P01') && error.constraint === constraint;
}
