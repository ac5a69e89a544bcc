import { createHash } from 'node:crypto';
import type { RuleVersionContent } from './rule.types.js';

/** How a version is hashed: SHA-256 over its content as canonical JSON (RFC 8785: names in order of their code units, no spaces), in hexadecimal. */
export const HASH_ALGORITHM = 'SHA-256/JCS';

/** JSON with the names of each object in order; numbers of rules are integers, for which JSON.stringify is canonical. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

/** Hash of what a version says: pack, level, region, number, first day and rules. When it ends is not part of it. */
export function contentHash({ pack, level, region, number, effectiveFrom, rules }: Omit<RuleVersionContent, 'id' | 'effectiveUntil'>): string {
  return createHash('sha256').update(canonical({ pack, level, region, number, effectiveFrom, rules })).digest('hex');
}
