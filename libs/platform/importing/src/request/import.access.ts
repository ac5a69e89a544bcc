import { defineAccess } from '@quadhelix/access';

/**
 * Who may import at all: administrators, and those who speak for an organization. What a row brings is judged again by the rules of its own domain,
 * with the rights of the person who asked.
 */
export const importAccess = defineAccess('importing', 'import', {
  read: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'organization', INDUSTRY_COORDINATOR: 'organization', SCHOOL_COORDINATOR: 'organization', SOCIETY_ASSESSOR: 'organization' },
  start: { ALLIANCE_ADMIN: 'organization', GOVERNMENT_LIAISON: 'organization', INDUSTRY_COORDINATOR: 'organization', SCHOOL_COORDINATOR: 'organization', SOCIETY_ASSESSOR: 'organization' },
});
