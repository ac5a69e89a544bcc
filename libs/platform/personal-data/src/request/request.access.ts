import { defineAccess, ROLES, type Grants, type Relation, type Role } from '@quadhelix/access';

const roles = (names: readonly Role[], relation: Relation | readonly Relation[]): Grants => Object.fromEntries(names.map((name) => [name, relation]));

/** Who speaks for an organization in an alliance. */
export const SPOKESPEOPLE: readonly Role[] = ['GOVERNMENT_LIAISON', 'INDUSTRY_COORDINATOR', 'SCHOOL_COORDINATOR', 'SOCIETY_ASSESSOR'];
const PEOPLE = ROLES.filter((role) => role !== 'API_CLIENT');

/** `self` is whom the request is about, `holder` the organization that holds the facts. Everybody asks for himself only. */
export const requestAccess = defineAccess('personal-data', 'personalDataRequest', {
  read: { ...roles(PEOPLE, 'self'), ...roles(SPOKESPEOPLE, ['holder', 'self']), ALLIANCE_ADMIN: 'alliance' },
  ask: { grants: roles(PEOPLE, 'self'), whileSuspended: true },
  cancel: { grants: roles(PEOPLE, 'self'), whileSuspended: true },
  // Where the holder is suspended, an administrator decides.
  decide: { ...roles(SPOKESPEOPLE, 'holder'), ALLIANCE_ADMIN: 'alliance' },
  // The worker alone does what was granted.
  carryOut: {},
});
