import { defineAccess, ROLES } from '@quadhelix/access';

/** The calendar is public; whoever may ask in an alliance reads it. */
export const calendarAccess = defineAccess('standards', 'calendar', {
  read: Object.fromEntries(ROLES.map((role) => [role, 'alliance'])),
});
