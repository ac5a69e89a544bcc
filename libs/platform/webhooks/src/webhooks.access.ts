import { defineAccess, type Grants, type Role } from '@quadhelix/access';

/** Who speaks for an organization. */
export const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];

/** `owner`: the organization to which the app belongs. `app`: the app itself, which may belong to nobody in the alliance. */
const keepers: Grants = { ...Object.fromEntries(SPOKESPEOPLE.map((role) => [role, 'owner'])), API_CLIENT: 'app' };
const andAlliance: Grants = { ...keepers, ALLIANCE_ADMIN: 'alliance' };

export const webhookEndpointAccess = defineAccess('integrations', 'webhookEndpoint', {
  read: andAlliance,
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

export const webhookDeliveryAccess = defineAccess('integrations', 'webhookDelivery', { read: andAlliance, retry: keepers });
