import { createHmac } from 'node:crypto';
import type { Scope } from '@quadhelix/database';

/** Weights and check characters of a citizen's identity number (GB 11643-1999). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** Is this an identity number by its form, birth date and check character? */
export function isIdentityNumber(text: string): boolean {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(born.getTime()) || born.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text.charAt(index)), 0);
  return checks.charAt(sum % 11) === text.charAt(17);
}

/** What is kept of an identity number: HMAC-SHA-256 with the product's secret, so that the same person is known again and nobody can read the number. */
export function identityHmac(scope: Scope, text: string): Buffer {
  const key = scope.signature('key of identity numbers');
  return createHmac('sha256', key).update(text).digest();
}
