import { defineAccess, ROLES } from '@quadhelix/access';

/** Everybody reads what waits for himself; an app without a person has no work. Whoever is only invited sees that his answer is waited for. */
export const workAccess = defineAccess('readers', 'work', {
  read: { grants: Object.fromEntries(ROLES.filter((role) => role !== 'API_CLIENT').map((role) => [role, 'self'])), whileInvited: true },
});
