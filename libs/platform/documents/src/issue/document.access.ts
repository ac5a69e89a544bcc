import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation | readonly Relation[]): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who speaks for an organization in an alliance. */
const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];

/**
 * `self` is who asked for the document, `organization` the one that issues it. What a document says was read with the rights of who asked, so nobody else
 * may have it than he and who speaks for the issuer. Who may have which kind made is said by the slice that declares the kind.
 */
export const documentAccess = defineAccess('documents', 'document', {
  read: { ...roles(ROLES.filter((role) => role !== 'API_CLIENT'), 'self'), ...roles(SPOKESPEOPLE, ['organization', 'self']) },
  revoke: roles(SPOKESPEOPLE, 'organization'),
  // The worker alone writes what became of it.
  make: {},
});
