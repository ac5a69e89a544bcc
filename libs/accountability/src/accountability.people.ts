import type { Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Seat } from '@quadhelix/stakeholders';

/** Who speaks for an organization in an alliance. */
export const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];
/** Who works for an organization; auditors and observers only read. */
export const WORKERS: readonly Role[] = [...SPOKESPEOPLE, 'INDUSTRY_MENTOR', 'INDUSTRY_FINANCE', 'SCHOOL_TEACHER', 'SCHOOL_PROGRAMME_LEAD'];

/** Organizations that have a government liaison in the alliance today, in the order of their ids. */
export async function liaisonOffices(scope: Scope): Promise<readonly string[]> {
  const { today } = scope;
  const seats = await scope.find(Seat, { role: 'GOVERNMENT_LIAISON' });
  const held = seats.filter(({ validFrom, validUntil }) => validFrom <= today && (validUntil === null || validUntil >= today));
  return [...new Set(held.map(({ organizationId }) => organizationId))].sort();
}
