import { defineAccess, type Grants, type Role } from '@quadhelix/access';

/** Who speaks for an organization. */
export const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];

/** `owner`: the organization to which the app belongs. `app`: the app itself, which reads how it fares; like every app without a person it changes nothing. */
const keepers: Grants = Object.fromEntries(SPOKESPEOPLE.map((role) => [role, 'owner']));
const andAlliance: Grants = { ...keepers, ALLIANCE_ADMIN: 'alliance' };
const readers: Grants = { ...andAlliance, API_CLIENT: 'app' };

export const webhookEndpointAccess = defineAccess('integrations', 'webhookEndpoint', {
  read: readers,
  create: keepers,
  update: keepers,
  // The alliance may switch any off, and only what it switched off itself on again.
  disable: andAlliance,
  enable: andAlliance,
  delete: keepers,
  rotateSecret: keepers,
  test: keepers,
  replay: keepers,
});

export const webhookDeliveryAccess = defineAccess('integrations', 'webhookDelivery', { read: readers, retry: keepers });
