import type { Scope } from '@quadhelix/database';

/** A code can be given for so long, in milliseconds, and so often wrongly. */
export const CODE_LASTS = 15 * 60_000;
export const CODE_ATTEMPTS = 5;

/**
 * The six digits for a contact point and the moment they were asked for: computed from the product's secret whenever they are needed, so that
 * neither the table nor the queue holds them.
 */
export function codeOf(scope: Pick<Scope, 'signature'>, contactPointId: string, issuedAt: Date): string {
  const bytes = Buffer.from(scope.signature(`contact point ${contactPointId} ${issuedAt.toISOString()}`), 'base64url');
  return String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/** Can the code still be given? */
export const isOpen = (issuedAt: Date | null, attempts: number, now: Date): issuedAt is Date =>
  issuedAt !== null && attempts < CODE_ATTEMPTS && now.getTime() - issuedAt.getTime() < CODE_LASTS;
