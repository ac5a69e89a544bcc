import { defineAccess, ROLES } from '@quadhelix/access';

/**
 * A sandbox belongs to an account, not to a role: nobody else can do anything with it. Only who is in it acts as somebody of it; that a real alliance knows no such
 * thing is said by SANDBOX_ONLY.
 */
export const sandboxAccess = defineAccess('integrations', 'sandbox', {
  read: {},
  create: {},
  reset: {},
  remove: {},
  advance: {},
  actAs: Object.fromEntries(ROLES.filter((role) => role !== 'API_CLIENT').map((role) => [role, 'alliance'])),
});
