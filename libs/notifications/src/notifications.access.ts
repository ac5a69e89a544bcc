import { defineAccess, ROLES, type ActionSpec, type Grants } from '@quadhelix/access';

/** Everybody with a seat, each for himself; never an app without a person. What somebody was told he reads in every state of his membership. */
const himself: Grants = Object.fromEntries(ROLES.filter((role) => role !== 'API_CLIENT').map((role) => [role, 'self']));
const always: ActionSpec = { grants: himself, whileInvited: true, whileSuspended: true };

export const notificationAccess = defineAccess('notifications', 'notification', { read: always, mark: always, archive: always });
export const notificationPreferenceAccess = defineAccess('notifications', 'notificationPreference', { read: always, set: always });
export const deliveryAccess = defineAccess('notifications', 'delivery', { read: always, sendAgain: always });
/** Addresses are personal data: an app needs more than the right to read notifications. */
export const contactPointAccess = defineAccess('personal-data', 'contactPoint', { read: always, add: always, sendCode: always, verify: always, remove: always });
